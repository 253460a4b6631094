/// The files that a command is to look at: its operands, with `-` standing for a list of names on
/// standard input, one a line.
struct FileOperands {
    let paths: [String]

    init(_ operands: [String]) throws(UsageError) {
        var paths: [String] = []
        for operand in operands {
            guard operand == "-" else {
                paths.append(operand)
                continue
            }
            while let line = readLine() {
                if !line.isEmpty { paths.append(line) }
            }
        }
        guard !paths.isEmpty else { throw UsageError("name the files; - reads names from a list") }
        self.paths = paths
    }
}

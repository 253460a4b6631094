import DailiesTestSupport
import Foundation

/// A `dailies verify` over a list of files, in a process whose peak of memory is measured.
struct MeteredVerify {
    /// What the command left.
    let result: DailiesProcess.Result
    /// The most memory that it held at once, in bytes.
    let peak: Int

    /// What it wrote, line by line.
    var lines: [Substring] { result.output.split(separator: "\n") }

    /// Runs the command.
    ///
    /// - Parameter files: their names, handed over on standard input.
    init(_ files: [String], options: [String], in folder: TemporaryFolder) throws {
        let process = try DailiesProcess(
            ["verify"] + options + ["-"], in: folder.path,
            input: files.joined(separator: "\n") + "\n",
            wrapper: [DailiesProcess.product("Meter"), folder.file("peak")])
        result = process.finish()
        let text = try String(contentsOfFile: folder.file("peak"), encoding: .utf8)
        peak = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? .max
    }

    /// Bytes in a megabyte.
    static let megabyte = 1_000_000
}

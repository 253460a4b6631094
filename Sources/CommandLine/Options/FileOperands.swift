import DailiesContainer
import DailiesLanding
import DailiesThreads
import Foundation

/// The files that a command looks at.
struct FileOperands: OptionGroup {
    /// The operands; `-` stands for names on standard input, one a line.
    private let operands: [String]

    init(_ options: inout OptionReader) {
        operands = options.operands("FILE…", .file, orElse: Self.missing)
    }

    private static let missing = "name the files; - reads names from a list"

    /// The paths in the order given, with the names of standard input in the place of `-`.
    ///
    /// - Throws: `UsageError` where standard input names none; `TryAgainLater` where it can't be read now.
    func paths() async throws -> [String] {
        guard operands.contains("-") else { return operands }
        let paths = try await onOwnThread(named: "read names") { [operands] in
            try operands.flatMap { $0 == "-" ? try Self.namesOnStandardInput() : [$0] }
        }
        guard !paths.isEmpty else { throw UsageError(Self.missing) }
        return paths
    }

    private static func namesOnStandardInput() throws -> [String] {
        do {
            return try StandardInput.readAll().split(separator: UInt8(ascii: "\n"))
                .map(FileName.text)
        } catch {
            // A list that was read in part would be another list.
            guard SystemFault.isTemporary(error.code) else {
                throw UsageError("the list of names can't be read: \(error.reason)")
            }
            throw TryAgainLater("the list of names can't be read now: \(error.reason)")
        }
    }
}

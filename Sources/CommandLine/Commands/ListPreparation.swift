import DailiesJSON
import DailiesProduction
import DailiesReporting
import DailiesShotList
import DailiesThreads
import Foundation

extension ListOptions {
    /// Reads the list file and plans it; nothing is created and nothing is spent.
    ///
    /// - Throws: `UsageError` if the file can't be read; `PresetsFolder.Failure`.
    func prepare(environment: [String: String]) async throws -> Preparation {
        let (path, flags, priceFiles) = (path, flags, priceFiles)
        let allowsUnpriced = allowsUnpriced
        return try await onOwnThread(named: "read the list") {
            guard let bytes = Self.contents(of: path) else {
                throw UsageError("the shot list \(path) can't be read; is the path right?")
            }
            return try Preparation(
                list: bytes, path: path, flags: flags,
                presets: try PresetsFolder.find(environment: environment),
                priceFiles: priceFiles, allowsUnpriced: allowsUnpriced)
        }
    }

    private static func contents(of path: String) -> Data? {
        path == "-"
            ? try? StandardInput.readAll()
            : FileManager.default.contents(atPath: path)
    }
}

extension ListProblem {
    /// The problem with its place, as editors and compilers write it: `film.json:3:5: shot 010, …`; one
    /// of an option of the command line without a file.
    fileprivate func text(path: String) -> String {
        if isOfOption { return "\(self)" }
        guard let position = place?.position else { return "\(path): \(self)" }
        return "\(path):\(position.line):\(position.column): \(self)"
    }
}

extension Preparation {
    /// Prints the problems for people, one a line.
    func printProblems(_ console: Console, path: String) {
        for problem in problems { console.message(problem.text(path: path)) }
        console.message("\(count); nothing was created and nothing was spent")
    }

    /// The problems for the last event of a session.
    func summary(path: String) -> String {
        ([count] + problems.map { $0.text(path: path) }).joined(separator: "\n")
    }

    private var count: String { problems.count.of("problem") }
}

import Foundation

/// The `sqlite3` program: changes a ledger as another program would.
package enum SQLiteProgram {
    private static let path = "/usr/bin/sqlite3"

    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// The statement failed.
    package struct Failure: Error {
        package let output: String
    }

    /// Executes a statement and returns its output.
    @discardableResult
    package static func run(_ statement: String, _ database: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = [database, statement]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(
            decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(output: output) }
        return output
    }
}

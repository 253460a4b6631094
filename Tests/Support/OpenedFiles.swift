import Foundation

/// What a process opened and whom it called, told by strace.
package struct OpenedFiles {
    private static let program = "/usr/bin/strace"

    /// Whether strace is installed and may be used here.
    package static let canTrace: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-f", "-e", "trace=none", "/bin/true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// What to put in front of a command so that it is watched.
    package static func traceCommand(log: String) -> [String] {
        [program, "-f", "-qq", "-s", "4096", "-e", "trace=open,openat,connect,socket", "-o", log]
    }

    /// The files opened, in order.
    package let files: [String]
    /// The calls that had to do with a network.
    package let calls: [String]

    /// Reads what strace wrote.
    package init(_ log: String) throws {
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        files = lines.filter { $0.contains(" open") }.compactMap { line in
            let pieces = line.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
            return pieces.count > 1 ? String(pieces[1]) : nil
        }
        calls = lines.filter { $0.contains("socket(") || $0.contains("connect(") }.map(String.init)
    }
}

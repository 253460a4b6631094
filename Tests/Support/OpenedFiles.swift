import Foundation

/// The files that a process opened and its network calls, recorded by strace.
package struct OpenedFiles {
    private static let program = "/usr/bin/strace"

    /// Whether strace is installed and allowed on this machine.
    package static let canTrace: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-f", "-e", "trace=none", "/bin/true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// The words to put in front of a command to trace it into a log.
    package static func traceCommand(log: String) -> [String] {
        [program, "-f", "-qq", "-s", "4096", "-e", "trace=open,openat,connect,socket", "-o", log]
    }

    /// The opened files, in order.
    package let files: [String]
    /// The network calls (`socket`, `connect`).
    package let calls: [String]

    /// Reads a log of strace.
    package init(_ log: String) throws {
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        files = lines.filter { $0.contains(" open") }.compactMap { line in
            let pieces = line.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
            return pieces.count > 1 ? String(pieces[1]) : nil
        }
        calls = lines.filter { $0.contains("socket(") || $0.contains("connect(") }.map(String.init)
    }
}

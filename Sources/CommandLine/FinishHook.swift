import DailiesJSON
import DailiesThreads
import Foundation

/// The shell command of `--on-finish`: runs after a session and gets its result as JSON.
struct FinishHook: Sendable {
    let command: String

    /// Runs the command with the result on its standard input, and waits for its end.
    ///
    /// A failure of the command is reported and changes nothing else.
    func run(_ event: JSONValue, _ console: Console) async {
        let (command, line) = (command, event.line + "\n")
        let problem = try? await onOwnThread(named: "hook") { () -> String? in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", command]
            let input = Pipe()
            process.standardInput = input
            // Standard output has the data of the command.
            process.standardOutput = FileHandle.standardError
            do {
                try process.run()
            } catch {
                return "\(error)"
            }
            // A command that doesn't read its input closes it: SIGPIPE is ignored.
            try? input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
            try? input.fileHandleForWriting.close()
            process.waitUntilExit()
            return process.terminationStatus == 0
                ? nil : "it ended with status \(process.terminationStatus)"
        }
        if let problem {
            console.message("dailies: the command of --on-finish failed: \(problem)")
        }
    }
}

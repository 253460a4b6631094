import Foundation
import Synchronization

/// A process of the built command, started as a user starts it.
package final class DailiesProcess: Sendable {
    // Only the initializer and the methods below use the process, one test at a time.
    private let process: Mutex<Process>
    private let output = Pipe()
    private let talk = Pipe()

    /// Starts the command in a folder.
    ///
    /// - Parameters:
    ///   - input: the standard input.
    ///   - wrapper: a program with its arguments that starts the command.
    package init(
        _ arguments: [String], in folder: String, environment: [String: String] = [:],
        input: String = "", wrapper: [String] = []
    )
        throws
    {
        let process = Process()
        let words = wrapper + [Self.product("dailies")] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        var all = ProcessInfo.processInfo.environment.filter { variable in
            !["RUNFLOW_", "FAL_", "EACHLABS_", "EACH_", "REPLICATE_"].contains {
                variable.key.hasPrefix($0)
            }
        }
        all["DAILIES_PRESETS"] = Checkout.path("presets")
        // Purchases of a test aren't those of the user who runs it.
        all["XDG_CONFIG_HOME"] = folder + "/.config"
        process.environment = all.merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = talk
        let keyboard = Pipe()
        process.standardInput = keyboard
        try process.run()
        try keyboard.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try keyboard.fileHandleForWriting.close()
        self.process = Mutex(process)
    }

    /// The path of a built program, which is in the folder of the test bundle.
    package static func product(_ name: String) -> String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent(name).path
    }

    /// The next line of standard output; `nil` at the end.
    package func line() -> String? {
        var bytes = Data()
        while let byte = try? output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
            if byte == Data([10]) { return String(decoding: bytes, as: UTF8.self) }
            bytes += byte
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// Kills the process with SIGKILL.
    package func kill() { signal(SIGKILL) }

    package func signal(_ number: Int32) {
        let identifier = process.withLock { $0.processIdentifier }
        Glibc.kill(identifier, number)
    }

    /// The memory of the running process that isn't swapped out, in bytes; `nil` after its end.
    package var residentMemory: Int? {
        let identifier = process.withLock { $0.processIdentifier }
        let status = try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
        return status?.firstMatch(of: /VmRSS:\s+(\d+) kB/).flatMap { Int($0.1) }.map { $0 * 1024 }
    }

    /// The exit status of a finished command, its standard output, and its standard error as
    /// `talk`.
    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let talk: String
    }

    /// Waits for the end of the process and returns all output that wasn't read yet.
    package func finish() -> Result {
        let reader = talk.fileHandleForReading
        let done = DispatchSemaphore(value: 0)
        let box = TalkBox()
        Thread.detachNewThread {
            box.bytes.withLock { $0 = (try? reader.readToEnd()) ?? Data() }
            done.signal()
        }
        let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        done.wait()
        let status = process.withLock { process in
            process.waitUntilExit()
            return process.terminationStatus
        }
        return Result(
            status: status, output: String(decoding: data, as: UTF8.self),
            talk: box.bytes.withLock { String(decoding: $0, as: UTF8.self) })
    }

    private final class TalkBox: Sendable {
        let bytes = Mutex(Data())
    }
}

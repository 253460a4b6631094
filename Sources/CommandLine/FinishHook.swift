import DailiesJSON
import DailiesThreads
import Foundation

/// A shell command of the user that gets JSON on its standard input: that of `--on-finish`, which
/// runs after a session, or of `--sign-command`.
struct FinishHook: Sendable {
    let command: String
    /// The command's arguments `$1` and so on.
    var arguments: [String] = []
    /// After how many seconds the command is killed: a nightly job must end.
    var timeLimit = FinishHook.usualTimeLimit

    static let usualTimeLimit = 600

    /// Runs the command with the result on its standard input, and waits for its end.
    ///
    /// - Returns: how the command failed; `nil` if it didn't.
    func run(_ event: JSONValue) async -> String? {
        let hook = self
        do {
            return try await onOwnThread(named: "hook") { try hook.execute(event) { false } }
        } catch {
            return "\(error)"
        }
    }

    struct StartFailure: Error, CustomStringConvertible {
        let description: String
    }

    /// Blocks until the command has ended.
    ///
    /// - Parameter shouldStop: called often; `true` kills the command.
    /// - Returns: how the command failed; `nil` if it didn't.
    func execute(
        _ event: JSONValue, shouldStop: () -> Bool
    ) throws(StartFailure) -> String? {
        // A file instead of a pipe: a command that doesn't read its input can't block or end us.
        guard let input = tmpfile() else {
            throw StartFailure(
                description: "no temporary file: \(String(cString: strerror(errno)))")
        }
        defer { fclose(input) }
        fputs(event.line + "\n", input)
        rewind(input)
        let process = try start(reading: fileno(input))
        let end = ContinuousClock.now + .seconds(timeLimit)
        var status: Int32 = 0
        while true {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { break }
            if ended < 0, errno != EINTR { return "its end is unknown" }
            let isStopped = shouldStop()
            if isStopped || ContinuousClock.now > end {
                // The command has a process group of its own, so that its children end too.
                kill(-process, SIGKILL)
                waitpid(process, &status, 0)
                return isStopped ? "it was stopped" : "it was killed after \(timeLimit) seconds"
            }
            usleep(20_000)
        }
        let signal = status & 0x7f
        if signal != 0 { return "it was ended by signal \(signal)" }
        let code = (status >> 8) & 0xff
        return code == 0 ? nil : "it ended with status \(code)"
    }

    /// Starts the shell in a process group of its own, with the signals that a shell expects; its
    /// standard output goes to standard error, because standard output has our data.
    private func start(reading input: Int32) throws(StartFailure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, 2, 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var words: [UnsafeMutablePointer<CChar>?] = [
            strdup("/bin/sh"), strdup("-c"), strdup(command), strdup("dailies"),
        ]
        words += arguments.map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var process: pid_t = 0
        let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, words, environ)
        guard code == 0 else {
            throw StartFailure(description: String(cString: strerror(code)))
        }
        return process
    }
}

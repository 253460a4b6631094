import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesCommandLine

/// The user's command after a session.
@Suite(.timeLimit(.minutes(1))) struct FinishHookTests {
    private func problem(_ command: String, timeLimit: Int = 60) async -> String? {
        await FinishHook(command: command, timeLimit: timeLimit).run(["event": "finished"])
    }

    @Test func theCommandGetsTheResult() async throws {
        let folder = try TemporaryFolder()
        #expect(await problem("cat > '\(folder.file("result"))'") == nil)
        let result = try String(contentsOfFile: folder.file("result"), encoding: .utf8)
        #expect(result == "{\"event\":\"finished\"}\n")
    }

    /// Our process ignores broken pipes; the user's programs expect that they end them.
    @Test func theCommandHasTheUsualSignals() async throws {
        #expect(await problem("kill -PIPE $$; exit 0") == "it was ended by signal 13")
    }

    @Test func aCommandThatDoesNotReadIsFine() async throws {
        #expect(await problem("exit 0") == nil)
        #expect(await problem("exit 7") == "it ended with status 7")
    }

    /// The children of a command that is killed end too.
    @Test func aCommandThatDoesNotEndIsKilled() async throws {
        let folder = try TemporaryFolder()
        let told = await problem(
            "sleep 300 & echo $! > '\(folder.file("child"))'; wait", timeLimit: 1)
        #expect(told == "it was killed after 1 seconds")
        let text = try String(contentsOfFile: folder.file("child"), encoding: .utf8)
        let child = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        // An orphan is reaped by another process; until then its state is Z.
        let status = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
        #expect(status.map { $0.contains(") Z ") } ?? true)
    }
}

import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Judging many files at once leaves the rest of the process alone.
@Suite struct AsyncTests {
    @Test func filesAreJudgedOnThreadsOfOurOwn() async throws {
        let folder = try TemporaryFolder()
        let file = MediaFile(path: try folder.forge())
        let code = CheckCode(rawValue: "house.thread")
        let thread: MediaFile.Rule = { _ in
            let name = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
            let text = name?.trimmingCharacters(in: .whitespacesAndNewlines)
            return [Check(code, .pass, measured: text, "The thread has a name.")]
        }
        let verification = await file.verification(against: Expectation(), rules: [thread])
        #expect(verification.checks.last?.measured == "dailies-worker")
    }

    @Test func aCancelledTaskDoesNotWaitForItsTurn() async throws {
        let folder = try TemporaryFolder()
        let file = MediaFile(path: try folder.forge { $0.frames = 400 })
        let busy = (0..<20).map { _ in
            Task { await file.verification(against: Expectation(), level: .decode).verdict }
        }
        let last = Task { await file.verification(against: Expectation(), level: .decode).verdict }
        last.cancel()
        #expect(await last.value == .unknown)
        for task in busy { task.cancel() }
        for task in busy { _ = await task.value }
    }
}

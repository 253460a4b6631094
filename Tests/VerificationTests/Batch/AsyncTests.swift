import DailiesTestSupport
import DailiesVerification
import Foundation
import Synchronization
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
        let file = MediaFile(path: try folder.forge())
        let gate = Gate()
        let busy = (0..<Gate.workers).map { _ in
            Task { await file.verification(against: Expectation(), rules: [gate.rule]).verdict }
        }
        await gate.everyWorkerWaits()
        for isWaiting in [false, true] {
            let last = Task { await file.verification(against: Expectation()).verdict }
            // On a machine where this is too short it is cancelled before it waits, as the first.
            if isWaiting { try await Task.sleep(for: .milliseconds(200)) }
            last.cancel()
            #expect(await last.value == .unknown)
        }
        #expect(!gate.isOpen)
        gate.open()
        for task in busy { _ = await task.value }
    }
}

/// Keeps the workers' threads, all of them, until it is opened; opens by itself a minute after they
/// came, so that whoever waits for a turn behind it gets one too late instead of never.
private final class Gate: Sendable {
    /// As many as there are cores.
    static let workers = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    private let arrivals = DispatchSemaphore(value: 0)
    private let opening = DispatchGroup()
    private let state = Mutex(false)

    init() { opening.enter() }

    var isOpen: Bool { state.withLock { $0 } }

    var rule: MediaFile.Rule {
        { [self] _ in
            arrivals.signal()
            opening.wait()
            return []
        }
    }

    func everyWorkerWaits() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                for _ in 0..<Self.workers { arrivals.wait() }
                DispatchQueue.global().asyncAfter(deadline: .now() + 60) { [self] in open() }
                continuation.resume()
            }
        }
    }

    func open() {
        let wasOpen = state.withLock { isOpen in
            defer { isOpen = true }
            return isOpen
        }
        if !wasOpen { opening.leave() }
    }
}

import DailiesTestSupport
import DailiesVerification
import Foundation
import Synchronization
import Testing

/// Asynchronous verification runs on worker threads and doesn't block other tasks.
@Suite struct AsyncTests {
    @Test func filesAreVerifiedOnWorkerThreads() async throws {
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
            // On a slow machine the task may be cancelled before it waits, like the first one.
            if isWaiting { try await Task.sleep(for: .milliseconds(200)) }
            last.cancel()
            #expect(await last.value == .unknown)
        }
        #expect(!gate.isOpen)
        gate.open()
        for task in busy { _ = await task.value }
    }
}

/// Blocks all worker threads until it is opened.
///
/// It opens by itself a minute after they arrive, so that a test that waits for a worker fails late
/// instead of never.
private final class Gate: Sendable {
    /// One for each core.
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

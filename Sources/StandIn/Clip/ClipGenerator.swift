import Foundation
import Synchronization

/// The generation of a clip was cancelled, or the generator was closed.
struct ClipGenerationCancelled: Error {}

/// Generates clips in the background in the order of submission, two at a time.
///
/// It has its own threads, because encoding blocks.
final class ClipGenerator: Sendable {
    private let spool: ClipSpool
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let workers = DispatchGroup()

    private static let threadCount = 2

    /// A clip to generate, with callbacks.
    struct Job: Sendable {
        let spec: ClipSpec
        let onStart: @Sendable () -> Void
        /// Called before every frame; `false` cancels the clip.
        let isWanted: @Sendable () -> Bool
        let onEnd: @Sendable (Result<StoredClip, any Error>) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isClosed = false
    }

    /// Starts the threads, which `close()` ends.
    init(spool: ClipSpool) {
        self.spool = spool
        for number in 1...Self.threadCount {
            workers.enter()
            let thread = Thread { [self] in
                work()
                workers.leave()
            }
            thread.name = "clip \(number)"
            // x264 keeps large blocks on the stack.
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    /// Adds a clip to the end of the queue.
    func submit(_ job: Job) {
        state.withLock { $0.waiting.append(job) }
        wake.signal()
    }

    /// Cancels all clips, those being generated within a frame; returns when both threads have ended.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.waiting = []
        }
        for _ in 0..<Self.threadCount { wake.signal() }
        workers.wait()
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    private func work() {
        while true {
            wake.wait()
            let job = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
            guard !isClosed else { return }
            guard let job else { continue }
            job.onStart()
            job.onEnd(Result { try generate(job) })
        }
    }

    private func generate(_ job: Job) throws -> StoredClip {
        try spool.store { path in
            try ClipEncoder(job.spec, path: path).encode { !isClosed && job.isWanted() }
            try job.spec.damage(path)
        }
    }
}

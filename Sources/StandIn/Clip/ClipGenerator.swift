import Foundation
import Synchronization

/// The forge was closed, or the clip given up, while it was in the making.
struct ClipGenerationCancelled: Error {}

/// Makes clips in the background, first come, first served, two at a time.
///
/// Encoding blocks, so it has threads of its own.
final class ClipGenerator: Sendable {
    private let spool: ClipSpool
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let workers = DispatchGroup()

    private static let threadCount = 2

    /// One clip to be made and whom to tell.
    struct Job: Sendable {
        let spec: ClipSpec
        let onStart: @Sendable () -> Void
        /// Asked before every frame; the clip is given up when it says no.
        let isWanted: @Sendable () -> Bool
        let onEnd: @Sendable (Result<StoredClip, any Error>) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isClosed = false
    }

    /// Starts the threads; they end with `close()`.
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

    /// Puts a clip at the end of the line.
    func submit(_ job: Job) {
        state.withLock { $0.waiting.append(job) }
        wake.signal()
    }

    /// Stops within a frame, drops what is waiting and returns when both threads have ended.
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

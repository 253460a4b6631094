import DailiesDigest
import DailiesHTTPServer
import DailiesJSON
import Dispatch
import Foundation
import Synchronization

/// Stores the runs of all providers since the stand-in was started.
final class RunStore: Sendable {
    private let clipGenerator: ClipGenerator
    private let clips: ClipStore
    private let latency: Duration
    private let endHandler = Mutex(EndHandler { _ in })

    /// Contains the function, because Swift wraps a function that is stored directly in a `Mutex` in
    /// another closure at each access: after thousands of accesses a call overflows the stack.
    private struct EndHandler {
        let call: @Sendable (RunSnapshot) -> Void
    }
    private let state = Mutex(State())

    private struct State {
        var order: [String] = []
        var entries: [String: Entry] = [:]
        var isClosed = false
    }

    private struct Entry {
        var run: Run
        let created: ContinuousClock.Instant
        let ended = StopSignal()
        var isNotified = false

        var snapshot: RunSnapshot { RunSnapshot(run: run, age: created.duration(to: .now)) }
    }

    /// The properties of a run to create.
    struct NewRun: Sendable {
        let provider: SimulatedProvider
        let modelName: String
        let asked: ModelInput
        let body: JSONValue
        /// The base URL of the stand-in.
        let baseURL: String
        /// The callback address, if it isn't in the body.
        var webhook: String?
        /// The labels for the slate: `shot`, `part` and `take`.
        var labels: JSONValue = .null
        var injected = InjectedFaults()
    }

    init(clipGenerator: ClipGenerator, clips: ClipStore, latency: Duration) {
        self.clipGenerator = clipGenerator
        self.clips = clips
        self.latency = latency
    }

    /// Sets the handler that is called once for each run that ends, fails or is cancelled.
    func onEnd(_ handler: @escaping @Sendable (RunSnapshot) -> Void) {
        endHandler.withLock { $0 = EndHandler(call: handler) }
    }

    /// Creates a run and starts the generation of its clip.
    func create(_ newRun: NewRun) -> Run {
        let now = Date()
        let run = Run(
            id: RunID.make(at: now), requestID: "req_\(randomHexadecimal())",
            provider: newRun.provider, modelName: newRun.modelName, asked: newRun.asked,
            body: newRun.body, baseURL: newRun.baseURL,
            webhook: newRun.webhook, createdAt: now, latency: latency,
            behaviour: newRun.injected.behaviour)
        let entry = Entry(run: run, created: .now)
        state.withLock { state in
            state.order.append(run.id)
            state.entries[run.id] = entry
        }
        if let failure = run.behaviour.failure {
            update(run.id) { $0.generationStarted = $1 }
            conclude(run.id, .failure(failure))
        } else {
            clipGenerator.submit(
                ClipGenerator.Job(
                    spec: newRun.spec(run: run.id),
                    onStart: { [self] in update(run.id) { $0.generationStarted = $1 } },
                    isWanted: { [self] in find(run.id)?.run.cancelledAt == nil },
                    onEnd: { [self] in end(run.id, $0) }))
        }
        return run
    }

    /// The run with an id, if it is one of the provider's; of any provider by default.
    func find(_ id: String, of provider: SimulatedProvider? = nil) -> RunSnapshot? {
        guard let entry = state.withLock({ $0.entries[id] }),
            provider == nil || entry.run.provider == provider
        else { return nil }
        return entry.snapshot
    }

    /// All runs of a provider, newest first.
    func list(_ provider: SimulatedProvider) -> [RunSnapshot] {
        let entries = state.withLock { state in
            state.order.reversed().compactMap { state.entries[$0] }
        }
        return entries.filter { $0.run.provider == provider }.map(\.snapshot)
    }

    /// Cancels a run; `false` if it has already ended.
    func cancel(_ id: String) -> Bool {
        let isCancelled = state.withLock { state in
            guard let snapshot = state.entries[id]?.snapshot, !snapshot.progress.hasEnded else {
                return false
            }
            state.entries[id]?.run.cancelledAt = snapshot.age
            return true
        }
        if isCancelled { notifyEnd(of: id) }
        return isCancelled
    }

    /// Blocks until a run has ended or the store is closed, and returns the run.
    func wait(for id: String) -> RunSnapshot? {
        state.withLock { $0.entries[id]?.ended }?.wait()
        return find(id)
    }

    /// Unblocks all waiting threads; the end handler is not called any more.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            return state.entries.values.map(\.ended)
        }
        endHandler.withLock { $0 = EndHandler { _ in } }
        for ended in waiting { ended.raise() }
    }

    private func end(_ id: String, _ result: Result<StoredClip, any Error>) {
        switch result {
        case .success(let clip):
            guard let provider = find(id)?.run.provider else { return }
            let path = clips.publish(clip, run: id, isSigned: provider == .runflow)
            conclude(id, .clip(Run.DeliveredClip(path: path, byteCount: clip.byteCount)))
        case .failure(let error):
            conclude(id, .failure(.generation(message: "The clip could not be made: \(error)")))
        }
    }

    /// Stores the outcome of a run and calls the end handler after the run's latency.
    private func conclude(_ id: String, _ outcome: Run.Outcome) {
        update(id) { $0.generated = (at: $1, outcome: outcome) }
        guard let snapshot = find(id), !snapshot.run.behaviour.isEndless else { return }
        let rest = max(snapshot.run.latency - snapshot.age, .zero).milliseconds + 1
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(rest)) { [self] in
            notifyEnd(of: id)
        }
    }

    private func notifyEnd(of id: String) {
        let entry = state.withLock { state -> Entry? in
            guard !state.isClosed, let entry = state.entries[id], !entry.isNotified else {
                return nil
            }
            state.entries[id]?.isNotified = true
            return entry
        }
        guard let entry else { return }
        endHandler.withLock { $0 }.call(entry.snapshot)
        entry.ended.raise()
    }

    private func update(_ id: String, _ change: (inout Run, _ age: Duration) -> Void) {
        state.withLock { state in
            guard let created = state.entries[id]?.created else { return }
            let age = created.duration(to: .now)
            if var entry = state.entries[id] {
                change(&entry.run, age)
                state.entries[id] = entry
            }
        }
    }
}

extension RunStore.NewRun {
    /// The specification of the clip for the run with an id.
    fileprivate func spec(run: String) -> ClipSpec {
        let spec = ClipSpec(
            frameSize: asked.frameSize,
            scenes: asked.scenes,
            hasSound: asked.hasSound,
            labels: Slate.Labels(
                shot: label("shot"), part: label("part"), take: label("take"),
                run: String(run.suffix(8))),
            startPicture: asked.startPicture,
            endPicture: asked.endPicture,
            framesPerSecond: asked.framesPerSecond,
            extraFrames: asked.extraFrames)
        return injected.applied(to: spec)
    }

    /// The text of a label; "-" if there is none.
    private func label(_ name: String) -> String {
        switch labels[name] {
        case .string(let text) where !text.isEmpty: text
        case .integer(let number): String(number)
        default: "-"
        }
    }
}

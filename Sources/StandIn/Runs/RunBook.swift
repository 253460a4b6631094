import DailiesDigest
import DailiesHTTPServer
import DailiesJSON
import Dispatch
import Foundation
import Synchronization

/// All runs since the stand-in was started, of all providers.
final class RunBook: Sendable {
    private let forge: ClipForge
    private let files: ClipFiles
    private let latency: Duration
    private let hasEnded = Mutex<@Sendable (AgedRun) -> Void>({ _ in })
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
        var isAnnounced = false

        var aged: AgedRun { AgedRun(run: run, age: created.duration(to: .now)) }
    }

    /// What is known of a run when it is accepted.
    struct Draft: Sendable {
        let provider: SimulatedProvider
        let modelName: String
        let kling: KlingInput
        let body: JSONValue
        /// Where the stand-in was reached with the request.
        let baseURL: String
        /// Where to tell that the run has ended, where that doesn't stand in the body.
        var webhook: String?
        /// What the request says about itself, for the slate.
        var labels: JSONValue = .null
        var injected = Injected()
    }

    init(forge: ClipForge, files: ClipFiles, latency: Duration) {
        self.forge = forge
        self.files = files
        self.latency = latency
    }

    /// Has every run that ends from now on announced once, however it ends.
    func whenEnded(_ announce: @escaping @Sendable (AgedRun) -> Void) {
        hasEnded.withLock { $0 = announce }
    }

    /// Enters a run and has its clip forged.
    func create(_ draft: Draft) -> Run {
        let now = Date()
        let run = Run(
            id: RunID.make(at: now), requestID: "req_\(randomHexadecimal())",
            provider: draft.provider, modelName: draft.modelName, kling: draft.kling,
            body: draft.body, baseURL: draft.baseURL,
            webhook: draft.webhook, createdAt: now, latency: latency, fate: draft.injected.fate)
        let entry = Entry(run: run, created: .now)
        state.withLock { state in
            state.order.append(run.id)
            state.entries[run.id] = entry
        }
        if let failure = run.fate.failure {
            update(run.id) { $0.forgingBegan = $1 }
            conclude(run.id, .failure(failure))
        } else {
            forge.submit(
                ClipForge.Job(
                    order: draft.order(run: run.id),
                    began: { [self] in update(run.id) { $0.forgingBegan = $1 } },
                    isWanted: { [self] in find(run.id)?.run.cancelledAt == nil },
                    ended: { [self] in end(run.id, $0) }))
        }
        return run
    }

    /// A run, where a provider's is meant only one of that provider's.
    func find(_ id: String, of provider: SimulatedProvider? = nil) -> AgedRun? {
        guard let entry = state.withLock({ $0.entries[id] }),
            provider == nil || entry.run.provider == provider
        else { return nil }
        return entry.aged
    }

    /// All runs of a provider, the newest first.
    func list(_ provider: SimulatedProvider) -> [AgedRun] {
        let entries = state.withLock { state in
            state.order.reversed().compactMap { state.entries[$0] }
        }
        return entries.filter { $0.run.provider == provider }.map(\.aged)
    }

    /// Cancels a run; `false` where it had ended already.
    func cancel(_ id: String) -> Bool {
        let isCancelled = state.withLock { state in
            guard let aged = state.entries[id]?.aged, !aged.progress.hasEnded else { return false }
            state.entries[id]?.run.cancelledAt = aged.age
            return true
        }
        if isCancelled { announce(id) }
        return isCancelled
    }

    /// Blocks until a run has ended or the book is closed; returns what became of it.
    func wait(for id: String) -> AgedRun? {
        state.withLock { $0.entries[id]?.ended }?.wait()
        return find(id)
    }

    /// Wakes everybody who waits, and announces nothing any more.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            return state.entries.values.map(\.ended)
        }
        hasEnded.withLock { $0 = { _ in } }
        for ended in waiting { ended.raise() }
    }

    private func end(_ id: String, _ result: Result<StoredClip, any Error>) {
        switch result {
        case .success(let clip):
            guard let provider = find(id)?.run.provider else { return }
            let path = files.publish(clip, run: id, isSigned: provider == .runflow)
            conclude(id, .clip(Run.DeliveredClip(path: path, byteCount: clip.byteCount)))
        case .failure(let error):
            conclude(id, .failure(.forge(message: "The clip could not be made: \(error)")))
        }
    }

    /// Notes what became of a run and announces it when its time has come.
    private func conclude(_ id: String, _ outcome: Run.Outcome) {
        update(id) { $0.forged = (at: $1, outcome: outcome) }
        guard let aged = find(id), !aged.run.fate.isEndless else { return }
        let rest = max(aged.run.latency - aged.age, .zero).milliseconds + 1
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(rest)) { [self] in
            announce(id)
        }
    }

    private func announce(_ id: String) {
        let entry = state.withLock { state -> Entry? in
            guard !state.isClosed, let entry = state.entries[id], !entry.isAnnounced else {
                return nil
            }
            state.entries[id]?.isAnnounced = true
            return entry
        }
        guard let entry else { return }
        hasEnded.withLock { $0 }(entry.aged)
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

extension RunBook.Draft {
    /// The clip to be forged for the run with this id.
    fileprivate func order(run: String) -> ClipOrder {
        let order = ClipOrder(
            shape: kling.shape,
            scenes: kling.scenes,
            hasSound: kling.hasSound,
            labels: Slate.Labels(
                shot: label("shot"), part: label("part"), take: label("take"),
                run: String(run.suffix(8))),
            startPicture: kling.startPicture,
            endPicture: kling.endPicture)
        return injected.spoiling(order)
    }

    /// A word or a number about the shot, "-" where there is none.
    private func label(_ name: String) -> String {
        switch labels[name] {
        case .string(let text) where !text.isEmpty: text
        case .integer(let number): String(number)
        default: "-"
        }
    }
}

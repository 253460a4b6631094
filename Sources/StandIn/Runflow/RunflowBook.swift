import DailiesDigest
import Foundation
import Synchronization

/// All runs since the stand-in was started.
final class RunflowBook: Sendable {
    private let forge: ClipForge
    private let files: ClipFiles
    private let latency: Duration
    private let state = Mutex(State())

    private struct State {
        var order: [String] = []
        var entries: [String: Entry] = [:]
    }

    private struct Entry {
        var run: RunflowRun
        let created: ContinuousClock.Instant
    }

    init(forge: ClipForge, files: ClipFiles, latency: Duration) {
        self.forge = forge
        self.files = files
        self.latency = latency
    }

    /// Enters a run and has its clip forged.
    func create(model: String, _ submission: RunflowSubmission) -> RunflowRun {
        let now = Date()
        let run = RunflowRun(
            id: RunID.make(at: now), requestID: "req_\(randomHexadecimal())", model: model,
            submission: submission, createdAt: now, latency: latency)
        let entry = Entry(run: run, created: .now)
        state.withLock { state in
            state.order.append(run.id)
            state.entries[run.id] = entry
        }
        forge.submit(
            ClipForge.Job(
                order: submission.order(run: run.id),
                began: { [self] in update(run.id) { $0.forgingBegan = $1 } },
                ended: { [self] in end(run.id, $0) }))
        return run
    }

    /// A run and its age.
    func find(_ id: String) -> (run: RunflowRun, age: Duration)? {
        state.withLock { $0.entries[id] }.map { ($0.run, $0.created.duration(to: .now)) }
    }

    /// The runs with a client reference, or all, the newest first.
    func list(clientRef: String?) -> [(run: RunflowRun, age: Duration)] {
        let entries = state.withLock { state in
            state.order.reversed().compactMap { state.entries[$0] }
        }
        return
            entries
            .filter { clientRef == nil || $0.run.submission.clientRef == clientRef }
            .map { ($0.run, $0.created.duration(to: .now)) }
    }

    private func end(_ id: String, _ result: Result<StoredClip, any Error>) {
        let outcome: RunflowRun.Outcome =
            switch result {
            case .success(let clip): .clip(path: files.publish(clip, run: id))
            case .failure(let error): .failure(message: "The clip could not be made: \(error)")
            }
        update(id) { $0.forged = (at: $1, outcome: outcome) }
    }

    private func update(_ id: String, _ change: (inout RunflowRun, _ age: Duration) -> Void) {
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

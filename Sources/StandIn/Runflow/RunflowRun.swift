import Foundation

/// One run from its acceptance on; how far it is follows from the clock and the forge.
struct RunflowRun: Sendable {
    let id: String
    let requestID: String
    let model: String
    let submission: RunflowSubmission
    let createdAt: Date
    /// How long the run takes at the least.
    let latency: Duration
    /// When the forge began, counted from the creation.
    var forgingBegan: Duration?
    /// What the forge made of it, and when, counted from the creation.
    var forged: (at: Duration, outcome: Outcome)?

    /// What came out of the forge.
    enum Outcome: Sendable {
        /// The clip's path in the object store.
        case clip(path: String)
        case failure(message: String)
    }

    /// How far a run is; times are counted from its creation.
    enum Progress: Sendable {
        case queued
        case running(since: Duration)
        case succeeded(started: Duration, completed: Duration, path: String)
        case failed(started: Duration, completed: Duration, message: String)
    }

    /// How far the run is when `age` has passed since its creation.
    ///
    /// A quarter of the latency is spent in the queue, the rest running.
    func progress(at age: Duration) -> Progress {
        guard let forgingBegan else { return .queued }
        let started = max(forgingBegan, latency / 4)
        guard age >= started else { return .queued }
        guard let forged else { return .running(since: started) }
        let completed = max(forged.at, latency)
        guard age >= completed else { return .running(since: started) }
        switch forged.outcome {
        case .clip(let path):
            return .succeeded(started: started, completed: completed, path: path)
        case .failure(let message):
            return .failed(started: started, completed: completed, message: message)
        }
    }
}

import DailiesJSON
import Foundation

/// One run from its acceptance on, whoever's protocol it came by; how far it is follows from the
/// clock and the forge.
struct Run: Sendable {
    let id: String
    let requestID: String
    let provider: SimulatedProvider
    /// As the request named it.
    let modelName: String
    let kling: KlingInput
    /// The whole request as it came, to be echoed.
    let body: JSONValue
    /// Where the stand-in is reached.
    let baseURL: String
    /// Where to tell that it has ended, where that doesn't stand in the body.
    let webhook: String?
    let createdAt: Date
    /// How long the run takes at the least.
    let latency: Duration
    let behaviour: Behaviour
    /// When the forge began, counted from the creation.
    var generationStarted: Duration?
    /// What the forge made of it, and when, counted from the creation.
    var generated: (at: Duration, outcome: Outcome)?
    /// When it was cancelled, counted from the creation.
    var cancelledAt: Duration?

    /// What is decided about a run when it is accepted.
    struct Behaviour: Sendable {
        var isEndless = false
        var failure: Failure?
        /// The price is multiplied by it.
        var priceFactor = 1.0
    }

    /// Why a run failed.
    enum Failure: Sendable {
        /// The forge couldn't make the clip.
        case generation(message: String)
        /// Somebody asked for a failure.
        case injected(Fault)
    }

    /// What came out of the forge.
    enum Outcome: Sendable {
        case clip(DeliveredClip)
        case failure(Failure)
    }

    /// A clip in the object store.
    struct DeliveredClip: Sendable {
        let path: String
        let byteCount: Int64
    }

    /// How far a run is; times are counted from its creation.
    enum Progress: Sendable {
        case queued
        case running(since: Duration)
        case succeeded(started: Duration, completed: Duration, DeliveredClip)
        case failed(started: Duration, completed: Duration, Failure)
        case cancelled(at: Duration)

        var hasEnded: Bool {
            switch self {
            case .queued, .running: false
            case .succeeded, .failed, .cancelled: true
            }
        }
    }

    /// How far the run is when `age` has passed since its creation.
    ///
    /// A quarter of the latency is spent in the queue, the rest running.
    func progress(at age: Duration) -> Progress {
        if let cancelledAt { return .cancelled(at: cancelledAt) }
        guard let generationStarted else { return .queued }
        let started = max(generationStarted, latency / 4)
        guard age >= started else { return .queued }
        guard !behaviour.isEndless, let generated else { return .running(since: started) }
        let completed = max(generated.at, latency)
        guard age >= completed else { return .running(since: started) }
        switch generated.outcome {
        case .clip(let clip):
            return .succeeded(started: started, completed: completed, clip)
        case .failure(let failure):
            return .failed(started: started, completed: completed, failure)
        }
    }

    /// The input alone: all of the body where the protocol has no envelope.
    var input: JSONValue { provider == .fal ? body : body["input"] ?? .null }

    /// The seconds it is charged for.
    var billedSeconds: Int { Int((Double(kling.seconds) * behaviour.priceFactor).rounded()) }

    /// What it costs, in thousandths of a dollar.
    var price: Int {
        let price = kling.seconds * kling.model.price(hasSound: kling.hasSound)
        return Int((Double(price) * behaviour.priceFactor).rounded())
    }

    /// The instant when a run has an age, such as `2026-09-01T12:00:00.000Z`.
    func timestamp(_ age: Duration) -> String {
        let date = createdAt.addingTimeInterval(Double(age.milliseconds) / 1000)
        return date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }

    /// Seconds with a fraction.
    var inSeconds: Double { Double(milliseconds) / 1000 }
}

/// A run and how long ago it was created.
struct RunSnapshot: Sendable {
    let run: Run
    let age: Duration

    var progress: Run.Progress { run.progress(at: age) }
}

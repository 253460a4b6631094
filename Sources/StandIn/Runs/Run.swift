import DailiesJSON
import Foundation

/// An accepted run of any provider; its progress follows from its age and from the generation of
/// its clip.
struct Run: Sendable {
    let id: String
    let requestID: String
    let provider: SimulatedProvider
    /// The name of the model in the request.
    let modelName: String
    let asked: ModelInput
    /// The whole body of the request, parts of which responses repeat.
    let body: JSONValue
    /// The base URL of the stand-in.
    let baseURL: String
    /// The callback address, if it isn't in the body.
    let webhook: String?
    let createdAt: Date
    /// The shortest duration of the run.
    let latency: Duration
    let behaviour: Behaviour
    /// The age at which the generation of the clip started.
    var generationStarted: Duration?
    /// The outcome of the generation, and the age at which it ended.
    var generated: (at: Duration, outcome: Outcome)?
    /// The age at which it was cancelled.
    var cancelledAt: Duration?

    /// Changes by faults, decided when a run is accepted.
    struct Behaviour: Sendable {
        var isEndless = false
        var failure: Failure?
        /// The factor by which the price is multiplied.
        var priceFactor = 1.0
    }

    /// Why a run failed.
    enum Failure: Sendable {
        /// The clip couldn't be generated.
        case generation(message: String)
        /// A fault asked for the failure.
        case injected(Fault)
    }

    /// The outcome of generating the clip.
    enum Outcome: Sendable {
        case clip(DeliveredClip)
        case failure(Failure)
    }

    /// A clip in the object store, with its size in bytes.
    struct DeliveredClip: Sendable {
        let path: String
        let byteCount: Int64
    }

    /// The progress of a run; times are ages, counted from its creation.
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

    /// The progress of the run at an age.
    ///
    /// The run is queued for the first quarter of the latency and running for the rest.
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

    /// The input of the model: the whole body for fal, whose protocol has no envelope.
    var input: JSONValue { provider == .fal ? body : body["input"] ?? .null }

    /// The number of seconds that are charged.
    var billedSeconds: Int { Int((Double(asked.seconds) * behaviour.priceFactor).rounded()) }

    /// The price in thousandths of a US dollar.
    var price: Int {
        let price = asked.seconds * asked.pricePerSecond
        return Int((Double(price) * behaviour.priceFactor).rounded())
    }

    /// The time at an age of the run, such as `2026-09-01T12:00:00.000Z`.
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

    /// Seconds, to the millisecond.
    var inSeconds: Double { Double(milliseconds) / 1000 }
}

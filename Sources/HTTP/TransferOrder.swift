import DailiesThreads
import Foundation

/// All that a transfer has to know, made where it is asked for and carried to the thread that
/// performs it.
struct TransferOrder: Sendable {
    let method: HTTPRequest.Method
    let url: String
    /// The host that it goes to, with what else tells one host's connections from another's.
    let origin: String
    let headers: [String: String]
    let body: Data?
    /// When the whole exchange must be over.
    let end: ContinuousClock.Instant
    /// How long not a byte need arrive before it is given up.
    let patience: Duration
    /// Where it may lead.
    let reach: Reach
    /// The proxy that it goes through, where the environment names one.
    let proxy: String?
    /// Whether its connection must be new and is closed behind it.
    let isAlone: Bool
    /// Bytes that the answer's body may have.
    let limit: Int64
    let sink: BodySink
    let cancel = StopFlag()
}

/// Where the body of an answer goes.
enum BodySink: Sendable {
    /// Kept in memory.
    case memory
    /// Written to an open file; only the body of a 2xx answer that has a place there, so that
    /// neither an error page nor a wrong piece reaches the disk.
    case file(descriptor: Int32, place: HTTPClient.Place, arrived: @Sendable (Int64) -> Void)
}

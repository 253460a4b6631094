import DailiesThreads
import Foundation

/// The parameters of one transfer, passed to the thread that performs it.
struct TransferSettings: Sendable {
    let method: HTTPRequest.Method
    let url: String
    /// Scheme, host and port: transfers with the same origin can share connections.
    let origin: String
    let headers: [String: String]
    let body: Data?
    /// The whole exchange must end before this instant.
    let deadline: ContinuousClock.Instant
    /// The transfer is aborted when no byte arrives for this long; whole seconds.
    let stallTimeout: Duration
    /// The addresses that it may connect to.
    let reach: Reach
    /// The address of the proxy to use; `nil` for a direct connection.
    let proxy: String?
    /// Whether it needs a new connection, which is closed afterwards.
    let usesOwnConnection: Bool
    /// The largest response body in bytes.
    let bodyLimit: Int64
    let destination: BodyDestination
    /// Raised when the caller cancels the transfer.
    let cancellation = StopFlag()
}

/// Where the body of a response is stored.
enum BodyDestination: Sendable {
    /// In memory.
    case memory
    /// In an open file, at the offset that `writeOffset` returns.
    ///
    /// Only the body of a 2xx response with such an offset is written, so that neither an error page
    /// nor a wrong range gets into the file.
    case file(
        descriptor: Int32, writeOffset: HTTPClient.WriteOffset,
        progress: @Sendable (Int64) -> Void)
}

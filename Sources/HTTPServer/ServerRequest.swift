package import Foundation

/// A received request, with percent escapes decoded and header names in lower case.
package struct ServerRequest: Sendable {
    /// The method in upper case, such as `GET` or `HEAD`.
    package let method: String
    package let path: String
    package let query: [String: String]
    package let headers: [String: String]
    /// The body; `nil` if it is larger than the limit or wasn't read.
    package let body: Data?
    /// The URL of the server, such as `http://127.0.0.1:8080`.
    package let baseURL: String
    /// The number of this request on its connection, from 1: more than 1 means a reused connection.
    package let numberOnConnection: Int
    /// Raised when the server stops; a handler that blocks must also wait for it.
    package let stopping: StopSignal
    /// Makes the server refuse new connections for a while.
    package let refuseConnections: @Sendable (Duration) -> Void

    /// The path segments between the slashes.
    package var segments: [String] { path.split(separator: "/").map(String.init) }

    /// Whether the method is `GET` or `HEAD`.
    package var isRead: Bool { method == "GET" || method == "HEAD" }
}

package import Foundation

/// One request as it came in: percent escapes resolved, header names in lower case.
package struct ServerRequest: Sendable {
    /// In capitals; a `HEAD` keeps its name.
    package let method: String
    package let path: String
    package let query: [String: String]
    package let headers: [String: String]
    /// The bytes as they came; `nil` where there were more than the server takes.
    package let body: Data?
    /// Where the server is reached, such as `http://127.0.0.1:8080`.
    package let baseURL: String
    /// Which request of its connection it is, from 1 on: more than 1 means a reused connection.
    package let numberOnConnection: Int
    /// Raised when the server stops; whoever makes a request wait waits for this too.
    package let stopping: StopSignal
    /// Has the server refuse new connections for a while.
    package let refuseOthers: @Sendable (Duration) -> Void

    /// The parts of the path between the slashes.
    package var segments: [String] { path.split(separator: "/").map(String.init) }

    /// Whether the request only reads.
    package var isRead: Bool { method == "GET" || method == "HEAD" }
}

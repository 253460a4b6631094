import Foundation

/// One request as it came in: percent escapes resolved, header names in lower case.
struct HTTPRequest: Sendable {
    /// In capitals; a `HEAD` keeps its name.
    let method: String
    let path: String
    let query: [String: String]
    let headers: [String: String]
    /// `nil` where the body was larger than the stand-in takes.
    let body: Data?
    /// Where the stand-in is reached, such as `http://127.0.0.1:8080`.
    let baseURL: String

    /// The parts of the path between the slashes.
    var segments: [String] { path.split(separator: "/").map(String.init) }

    /// Whether the request only reads.
    var isRead: Bool { method == "GET" || method == "HEAD" }
}

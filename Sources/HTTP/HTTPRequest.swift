package import Foundation

/// One request to send.
package struct HTTPRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
    }

    package let method: Method
    package var url: String
    package var headers: [String: String]
    package var body: Data?
    /// The whole exchange must end within this time.
    package var deadline: Duration
    /// Whether it must go out on a connection never used before; a POST always does.
    ///
    /// libcurl silently sends a request again when a reused connection dies before the first byte
    /// of the answer: for a paid POST that is a second purchase.
    package var needsFreshConnection: Bool
    /// Where it may lead.
    package var reach: Reach

    package init(
        _ method: Method,
        _ url: String,
        headers: [String: String] = [:],
        body: Data? = nil,
        deadline: Duration = .seconds(30),
        needsFreshConnection: Bool = false,
        reach: Reach = .anywhere
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.deadline = deadline
        self.needsFreshConnection = needsFreshConnection
        self.reach = reach
    }
}

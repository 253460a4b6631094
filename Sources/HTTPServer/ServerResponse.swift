package import DailiesJSON
package import Foundation

/// A response to send, or an instruction to close the connection instead.
package struct ServerResponse: Sendable {
    package var status: Int
    package var headers: [String: String]
    package var body: Body

    /// The source of the response's bytes.
    package enum Body: Sendable {
        case bytes(Data)
        /// A range of a file; `descriptor` is closed when the response has been sent.
        case file(descriptor: Int32, offset: Int64, count: Int64)
        /// Bytes that are made while the response is sent.
        case stream(ServerStream)
        /// No response: the connection is closed gracefully.
        case hangUp
        /// No response: the connection is reset (TCP RST).
        case reset
    }

    package init(status: Int, headers: [String: String] = [:], body: Body = .bytes(Data())) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A response in JSON.
    package static func json(
        _ status: Int, _ value: JSONValue, headers: [String: String] = [:]
    ) -> ServerResponse {
        var headers = headers
        headers["Content-Type"] = "application/json"
        return ServerResponse(status: status, headers: headers, body: .bytes(value.canonicalBytes))
    }

    /// A response in plain text.
    package static func text(_ status: Int, _ text: String) -> ServerResponse {
        ServerResponse(
            status: status, headers: ["Content-Type": "text/plain; charset=utf-8"],
            body: .bytes(Data(text.utf8)))
    }
}

/// The body of a response that is made while it is sent.
package struct ServerStream: Sendable {
    /// The announced `Content-Length`; `nil` if it isn't known yet.
    let length: Int64?
    let next: @Sendable (StopSignal) -> Step

    /// The next part of the body.
    package enum Step: Sendable {
        case bytes(Data)
        /// The body is complete; if it is shorter than announced, the connection is closed.
        case end
        /// The connection is reset within the body.
        case reset
    }

    /// Makes a stream.
    ///
    /// - Parameter next: called on the connection's thread when the previous bytes have been sent;
    ///   it may block, but must return when the signal is raised.
    package init(length: Int64?, next: @escaping @Sendable (StopSignal) -> Step) {
        self.length = length
        self.next = next
    }
}

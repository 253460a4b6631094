package import DailiesJSON
package import Foundation

/// One answer, ready to be sent, or the breaking of a connection in its place.
package struct ServerResponse: Sendable {
    package var status: Int
    package var headers: [String: String]
    package var body: Body

    /// Where the bytes of the answer come from.
    package enum Body: Sendable {
        case bytes(Data)
        /// A stretch of a file; `descriptor` is closed when the answer has been sent.
        case file(descriptor: Int32, offset: Int64, count: Int64)
        /// Bytes that come piece by piece.
        case stream(ServerStream)
        /// No answer at all: the connection is closed in an orderly way.
        case hangUp
        /// No answer at all: the connection is torn down.
        case reset
    }

    package init(status: Int, headers: [String: String] = [:], body: Body = .bytes(Data())) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer in JSON.
    package static func json(
        _ status: Int, _ value: JSONValue, headers: [String: String] = [:]
    ) -> ServerResponse {
        var headers = headers
        headers["Content-Type"] = "application/json"
        return ServerResponse(status: status, headers: headers, body: .bytes(value.canonicalBytes))
    }

    /// An answer in plain text.
    package static func text(_ status: Int, _ text: String) -> ServerResponse {
        ServerResponse(
            status: status, headers: ["Content-Type": "text/plain; charset=utf-8"],
            body: .bytes(Data(text.utf8)))
    }
}

/// The body of an answer that is made while it is sent.
package struct ServerStream: Sendable {
    /// The length that is announced; `nil` where nobody knows it yet.
    let length: Int64?
    let next: @Sendable (StopSignal) -> Step

    /// What comes next on the wire.
    package enum Step: Sendable {
        case bytes(Data)
        /// The body is complete; with fewer bytes than announced the connection is closed.
        case end
        /// The connection is torn down in the middle of the body.
        case reset
    }

    /// - Parameter next: called on the connection's thread whenever the client has taken what
    ///   came before; it may block, but not longer than until the signal is raised.
    package init(length: Int64?, next: @escaping @Sendable (StopSignal) -> Step) {
        self.length = length
        self.next = next
    }
}

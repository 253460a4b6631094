import DailiesJSON
import Foundation

/// One answer, ready to be sent.
struct HTTPResponse: Sendable {
    let status: Int
    var headers: [String: String] = [:]
    var body = Body.bytes(Data())

    /// Where the bytes of the answer come from.
    enum Body: Sendable {
        case bytes(Data)
        /// A stretch of a file; `descriptor` is closed when the answer has been sent.
        case file(descriptor: Int32, offset: Int64, count: Int64)
    }

    /// An answer in JSON.
    static func json(_ status: Int, _ value: JSONValue, headers: [String: String] = [:])
        -> HTTPResponse
    {
        var headers = headers
        headers["Content-Type"] = "application/json"
        return HTTPResponse(status: status, headers: headers, body: .bytes(value.canonicalBytes))
    }
}

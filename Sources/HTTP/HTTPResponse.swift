internal import CDailiesCurl
package import Foundation

/// The answer to a request.
package struct HTTPResponse: Sendable {
    package let status: Int
    /// Header fields by lowercased name.
    package let headers: [String: String]
    package let body: Data
    /// The whole address to which a redirect leads, where the answer is one.
    let redirect: String?

    package var isSuccess: Bool { (200..<300).contains(status) }

    /// How long the server asks to wait, seen from this moment.
    package var retryAfter: Duration? { retryAfter(at: Date()) }

    /// How long the server asks to wait, at most an hour: in seconds, or until a date.
    ///
    /// Source: RFC 9110, 10.2.3 and 5.6.7, with the two older forms of a date.
    package func retryAfter(at now: Date) -> Duration? {
        guard let field = headers["retry-after"] else { return nil }
        let seconds: Double
        if field.allSatisfy(\.isNumber) {
            guard let count = Double(field) else { return nil }
            seconds = count
        } else {
            let date = curl_getdate(field, nil)
            guard date >= 0 else { return nil }
            seconds = Double(date) - now.timeIntervalSince1970
        }
        return .seconds(min(max(seconds, 0), 3600))
    }
}

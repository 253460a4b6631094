internal import CDailiesCurl
package import Foundation

/// The response to a request.
package struct HTTPResponse: Sendable {
    package let status: Int
    /// Header fields by lowercased name.
    package let headers: [String: String]
    package let body: Data
    /// The absolute URL of the redirect, if the response is one.
    let redirect: String?

    package var isSuccess: Bool { (200..<300).contains(status) }

    /// The `Retry-After` delay, counted from now.
    package var retryAfter: Duration? { retryAfter(at: Date()) }

    /// The `Retry-After` delay, given as seconds or as a date, limited to one hour.
    ///
    /// `nil` if the field is missing or invalid.
    ///
    /// Source: RFC 9110, 10.2.3 and 5.6.7, including the two obsolete date formats.
    package func retryAfter(at now: Date) -> Duration? {
        guard let field = headers["retry-after"] else { return nil }
        let seconds: Double
        if field.allSatisfy(\.isNumber) {
            guard let count = Double(field) else { return nil }
            seconds = count
        } else {
            guard let date = Self.date(field) else { return nil }
            seconds = date.timeIntervalSince(now)
        }
        return .seconds(min(max(seconds, 0), 3600))
    }

    /// When the server made the response, by its own clock (`Date`); `nil` if it doesn't say.
    package var date: Date? { headers["date"].flatMap(Self.date) }

    private static func date(_ text: String) -> Date? {
        let seconds = curl_getdate(text, nil)
        return seconds < 0 ? nil : Date(timeIntervalSince1970: Double(seconds))
    }
}

import Foundation
import Testing

@testable import DailiesHTTP

@Suite struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT.
    private let now = Date(timeIntervalSince1970: 784_111_777)

    private func delay(_ field: String?) -> Duration? {
        HTTPResponse(
            status: 429, headers: field.map { ["retry-after": $0] } ?? [:], body: Data(),
            redirect: nil
        ).retryAfter(at: now)
    }

    @Test(arguments: [
        ("0", 0), ("120", 120), ("3600", 3600), ("3601", 3600),
        ("99999999999999999999999", 3600),
        ("Sun, 06 Nov 1994 08:50:37 GMT", 60), ("Sunday, 06-Nov-94 08:50:37 GMT", 60),
        ("Sun Nov  6 08:50:37 1994", 60),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
        ("Mon, 07 Nov 1994 08:49:37 GMT", 3600), ("Fri, 31 Dec 9999 23:59:59 GMT", 3600),
    ])
    func secondsAndDatesAreParsed(_ field: String, _ seconds: Int) {
        #expect(delay(field) == .seconds(seconds))
    }

    @Test(arguments: [nil, "", "soon", "-", "1e3", "12x", "Sun, 99 Nov 1994 99:99:99 GMT"])
    func invalidFieldsAreIgnored(_ field: String?) { #expect(delay(field) == nil) }
}

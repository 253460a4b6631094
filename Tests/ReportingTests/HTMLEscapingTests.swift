import DailiesPlanning
import DailiesVerification
import Foundation
import Testing

@testable import DailiesReporting

/// Whatever words come from outside, they stay words on the page.
struct HTMLEscapingTests {
    private static let hostile = #""><script>alert('1')</script>&<img src=x onerror=alert(2)>"#

    private var report: DailiesReport { report(of: Self.hostile) }

    /// A report in which every text is the same.
    private func report(of words: String) -> DailiesReport {
        var take = Sample.take
        take.name = words
        take.file = words
        take.sha256 = words
        take.verification = Sample.verification([
            Check(.displayFrameSize, .fail, expected: words, words),
            Check(.frameCount, .fail, expected: words, words),
        ])
        take.measurement = Sample.measurement(codec: words)
        take.delivery.seed = words
        take.still = nil
        var part = Sample.part
        part.name = words
        part.request.aspectRatio = words
        part.problem = words
        part.takes = [take]
        var shot = Sample.shot
        shot.id = words
        shot.scene = words
        shot.note = words
        shot.summary = words
        shot.file = words
        shot.parts = [part]
        var film = Sample.film
        film.file = words
        var report = Sample.report
        report.title = words
        report.provider = words
        report.writtenAt = words
        report.shots = [shot]
        report.film = film
        return report
    }

    @Test func noHostileTextBecomesMarkup() {
        var page = report
        let withFilm = page.html
        page.film = nil
        page.filmProblem = Self.hostile
        for html in [withFilm, page.html] {
            #expect(!html.contains("<script"))
            #expect(!html.contains("<img"))
            #expect(!html.contains("alert('"))
            #expect(!html.contains(Self.hostile))
        }
    }

    @Test func everyTextIsStillThere() {
        let escaped =
            "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&lt;img src=x "
            + "onerror=alert(2)&gt;"
        let count = report.html.components(separatedBy: escaped).count - 1
        #expect(count >= 17)
    }

    @Test func hostileTextAddsNoElementsAndNoAttributes() {
        // A page of harmless words has as many quotes and brackets as one of hostile words.
        let page = report.html
        let plain = report(of: "words").html
        for mark in ["\"", "'", "<", ">"] {
            #expect(
                page.components(separatedBy: mark).count
                    == plain.components(separatedBy: mark).count)
        }
    }

    @Test(arguments: [
        ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;"),
        ("&lt;", "&amp;lt;"), ("é 🎬", "é 🎬"), ("", ""), ("a\r\nb", "a\r\nb"),
    ])
    func textIsEscapedOnce(text: String, markup: String) {
        let html: HTML = "\(text)"
        #expect(html.description == markup)
        let again: HTML = "<p>\(html)</p>"
        #expect(again.description == "<p>\(markup)</p>")
    }

    @Test func aLinkHoldsNothingThatEndsIt() {
        var film = Sample.film
        film.file = "Storm: a \"night\"? #1 <50%>.mp4"
        var report = Sample.report
        report.film = film
        #expect(
            report.html.contains(
                #"src="Storm%3A%20a%20%22night%22%3F%20%231%20%3C50%25%3E.mp4""#))
    }

    @Test func aTitleThatLooksLikeAScriptAddressStaysAFile() {
        var film = Sample.film
        film.file = "javascript:alert(1).mp4"
        var report = Sample.report
        report.film = film
        #expect(!report.html.contains("href=\"javascript:"))
    }
}

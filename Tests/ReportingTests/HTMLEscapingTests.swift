import DailiesPlanning
import DailiesVerification
import Foundation
import Testing

@testable import DailiesReporting

/// Text from outside is escaped on the page.
struct HTMLEscapingTests {
    private static let hostile = #""><script>alert('1')</script>&<img src=x onerror=alert(2)>"#

    private var report: DailiesReport { report(withTexts: Self.hostile) }

    /// A report in which every text is the same.
    private func report(withTexts text: String) -> DailiesReport {
        var take = Sample.take
        take.name = text
        take.file = text
        take.sha256 = text
        take.verification = Sample.verification([
            Check(.displayFrameSize, .fail, expected: text, text),
            Check(.frameCount, .fail, expected: text, text),
        ])
        take.measurement = Sample.measurement(codec: text)
        take.delivery.seed = text
        (take.still, take.strip) = (nil, nil)
        (take.runID, take.submittedAt) = (text, text)
        var part = Sample.part
        part.name = text
        part.request.aspectRatio = text
        part.problem = text
        part.takes = [take]
        var shot = Sample.shot
        shot.id = text
        shot.scene = text
        shot.note = text
        shot.summary = text
        shot.file = text
        shot.parts = [part]
        var film = Sample.film
        film.file = text
        var report = Sample.report
        report.title = text
        report.providers = [text]
        report.writtenAt = text
        report.shots = [shot]
        report.film = film
        report.claims = [
            DailiesReport.ClaimEntry(
                take: text, provider: text, runID: text, submittedAt: text,
                amount: Money(microdollars: 840_000), isCostKnown: true, reason: text)
        ]
        report.tasks = [
            DailiesReport.TaskEntry(
                title: text, advice: text,
                groups: [
                    DailiesReport.TaskEntry.Group(
                        reason: text,
                        subjects: [DailiesReport.TaskEntry.Subject(name: text, shot: text)])
                ], commands: [text])
        ]
        report.sessions = [
            DailiesReport.SessionEntry(
                beganAt: text, endedAt: text, outcome: text, runs: 1, takes: 1, settled: .zero,
                reserved: .zero)
        ]
        report.leftovers = [
            DailiesReport.LeftoverEntry(
                take: text, provider: text, runID: text, problem: text, file: text, cost: nil)
        ]
        return report
    }

    @Test func noHostileTextBecomesMarkup() {
        var page = report
        let withFilm = page.html
        page.partialFilm = page.film
        page.film = nil
        page.filmProblem = Self.hostile
        for html in [withFilm, page.html] {
            #expect(html.components(separatedBy: "<script").count == 2)
            #expect(!html.contains("<img"))
            #expect(!html.contains("alert('"))
            #expect(!html.contains(Self.hostile))
        }
    }

    @Test func everyTextIsOnThePage() {
        let escaped =
            "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&lt;img src=x "
            + "onerror=alert(2)&gt;"
        let count = report.html.components(separatedBy: escaped).count - 1
        #expect(count >= 26)
    }

    @Test func hostileTextAddsNoElementsAndNoAttributes() {
        // A page with harmless texts has as many quotes and brackets as one with hostile texts.
        let page = report.html
        let plain = report(withTexts: "words").html
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

    @Test func aLinkIsPercentEncoded() {
        var film = Sample.film
        film.file = "Storm: a \"night\"? #1 <50%>.mp4"
        var report = Sample.report
        report.film = film
        #expect(
            report.html.contains(
                #"src="Storm%3A%20a%20%22night%22%3F%20%231%20%3C50%25%3E.mp4""#))
    }

    @Test func aFileNameLikeAScriptURLIsALinkToTheFile() {
        var film = Sample.film
        film.file = "javascript:alert(1).mp4"
        var report = Sample.report
        report.film = film
        #expect(!report.html.contains("href=\"javascript:"))
    }
}

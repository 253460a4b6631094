import DailiesDigest
import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesVerification
import Foundation
import Testing

@testable import DailiesReporting

/// What a person sees first, and what leads from there to the shots.
struct FirstScreenTests {
    private var report: DailiesReport {
        var report = Sample.report
        report.shots += [
            Sample.missing("020", .failed, "it failed"),
            Sample.missing("030", .underway, "in the provider's queue"),
        ]
        (report.film, report.filmProblem) = (nil, "2 of 3 runs have no take for the film.")
        report.tasks = [
            DailiesReport.TaskEntry(
                title: "Failed at the provider: 1 shot", advice: "Buy again.",
                groups: [
                    DailiesReport.TaskEntry.Group(
                        reason: "out of memory",
                        subjects: [DailiesReport.TaskEntry.Subject(name: "020", shot: "020")])
                ],
                commands: ["dailies run 'my list.json' --output film --max-takes 3 --only 020"])
        ]
        report.sessions = [
            DailiesReport.SessionEntry(
                beganAt: "2026-08-31T22:00:00Z", endedAt: nil, outcome: "cut off", runs: 2,
                takes: 1, settled: Money(microdollars: 840_000), reserved: .zero),
            DailiesReport.SessionEntry(
                beganAt: "2026-09-01T05:00:00Z", endedAt: "2026-09-01T06:00:00Z",
                outcome: "finished", runs: 3, takes: 1, settled: Money(microdollars: 840_000),
                reserved: Money(microdollars: 500_000)),
        ]
        report.money.tonight = Quote(
            expected: Money(microdollars: 1_680_000), worst: Money(microdollars: 2_180_000))
        report.money.failed = Quote(
            expected: Money(microdollars: 420_000), worst: Money(microdollars: 420_000))
        report.money.reserved = Money(microdollars: 500_000)
        report.money.toFinish = Quote(
            expected: Money(microdollars: 840_000), worst: Money(microdollars: 1_050_000))
        return report
    }

    /// A cap counts each run at its worst price: the page says that amount where it is another one.
    @Test func whatCountsUnderCapsIsShownWhereItMatters() {
        var report = report
        let label = "<dt>Counts under caps</dt><dd>"
        report.money.counted = report.money.atWorst
        #expect(!report.html.contains(label))
        report.money.counted = Money(microdollars: 24_780_000)
        #expect(report.html.contains(label + "$24.78</dd>"))
        report.money.counted = report.money.atWorst
        report.shots.append(Sample.missing("040", .capReached, "the cap"))
        #expect(report.html.contains(label))
    }

    @Test func runsThatWereBilledAboveTheirQuotesAreNamed() {
        var report = report
        #expect(!report.html.contains("instead of $"))
        report.money.overbilled = [
            DailiesReport.MoneyEntry.OverbilledEntry(
                take: "020-t1", cost: Money(microdollars: 2_016_000),
                quote: Money(microdollars: 840_000))
        ]
        #expect(report.html.contains("020-t1: billed $2.016 instead of $0.840"))
        #expect(report.json["money"]?["overbilled"]?.elements?.count == 1)
    }

    @Test func oneSentenceSaysWhatCameOfIt() {
        #expect(report.outcome == "No film: 2 of 3 shots have no take.")
        var finished = report
        finished.film = Sample.film
        finished.shots = [Sample.shot]
        finished.film?.warnings = ["It flashes."]
        #expect(
            finished.outcome == "The film is there: 0:05.0 with 1 shot – 2 warnings to look at.")
        finished.shots[0].parts[0].takes[0].verdict = .pass
        finished.film?.warnings = []
        #expect(finished.outcome == "The film is there: 0:05.0 with 1 shot.")
        finished.film = nil
        #expect(
            finished.outcome == "No film: all 1 shot have a take, but they could not be joined.")
    }

    @Test func tasksHaveTheirShotsReasonsAndCommands() {
        let page = report.html
        for text in [
            "<h3>Failed at the provider: 1 shot</h3>", "<a href=\"#shot-020\">020</a>",
            "<span class=\"reason\">out of memory</span>",
            "<code>dailies run &#39;my list.json&#39; --output film --max-takes 3 --only 020</code>"
                + "<button type=\"button\" hidden>Copy</button>",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        var done = report
        done.tasks = []
        #expect(done.html.contains("Nothing. All is done."))
        done.session = .running
        #expect(done.html.contains("Nothing so far."))
    }

    @Test func theMoneyIsThere() {
        let page = report.html
        for text in [
            "<dt>Tonight</dt><dd>$1.68 to $2.18</dd>", "<dt>Paid in all</dt><dd>$0.84</dd>",
            "<dt>Failed takes</dt><dd>$0.42</dd>", "<dt>Set aside</dt><dd>$0.50</dd>",
            "<dt>At worst</dt><dd>$1.34</dd>", "<dt>To finish</dt><dd>$0.84 to $1.05</dd>",
        ] {
            #expect(page.contains(text), "\(text)")
        }
    }

    @Test func theSessionsAreListedNewestFirst() throws {
        let page = report.html
        let last = try #require(page.range(of: "<td>finished</td>"))
        let first = try #require(page.range(of: "<td>cut off</td>"))
        #expect(last.lowerBound < first.lowerBound)
        #expect(page.contains("ended <time datetime=\"2026-09-01T06:00:00Z\">"))
        #expect(page.contains("submitted 3 runs and brought 1 take."))
    }

    @Test func theIndexLeadsToEachShotAndFiltersByOutcome() {
        let page = report.html
        for (id, outcome) in [("010", "warned"), ("020", "missing"), ("030", "underway")] {
            #expect(page.contains("<li class=\"is-\(outcome)\"><a href=\"#shot-\(id)\">"))
            #expect(page.contains("<section class=\"shot is-\(outcome)\" id=\"shot-\(id)\""))
        }
        for choice in ["all", "missing", "underway", "warned"] {
            #expect(page.contains("id=\"show-\(choice)\""))
        }
        #expect(!page.contains("id=\"show-accepted\""))
    }

    @Test func aRunThatFailedIsListedWithItsIdAndItsReasonOnce() {
        var report = report
        report.shots[1].parts[0].runs = [
            DailiesReport.RunEntry(
                take: "020-t1", provider: "fal", runID: "req-9", state: "failed",
                reason: "it failed", cost: Money(microdollars: 100_000))
        ]
        let page = report.html
        #expect(page.contains("fal <code>req-9</code>"))
        #expect(page.contains("no take: failed at the provider"))
        #expect(page.components(separatedBy: "it failed").count == 2)
    }

    /// The policy's digests are those of what stands in the page.
    @Test func thePolicyAllowsTheStyleAndTheScriptOfThePage() throws {
        let page = report.html
        for element in ["style", "script"] {
            let start = try #require(page.range(of: "<\(element)>"))
            let end = try #require(page.range(of: "</\(element)>"))
            let text = page[start.upperBound..<end.lowerBound]
            let digest = Data(SHA256Digest(of: Data(text.utf8)).hex.hexadecimalBytes)
            #expect(
                page.contains("\(element)-src &#39;sha256-\(digest.base64EncodedString())&#39;"))
        }
    }
}

extension String {
    /// The bytes that hexadecimal digits stand for.
    fileprivate var hexadecimalBytes: [UInt8] {
        let digits = Array(self)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
    }
}

import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesReporting
import Testing

/// The report as a page for people.
struct ReportPageTests {
    @Test func thePageComparesTheRequestWithTheMeasurement() {
        let html = Sample.report.html
        for text in [
            "<title>film · dailies</title>", "Bought through runflow",
            "<time datetime=\"2026-09-01T06:00:00Z\">2026-09-01 06:00 UTC</time>",
            "5 s</td><td>5.042 s", "16:9</td><td>1920 × 1080", "121 at 24/1",
            "aac, 48000 Hz, 2 channels", "the sound ends early", "1 of 2 checks passed",
            "verdict-warn", "◉ circled for the film", "cost $0.84", "8.4 MB", "0123456789ab…",
            "href=\"data:image/jpeg;base64,/9g=\"", "href=\"takes/010-t1.mp4\"",
            "poster=\"takes/010-t1-still.jpg\"", "runflow run <code>run-7</code>",
            "<dt>prompt</dt><dd>A boat</dd>",
            "The film is there: 0:05.0 with 1 shot – 1 warning to look at.",
        ] {
            #expect(html.contains(text), "\(text)")
        }
        #expect(!html.contains("the size is right"))
    }

    @Test func aPageLoadsNothingFromOtherHosts() {
        let html = Sample.report.html
        #expect(!html.contains("http://") && !html.contains("https://"))
        #expect(!html.contains("<script src") && !html.contains("<link"))
    }

    @Test func aRehearsalSaysThatNothingWasPaid() {
        var report = Sample.report
        report.isRehearsal = true
        #expect(report.html.contains("Rehearsal: nothing was paid"))
        #expect(report.html.contains("Would have cost"))
        #expect(!report.html.contains(">Paid in all<"))
    }

    @Test func whatWasBilledAndNotDeliveredIsOnThePage() {
        var report = Sample.report
        #expect(!report.html.contains("Billed"))
        report.claims = [
            DailiesReport.ClaimEntry(
                take: "020-t1", provider: "fal", runID: "r-7", submittedAt: "2026-09-01T05:00:00Z",
                amount: Money(microdollars: 840_000), isCostKnown: true, reason: "it failed"),
            DailiesReport.ClaimEntry(
                take: "030-t1", provider: "fal", runID: "r-8", submittedAt: "2026-09-01T05:10:00Z",
                amount: Money(microdollars: 500_000), isCostKnown: false, reason: "it failed too"),
        ]
        report.money.drift = Money(microdollars: 120_000)
        let page = report.html
        #expect(page.contains("<h2 id=\"claims\">Billed and not delivered</h2>"))
        #expect(page.contains("020-t1 (fal <code>r-7</code>, submitted <time"))
        #expect(page.contains("$0.84 – it failed"))
        #expect(page.contains("up to $0.50 – it failed too"))
        #expect(page.contains("<dt>Billed above quote</dt><dd>$0.12</dd>"))
        report.money.drift = Money(microdollars: -120_000)
        #expect(report.html.contains("<dt>Billed below quote</dt><dd>$0.12</dd>"))
    }

    @Test(
        arguments: [
            (.running, "The session is at work: 1 of 1 shot"),
            (.stopped, "The session was stopped. The film is there"),
            (.killed, "The session was cut off. The film is there"),
            (.finished, "<p class=\"outcome\">The film is there"),
        ] as [(DailiesReport.SessionState, String)])
    func thePageSaysHowFarTheSessionIs(_ state: DailiesReport.SessionState, _ words: String) {
        var report = Sample.report
        report.session = state
        #expect(report.html.contains(words))
        #expect(report.json["session"]?.text == state.rawValue)
    }

    @Test func aPartialFilmIsShownAsOne() {
        var report = Sample.report
        var film = Sample.film
        film.file = "film.partial.mp4"
        film.clips.append(
            DailiesReport.FilmEntry.ClipEntry(
                take: "020", isSlate: true, start: .zero, duration: MediaTime(seconds: 5)))
        (report.film, report.partialFilm) = (nil, film)
        #expect(report.html.contains("<strong>Partial film</strong> with 1 slate:"))
        #expect(report.html.contains("src=\"film.partial.mp4\""))
        #expect(!report.html.contains("<li class=\"warn\">It flashes"))
        report.partialFilm?.warnings = ["It flashes & jumps."]
        #expect(report.html.contains("<li class=\"warn\">It flashes &amp; jumps.</li>"))
        (report.film, report.partialFilm) = (report.partialFilm, nil)
        #expect(report.html.contains("<li class=\"warn\">It flashes &amp; jumps.</li>"))
        #expect(report.json["film"]?["warnings"] == ["It flashes & jumps."])
        (report.film, report.partialFilm) = (nil, report.film)
        #expect(report.json["partialFilm"]?["clips"]?.elements?.last?["slate"] == true)
    }

    @Test func withoutAFilmThePageSaysWhy() {
        var report = Sample.report
        report.film = nil
        #expect(report.html.contains("Not every shot has a take."))
        report.filmProblem = "the clips differ"
        #expect(report.html.contains("<strong>No film.</strong> the clips differ"))
    }

    @Test func aTakeWithoutAVerificationIsShown() {
        var take = Sample.take
        take.verdict = nil
        take.verification = nil
        take.measurement = nil
        take.cost = nil
        (take.still, take.strip, take.waveform) = (nil, nil, nil)
        take.isCircled = false
        var part = Sample.part
        part.takes = [take]
        var shot = Sample.shot
        shot.parts = [part]
        var report = Sample.report
        report.shots = [shot]
        let html = report.html
        #expect(html.contains("not verified"))
        #expect(html.contains("verdict-not-verified"))
        #expect(html.contains("no picture"))
        #expect(html.contains("0 of 0 checks passed"))
        #expect(html.contains("cost not known"))
        #expect(!html.contains("<span class=\"circled\">"))
    }

    @Test func aPartWithoutATakeShowsItsProblem() {
        var part = Sample.part
        part.takes = []
        part.isAccepted = false
        part.problem = "the provider refused the prompt"
        var shot = Sample.shot
        shot.parts = [part]
        shot.file = "shots/010.mp4"
        var report = Sample.report
        report.shots = [shot]
        report.film = nil
        let html = report.html
        #expect(html.contains("No film: 1 of 1 shot has no take."))
        #expect(html.contains("<strong>010:</strong> the provider refused the prompt"))
        #expect(html.contains("Joined from 1 part:"))
    }

    @Test(
        arguments: [
            (0, "$0.00"), (4_999, "$0.00"), (5_000, "$0.01"), (14_999, "$0.01"), (90_000, "$0.09"),
            (994_999, "$0.99"), (995_000, "$1.00"), (1_999_999, "$2.00"), (12_340_000, "$12.34"),
        ] as [(Int64, String)])
    func moneyIsRoundedToCents(microdollars: Int64, text: String) {
        var report = Sample.report
        report.money.settled = Money(microdollars: microdollars)
        #expect(report.html.contains("<dt>Paid in all</dt><dd>\(text)</dd>"))
    }
}

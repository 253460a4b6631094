import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import DailiesVerification
import Testing

@testable import DailiesCommandLine

/// The block of lines that a person sees while a session goes on.
struct RunStatusTableTests {
    private let start = ContinuousClock.now

    private func table(runs: Int, _ events: [SessionEvent] = []) -> RunStatusTable {
        var table = RunStatusTable()
        let names = (1...runs).map { "\($0 * 10)" }
        let quote = Quote(
            expected: Money(microdollars: 840_000), worst: Money(microdollars: 1_260_000))
        table.update(
            .began(title: "film", runs: names, quote: quote, folder: "out"), now: start)
        for event in events { table.update(event, now: start) }
        return table
    }

    /// The texts of the lines that are drawn.
    private func texts(
        _ table: RunStatusTable, columns: Int = 80, rows: Int = 24, after time: Duration = .zero
    ) -> [String] {
        table.lines(columns: columns, rows: rows, now: start + time).map(\.text)
    }

    @Test func aSmallListIsShownWhole() {
        let table = table(
            runs: 5,
            [
                .run("10", .reused), .run("20", .running),
                .run("30", .downloading(bytes: 8_460_000)), .run("40", .failed("refused")),
            ])
        #expect(
            texts(table, after: .seconds(7)) == [
                "film  [█████████░░░░░░░░░░░░░░░]  2/5  $0.00 of up to $1.26",
                "  ✓ 10  take is there",
                "  ▸ 20  running  7 s",
                "  ▸ 30  downloading 8.4 MB  7 s",
                "  ✗ 40  failed: refused",
                "  · 50  waiting",
                "1 accepted, 2 under way, 1 waiting, 1 without a take",
            ])
    }

    @Test func aLongListShowsWhatIsUnderWay() {
        let table = table(
            runs: 100, [.run("10", .reused), .run("500", .queued), .run("600", .running)])
        #expect(
            texts(table) == [
                "film  [░░░░░░░░░░░░░░░░░░░░░░░░]  1/100  $0.00 of up to $1.26",
                "  ▸ 500  queued  0 s", "  ▸ 600  running  0 s",
                "1 accepted, 2 under way, 97 waiting",
            ])
    }

    @Test func aLongListUnderWayStaysSmallAndCountsTheRest() {
        let names = (1...100).map { SessionEvent.run("\($0 * 10)", .running) }
        let table = table(runs: 100, names)
        for rows in 3...50 { #expect(texts(table, rows: rows).count == min(rows, 12)) }
        let lines = texts(table)
        #expect(lines[9] == "  ▸ 90  running  0 s")
        #expect(lines[10] == "    +91 more under way")
        #expect(lines[11] == "0 accepted, 100 under way, 0 waiting")
    }

    @Test func theMoneySoFarIsPaidAndUnderWay() {
        let table = table(
            runs: 3,
            [
                .underway(
                    run: "10", take: "10-t1", provider: "fal", id: "a",
                    quote: Money(microdollars: 420_000)),
                .underway(
                    run: "20", take: "20-t1", provider: "fal", id: "b",
                    quote: Money(microdollars: 840_000)),
                .underway(
                    run: "30", take: "30-t1", provider: "fal", id: "c",
                    quote: Money(microdollars: 100_000)),
                .ended(
                    run: "20", take: "20-t1", id: "b", state: "succeeded",
                    cost: Money(microdollars: 791_500)),
                .ended(run: "30", take: "30-t1", id: "c", state: "failed", cost: nil),
            ])
        #expect(texts(table)[0].hasSuffix("0/3  $0.8915 + $0.4200 under way of up to $1.2600"))
        #expect(table.tally.setAsideAmount == Money(microdollars: 420_000))
    }

    @Test func coloursTellHowRunsStand() {
        let table = table(
            runs: 4, [.run("10", .reused), .run("20", .queued), .run("30", .failed("x"))])
        let lines = table.lines(columns: 80, rows: 24, now: start)
        #expect(lines.map(\.tone) == [.heading, .good, .active, .bad, .faint, .plain])
        let palette = Palette(environment: ["NO_COLOR": ""])
        #expect(palette.painted(lines[1]) == "\u{1B}[32m  ✓\u{1B}[0m 10  take is there")
        #expect(palette.painted(lines[3]) == "\u{1B}[31m  ✗ 30  failed: x\u{1B}[0m")
        #expect(Palette(environment: ["NO_COLOR": "1"]).painted(lines[3]) == "  ✗ 30  failed: x")
    }

    @Test(arguments: [10, 20, 40, 79, 80, 200])
    func noLineIsWiderThanTheTerminal(columns: Int) {
        let reason = String(repeating: "word ", count: 60)
        let table = table(
            runs: 3, [.run("10", .failed(reason)), .run("20", .open("two\nlines\r\nand more"))])
        let lines = texts(table, columns: columns)
        #expect(lines.count == 5)
        #expect(lines.allSatisfy { $0.cellWidth <= min(columns, 79) })
        #expect(lines.allSatisfy { !$0.contains(where: \.isNewline) })
        #expect(lines[1].hasSuffix("…"))
    }

    @Test(arguments: [Int.min / 2, -1, 0, 1, 2])
    func aTerminalOfNoSizeDoesNoHarm(size: Int) {
        let table = table(runs: 3, [.run("10", .running)])
        #expect(!table.lines(columns: size, rows: size, now: start).isEmpty)
    }

    @Test func joinedFilesStandBelowTheRuns() {
        var table = table(runs: 1, [.run("10", .sample(.pass))])
        table.update(.assembling(file: "film.mp4", clips: 2), now: start)
        #expect(
            texts(table).contains("  ▸ joining 2 clips into film.mp4"))
        table.update(.assembled(file: "film.mp4", duration: .zero), now: start)
        let lines = texts(table)
        #expect(lines.contains("  ✓ film.mp4 finished, 0.000 s"))
        #expect(!lines.contains { $0.contains("joining") })
    }

    @Test func theClockStartsAgainWithEachPhase() {
        var table = table(runs: 1)
        table.update(.run("10", .downloading(bytes: 0)), now: start)
        table.update(.run("10", .downloading(bytes: 900_000)), now: start + .seconds(3))
        #expect(texts(table, after: .seconds(5))[1] == "  ▸ 10  downloading 0.9 MB  5 s")
        table.update(.run("10", .verifying), now: start + .seconds(4))
        #expect(texts(table, after: .seconds(5))[1] == "  ▸ 10  verifying  1 s")
        #expect(texts(table, after: .seconds(3609))[1] == "  ▸ 10  verifying  1 h 00 min")
    }

    @Test(
        arguments: [
            (.sample(.pass), "✓"), (.sample(.warn), "✓"), (.reused, "✓"),
            (.sample(.fail), "▸"), (.failed("x"), "✗"), (.open("x"), "✗"),
            (.submitting, "▸"), (.queued, "▸"),
        ] as [(RunPhase, String)])
    func aMarkTellsHowARunStands(phase: RunPhase, mark: String) {
        let table = table(runs: 1, [.run("10", phase)])
        #expect(texts(table)[1].hasPrefix("  \(mark) 10"))
    }

    @Test func aTableBeforeTheBeginningIsEmptyAndHarmless() {
        #expect(
            texts(RunStatusTable()).isEmpty)
    }
}

extension RunPhase {
    /// A take that was verified with this result of its one check.
    fileprivate static func sample(_ result: Check.Result) -> RunPhase {
        let verification = Verification(
            file: "a.mp4", checks: [Check(.videoDuration, result, "The duration was compared.")],
            measurement: nil, actions: .standard)
        return .verified(verification, isAccepted: result != .fail)
    }
}

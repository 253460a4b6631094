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
        let quote = Quote(expected: Money(microdollars: 840_000), worst: .zero)
        table.update(
            .began(title: "film", runs: names, quote: quote, folder: "out"), now: start)
        for event in events { table.update(event, now: start) }
        return table
    }

    @Test func aSmallListIsShownWhole() {
        let table = table(
            runs: 5,
            [
                .run("10", .reused), .run("20", .running),
                .run("30", .downloading(bytes: 8_460_000)), .run("40", .failed("refused")),
            ])
        #expect(
            table.lines(columns: 80, rows: 24, now: start + .seconds(7)) == [
                "film: 5 runs, quote $0.84",
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
        let lines = table.lines(columns: 80, rows: 24, now: start)
        #expect(
            lines == [
                "film: 100 runs, quote $0.84", "  ▸ 500  queued  0 s", "  ▸ 600  running  0 s",
                "1 accepted, 2 under way, 97 waiting",
            ])
    }

    @Test func aLongListUnderWayStaysInTheTerminal() {
        let names = (1...100).map { SessionEvent.run("\($0 * 10)", .running) }
        let table = table(runs: 100, names)
        for rows in 3...50 {
            #expect(table.lines(columns: 80, rows: rows, now: start).count == rows)
        }
    }

    @Test(arguments: [10, 20, 40, 79])
    func noLineIsWiderThanTheTerminal(columns: Int) {
        let reason = String(repeating: "word ", count: 60)
        let table = table(
            runs: 3, [.run("10", .failed(reason)), .run("20", .open("two\nlines\r\nand more"))])
        let lines = table.lines(columns: columns, rows: 24, now: start)
        #expect(lines.count == 5)
        #expect(lines.allSatisfy { $0.count <= columns })
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
            table.lines(columns: 80, rows: 24, now: start).contains(
                "  … joining 2 clips into film.mp4"))
        table.update(.assembled(file: "film.mp4", duration: .zero), now: start)
        let lines = table.lines(columns: 80, rows: 24, now: start)
        #expect(lines.contains("  ✓ film.mp4 finished, 0.000 s"))
        #expect(!lines.contains { $0.contains("joining") })
    }

    @Test func theClockStartsAgainWithEachPhase() {
        var table = table(runs: 1)
        table.update(.run("10", .downloading(bytes: 0)), now: start)
        table.update(.run("10", .downloading(bytes: 900_000)), now: start + .seconds(3))
        let now = start + .seconds(5)
        #expect(
            table.lines(columns: 80, rows: 9, now: now)[1] == "  ▸ 10  downloading 0.9 MB  5 s")
        table.update(.run("10", .verifying), now: start + .seconds(4))
        #expect(table.lines(columns: 80, rows: 9, now: now)[1] == "  ▸ 10  verifying  1 s")
    }

    @Test(
        arguments: [
            (.sample(.pass), "✓"), (.sample(.warn), "✓"), (.reused, "✓"),
            (.sample(.fail), "▸"), (.failed("x"), "✗"), (.open("x"), "✗"),
            (.submitting, "▸"), (.queued, "▸"),
        ] as [(RunPhase, String)])
    func aMarkTellsHowARunStands(phase: RunPhase, mark: String) {
        let table = table(runs: 1, [.run("10", phase)])
        #expect(table.lines(columns: 80, rows: 9, now: start)[1].hasPrefix("  \(mark) 10"))
    }

    @Test func aTableBeforeTheBeginningIsEmptyAndHarmless() {
        #expect(
            RunStatusTable().lines(columns: 80, rows: 24, now: start)
                == ["", "0 accepted, 0 under way, 0 waiting"])
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

import DailiesLedger
import DailiesMediaTime
import DailiesPlanning
import DailiesReporting
import Testing

@testable import DailiesCommandLine
@testable import DailiesProduction

/// What a session's exit status says: what needs a person first.
struct ExitCodeTests {
    private func result(
        _ outcomes: [RunOutcome], hasFilm: Bool = false, leftovers: [RunOutcome] = []
    ) -> SessionResult {
        let film = FrameRate(24).map { rate in
            DailiesReport.FilmEntry(
                file: "film.mp4", duration: .zero, frames: 0, frameRate: rate, bytes: 0, clips: [])
        }
        let report = DailiesReport(
            title: "film", providers: ["runflow"], isRehearsal: true, writtenAt: "", shots: [],
            film: hasFilm ? film : nil, filmProblem: nil,
            money: DailiesReport.MoneyEntry(quote: .zero, reserved: .zero, settled: .zero))
        return SessionResult(
            outcomes: outcomes, leftovers: leftovers, report: report,
            folder: ProductionFolder(path: "out"))
    }

    @Test(
        arguments: [
            ([.failed(reason: "")], .failed), ([.open(reason: "")], .failed),
            ([.capReached(.production, reason: "")], .capReached),
            ([.unknown(reason: "")], .unknownSubmits),
            ([.accountRefused(reason: "")], .accountRefused),
            ([.failed(reason: ""), .capReached(.production, reason: "")], .capReached),
            (
                [.capReached(.production, reason: ""), .unknown(reason: ""), .open(reason: "")],
                .unknownSubmits
            ),
            (
                [
                    .failed(reason: ""), .unknown(reason: ""), .capReached(.production, reason: ""),
                    .accountRefused(reason: ""),
                ], .accountRefused
            ),
        ] as [([RunOutcome], ExitCode)])
    func theWorstOutcomeDecides(outcomes: [RunOutcome], code: ExitCode) {
        #expect(ExitCode(result(outcomes)) == code)
        #expect(ExitCode(result(outcomes.reversed())) == code)
        #expect(ExitCode(result(outcomes, hasFilm: true)) == code)
    }

    @Test func successNeedsAFilm() {
        #expect(ExitCode(result([], hasFilm: true)) == .success)
        #expect(ExitCode(result([], hasFilm: false)) == .failed)
    }

    /// Without the shots that were left out on purpose there can't be a film.
    @Test func shotsThatWereLeftOutNeedNoFilm() {
        #expect(ExitCode(result([.leftOut])) == .success)
        #expect(ExitCode(result([.leftOut, .capReached(.production, reason: "")])) == .capReached)
    }

    /// A run that the list doesn't need may fail, but its outcome must be known.
    @Test func leftoversCount() {
        #expect(ExitCode(result([], hasFilm: true, leftovers: [.failed(reason: "")])) == .success)
        #expect(ExitCode(result([], hasFilm: true, leftovers: [.open(reason: "")])) == .failed)
        let unknown = [RunOutcome.unknown(reason: "")]
        #expect(ExitCode(result([], hasFilm: true, leftovers: unknown)) == .unknownSubmits)
    }

    @Test(
        arguments: [
            (.success, 0), (.failed, 1), (.usage, 2), (.unknownFiles, 3), (.capReached, 4),
            (.locked, 5), (.accountRefused, 6), (.unknownSubmits, 7), (.ourFault, 70),
            (.hungUp, 129), (.interrupted, 130), (.terminated, 143),
        ] as [(ExitCode, Int32)])
    func theNumbersAreAContract(code: ExitCode, number: Int32) {
        #expect(code.rawValue == number)
    }
}

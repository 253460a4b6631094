import DailiesPlanning
import DailiesProduction
import DailiesVerification
import Testing

@testable import DailiesCommandLine

/// The time that is left, from what the session measured.
struct SessionTallyTests {
    private let start = ContinuousClock.now

    /// A tally of runs "1", "2" and so on, with a model for each.
    private func tally(
        _ models: [String], usual: [String: Duration] = [:]
    ) -> SessionTally {
        let names = models.indices.map { "\($0 + 1)" }
        var tally = SessionTally(
            models: Dictionary(uniqueKeysWithValues: zip(names, models)), usual: usual)
        tally.update(
            .began(title: "film", runs: names, quote: .zero, folder: "out"), now: start)
        return tally
    }

    private func accepted() -> RunPhase {
        let verification = Verification(
            file: "a.mp4", checks: [Check(.videoDuration, .pass, "It was compared.")],
            measurement: nil, actions: .standard)
        return .verified(verification, isAccepted: true)
    }

    @Test func nothingIsSaidBeforeSomethingWasMeasured() {
        var tally = tally(["a", "a"])
        tally.update(.run("1", .submitting), now: start)
        #expect(tally.timeLeft(now: start + .seconds(30)) == nil)
        // A take of an earlier session and a failure measure nothing.
        tally.update(.run("1", .failed("x")), now: start + .seconds(40))
        tally.update(.run("2", .reused), now: start + .seconds(40))
        #expect(tally.timeLeft(now: start + .seconds(50)) == nil)
    }

    @Test func waitingRunsFollowThoseUnderWay() {
        var tally = tally(["a", "a", "a", "a", "a"])
        tally.update(.run("1", .submitting), now: start)
        tally.update(.run("2", .submitting), now: start)
        tally.update(.run("1", .running), now: start + .seconds(50))
        tally.update(.run("1", accepted()), now: start + .seconds(100))
        tally.update(.run("3", .submitting), now: start + .seconds(100))
        // Run 2 needs no more time, run 3 needs 100 s; 4 follows 2 and takes 100 s, 5 follows 3 or 4.
        #expect(tally.timeLeft(now: start + .seconds(100)) == .seconds(200))
        #expect(tally.timeLeft(now: start + .seconds(160)) == .seconds(140))
    }

    @Test func eachModelHasItsOwnTime() {
        var tally = tally(["fast", "slow", "slow", "new"])
        tally.update(.run("1", .queued), now: start)
        tally.update(.run("1", accepted()), now: start + .seconds(10))
        tally.update(.run("2", .queued), now: start + .seconds(10))
        tally.update(.run("2", accepted()), now: start + .seconds(310))
        // One at a time: 300 s for the other slow one, and the average of 155 s for the new one.
        #expect(tally.timeLeft(now: start + .seconds(310)) == .seconds(455))
    }

    @Test func theProfileCountsUntilSomethingWasMeasured() {
        var tally = tally(["a", "a", "b"], usual: ["a": .seconds(100), "b": .seconds(30)])
        tally.update(.run("1", .submitting), now: start)
        // One at a time: what is left of the first, another one, and that of the other model.
        #expect(tally.timeLeft(now: start + .seconds(40)) == .seconds(60 + 100 + 30))
        // A run that takes longer than usual may end at any moment.
        #expect(tally.timeLeft(now: start + .seconds(500)) == .seconds(130))
        tally.update(.run("1", accepted()), now: start + .seconds(200))
        #expect(tally.timeLeft(now: start + .seconds(200)) == .seconds(230))
    }

    @Test func nothingIsLeftAtTheEnd() {
        var tally = tally(["a"])
        tally.update(.run("1", .queued), now: start)
        tally.update(.run("1", accepted()), now: start + .seconds(10))
        #expect(tally.timeLeft(now: start + .seconds(10)) == nil)
    }

    @Test(
        arguments: [
            (0, "1 s", "0 s"), (59, "59 s", "59 s"), (60, "1 min", "1 min 00 s"),
            (61, "2 min", "1 min 01 s"), (3540, "59 min", "59 min 00 s"),
            (3541, "1 h 00 min", "59 min 01 s"), (7500, "2 h 05 min", "2 h 05 min"),
        ] as [(Int, String, String)])
    func timesAreWords(seconds: Int, rough: String, passed: String) {
        #expect(Duration.seconds(seconds).roughText == rough)
        #expect(Duration.seconds(seconds).passedText == passed)
    }
}

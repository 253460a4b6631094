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
        _ models: [String], concurrency: Int = 1, usual: [String: Duration] = [:],
        continued: Set<String> = [], isRehearsal: Bool = false
    ) -> SessionTally {
        let names = models.indices.map { "\($0 + 1)" }
        let steps = zip(names, models).enumerated().map { index, run in
            RunSchedule.Step(
                run.0, model: run.1, provider: "fal",
                startsFrom: continued.contains(run.0) ? "\(index)" : nil)
        }
        var tally = SessionTally(
            schedule: RunSchedule(steps, concurrency: concurrency), usual: usual,
            isRehearsal: isRehearsal)
        let quote = Quote(
            expected: Money(microdollars: 840_000), worst: Money(microdollars: 1_260_000))
        tally.update(
            .began(title: "film", runs: names, quote: quote, folder: "out"), now: start)
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

    /// A session that was asked to end finishes what is under way, and nothing else.
    @Test func atTheEndOnlyWhatIsUnderWayTakesTime() {
        var tally = tally(["a", "a", "a"], usual: ["a": .seconds(100)])
        tally.update(.run("1", .submitting), now: start)
        #expect(tally.timeLeft(now: start) == .seconds(300))
        tally.update(.ending("ending"), now: start)
        #expect(tally.timeLeft(now: start) == .seconds(100))
        tally.update(.run("1", accepted()), now: start + .seconds(100))
        #expect(tally.timeLeft(now: start + .seconds(100)) == nil)
    }

    @Test func waitingRunsFollowThoseUnderWay() {
        var tally = tally(["a", "a", "a", "a", "a"], concurrency: 2)
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

    /// As the estimate of `plan` does: a run that starts with a last picture waits for its source.
    @Test func aChainIsOneAfterAnother() {
        var tally = tally(
            ["a", "a", "a"], concurrency: 4, usual: ["a": .seconds(100)], continued: ["2", "3"])
        #expect(tally.timeLeft(now: start) == .seconds(300))
        tally.update(.run("1", .submitting), now: start)
        #expect(tally.timeLeft(now: start + .seconds(30)) == .seconds(270))
    }

    @Test func moneyOfRequestsWithoutAnAnswerIsSetAside() {
        var tally = tally(["a", "a"])
        let amount = Money(microdollars: 630_000)
        #expect(tally.money == "$0.00 of up to $1.26")
        tally.update(.reserved(take: "1-t1", amount: amount), now: start)
        tally.update(.reserved(take: "2-t1", amount: amount), now: start)
        #expect(tally.money == "$0.00 + $1.26 under way of up to $1.26")
        // The provider has the first one; it is certain that it refused the second one.
        tally.update(
            .underway(run: "1", take: "1-t1", provider: "fal", id: "x", quote: amount), now: start)
        tally.update(.reserved(take: "2-t1", amount: nil), now: start)
        #expect(tally.money == "$0.00 + $0.63 under way of up to $1.26")
        tally.update(
            .ended(
                run: "1", take: "1-t1", id: "x", state: "succeeded",
                cost: Money(microdollars: 420_000)), now: start)
        #expect(tally.money == "$0.42 of up to $1.26")
    }

    @Test func aRehearsalIsFree() {
        var tally = tally(["a"], isRehearsal: true)
        tally.update(
            .ended(
                run: "1", take: "1-t1", id: "x", state: "succeeded",
                cost: Money(microdollars: 420_000)), now: start)
        #expect(tally.money == "free, would be $0.42")
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

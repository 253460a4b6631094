import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesTestSupport
import Testing

/// An intent is on the disk when `intend` returns, before the submit.
struct IntentTests {
    @Test(arguments: LedgerKind.all) func aSecondConnectionReadsAnIntentAtOnce(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let record = try await fixture.intend()
        #expect(try await fixture.second().runs() == [record])
    }

    @Test(.enabled(if: SQLiteProgram.isInstalled)) func theSQLiteProgramReadsAnIntent() async throws
    {
        let fixture = try TestLedger()
        _ = try await fixture.intend(.sample(shot: "020", part: "b"))
        let row = try SQLiteProgram.run(
            "SELECT shot, part, take, state, quote FROM runs", fixture.path)
        #expect(row == "020|b|1|intended|1000000\n")
    }

    @Test(arguments: LedgerKind.all) func anIntentStoresWhatIsToBeBought(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let run = PlannedRun.sample(
            shot: "020", part: "a", prompt: "A \"storm\"\n'; DROP TABLE runs")
        let record = try await fixture.intend(run)
        #expect(record.shot == "020")
        #expect(record.part == "a")
        #expect(record.take == 1)
        #expect(record.takeName == "020a-t1")
        #expect(record.provider == "runflow")
        #expect(record.instance == "here")
        #expect(record.endpoint == run.endpoint)
        #expect(record.model == run.model)
        #expect(record.digest == run.digest)
        #expect(record.request == run.request)
        #expect(record.quote == run.quote.worst)
        #expect(record.state == .intended)
        #expect(record.isOpen)
        #expect(record.remoteID == nil)
        #expect(record.reason == nil)
        #expect(record.reported == nil)
        #expect(kind == .server || record.intendedAt == TestLedger.time)
    }

    @Test(arguments: LedgerKind.all) func everyIntentHasAUniqueReference(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        var references: Set<String> = []
        for _ in 0..<20 { references.insert(try await fixture.intend().clientReference) }
        #expect(references.count == 20)
        #expect(references.allSatisfy { $0.hasPrefix("dailies-") })
    }

    @Test(arguments: LedgerKind.all) func takesAreNumberedForEachShotAndPart(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        var names: [String] = []
        let runs: [PlannedRun] = [
            .sample(), .sample(), .sample(shot: "020", part: "a"), .sample(shot: "020", part: "b"),
            .sample(shot: "020", part: "a"), .sample(shot: "020"), .sample(prompt: "Another"),
        ]
        for run in runs { names.append(try await fixture.intend(run).takeName) }
        #expect(
            names == [
                "010-t1", "010-t2", "020a-t1", "020b-t1", "020a-t2", "020-t1", "010-t3",
            ])
        #expect(try await fixture.ledger.runs().map(\.takeName) == names)
    }

    @Test(arguments: LedgerKind.all) func takeNumbersContinueAcrossConnections(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        _ = try await fixture.intend()
        let next = try await fixture.second().intend(.sample(), instance: "there").record
        #expect(next?.take == 2)
        #expect(try await fixture.intend().take == 3)
    }

    @Test(arguments: LedgerKind.all) func runsAreFoundByTheirDigest(_ kind: LedgerKind) async throws
    {
        let fixture = try TestLedger(kind)
        let first = try await fixture.intend(.sample(prompt: "A boat"))
        _ = try await fixture.intend(.sample(prompt: "A ship"))
        let other = try await fixture.intend(.sample(shot: "020", prompt: "A boat"))
        let again = try await fixture.intend(.sample(prompt: "A boat"))
        #expect(try await fixture.ledger.runs(ofDigest: first.digest) == [first, other, again])
        #expect(try await fixture.ledger.runs(ofDigest: "none") == [])
    }
}

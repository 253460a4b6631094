import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesTestSupport
import DailiesVerification
import Testing

/// The states of a run, from its intent to its end.
struct RunStateTests {
    @Test(arguments: LedgerKind.all) func anAcceptedRunHasItsRemoteID(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let intent = try await fixture.intend()
        _ = try await fixture.ledger.accept(intent.id, remoteID: "run_1")
        let run = try #require(try await fixture.second().runs().first)
        #expect(run.state == .accepted)
        #expect(run.remoteID == "run_1")
        #expect(run.isOpen)
    }

    @Test(
        arguments: [
            (.succeeded, false), (.failed, false), (.refused, false), (.notSent, false),
            (.unknown, true), (.void, false),
        ] as [(RunRecord.State, Bool)],
        LedgerKind.all)
    func aRunEndsInAState(end: (state: RunRecord.State, isOpen: Bool), kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let intent = try await fixture.intend()
        _ = try await fixture.ledger.accept(intent.id, remoteID: "run_1")
        try await fixture.ledger.close(
            intent.id, as: end.state, reason: "because", reported: ["status": "x"])
        let run = try #require(try await fixture.second().runs().first)
        #expect(run.state == end.state)
        #expect(run.isOpen == end.isOpen)
        #expect(run.reason == "because")
        #expect(run.reported == ["status": "x"])
        #expect(run.remoteID == "run_1")
    }

    @Test(arguments: LedgerKind.all) func theLastReportIsKeptIfALaterStepHasNone(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let intent = try await fixture.intend()
        try await fixture.ledger.close(intent.id, as: .succeeded, reported: ["status": "done"])
        try await fixture.ledger.close(intent.id, as: .succeeded)
        #expect(try await fixture.ledger.runs().first?.reported == ["status": "done"])
    }

    @Test(.enabled(if: SQLiteProgram.isInstalled)) func anUnknownStateIsAnError() async throws {
        let fixture = try TestLedger()
        let intent = try await fixture.intend()
        try SQLiteProgram.run("UPDATE runs SET state = 'parked'", fixture.path)
        let error = await #expect(throws: LedgerError.self) { try await fixture.ledger.runs() }
        #expect(error?.description == "run \(intent.id) has the unknown state parked")
    }

    @Test(arguments: LedgerKind.all) func aTakeLandsAndIsVerified(_ kind: LedgerKind) async throws {
        let fixture = try TestLedger(kind)
        let run = try await fixture.intend()
        #expect(try await fixture.ledger.take(of: run) == nil)
        try await fixture.ledger.land(run.id, file: "takes/010-t1.mp4", bytes: 4711, sha256: "ab")
        let landed = try #require(try await fixture.second().take(of: run))
        #expect(landed.file == "takes/010-t1.mp4")
        #expect(landed.bytes == 4711)
        #expect(landed.sha256 == "ab")
        #expect(landed.verdict == nil)
        #expect(landed.verification == nil)

        let verification = Verification.sample(.warn)
        try await fixture.ledger.judge(run.id, verification)
        let verified = try #require(try await fixture.second().take(of: run))
        #expect(verified.verdict == .warn)
        #expect(verified.verification == verification)
        #expect(verified.run == run)
    }

    @Test(arguments: LedgerKind.all) func aTakeThatLandsAgainHasNoVerdictYet(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let run = try await fixture.intend()
        try await fixture.ledger.land(run.id, file: "a.mp4", bytes: 1, sha256: "a")
        try await fixture.ledger.judge(run.id, .sample(.fail))
        try await fixture.ledger.land(run.id, file: "a.mp4", bytes: 2, sha256: "b")
        let take = try #require(try await fixture.ledger.take(of: run))
        #expect(take.bytes == 2)
        #expect(take.verdict == nil)
    }

    @Test(arguments: LedgerKind.all) func aTakeWithoutARunIsRefused(_ kind: LedgerKind) async throws
    {
        let fixture = try TestLedger(kind)
        await #expect(throws: LedgerError.self) {
            try await fixture.ledger.land(99, file: "a.mp4", bytes: 1, sha256: "a")
        }
    }
}

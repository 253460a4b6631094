import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesTestSupport
import DailiesVerification
import Testing

/// The states of a run, from its intent to its end.
struct RunStateTests {
    @Test func anAcceptedRunHasItsRemoteID() async throws {
        let fixture = try TestLedger()
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
        ] as [(RunRecord.State, Bool)])
    func aRunEndsInAState(state: RunRecord.State, isOpen: Bool) async throws {
        let fixture = try TestLedger()
        let intent = try await fixture.intend()
        _ = try await fixture.ledger.accept(intent.id, remoteID: "run_1")
        try await fixture.ledger.close(
            intent.id, as: state, reason: "because", reported: ["status": "x"])
        let run = try #require(try await fixture.second().runs().first)
        #expect(run.state == state)
        #expect(run.isOpen == isOpen)
        #expect(run.reason == "because")
        #expect(run.reported == ["status": "x"])
        #expect(run.remoteID == "run_1")
    }

    @Test func theLastReportIsKeptIfALaterStepHasNone() async throws {
        let fixture = try TestLedger()
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

    @Test func aTakeLandsAndIsVerified() async throws {
        let fixture = try TestLedger()
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

    @Test func aTakeThatLandsAgainHasNoVerdictYet() async throws {
        let fixture = try TestLedger()
        let run = try await fixture.intend()
        try await fixture.ledger.land(run.id, file: "a.mp4", bytes: 1, sha256: "a")
        try await fixture.ledger.judge(run.id, .sample(.fail))
        try await fixture.ledger.land(run.id, file: "a.mp4", bytes: 2, sha256: "b")
        let take = try #require(try await fixture.ledger.take(of: run))
        #expect(take.bytes == 2)
        #expect(take.verdict == nil)
    }

    @Test func aTakeWithoutARunIsRefused() async throws {
        let fixture = try TestLedger()
        await #expect(throws: LedgerError.self) {
            try await fixture.ledger.land(99, file: "a.mp4", bytes: 1, sha256: "a")
        }
    }
}

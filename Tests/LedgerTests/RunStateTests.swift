import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesVerification
import Testing

/// From the intent to the end of a run.
struct RunStateTests {
    @Test func anAcceptedRunKnowsItsRemoteID() async throws {
        let bench = try Bench()
        let intent = try await bench.intend()
        try await bench.ledger.accept(intent.id, remoteID: "run_1")
        let run = try #require(try await bench.second().runs().first)
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
        let bench = try Bench()
        let intent = try await bench.intend()
        try await bench.ledger.accept(intent.id, remoteID: "run_1")
        try await bench.ledger.close(
            intent.id, as: state, reason: "because", reported: ["status": "x"])
        let run = try #require(try await bench.second().runs().first)
        #expect(run.state == state)
        #expect(run.isOpen == isOpen)
        #expect(run.reason == "because")
        #expect(run.reported == ["status": "x"])
        #expect(run.remoteID == "run_1")
    }

    @Test func theProvidersLastWordIsKeptWhereALaterStepHasNone() async throws {
        let bench = try Bench()
        let intent = try await bench.intend()
        try await bench.ledger.close(intent.id, as: .succeeded, reported: ["status": "done"])
        try await bench.ledger.close(intent.id, as: .succeeded)
        #expect(try await bench.ledger.runs().first?.reported == ["status": "done"])
    }

    @Test func aStateThatIsUnknownToThisVersionIsAnError() async throws {
        let bench = try Bench()
        let intent = try await bench.intend()
        guard try askSQLite(bench.path, "UPDATE runs SET state = 'parked'") != nil else { return }
        let error = await #expect(throws: LedgerError.self) { try await bench.ledger.runs() }
        #expect(error?.description == "run \(intent.id) has the unknown state parked")
    }

    @Test func aTakeLandsAndIsJudged() async throws {
        let bench = try Bench()
        let run = try await bench.intend()
        #expect(try await bench.ledger.take(of: run) == nil)
        try await bench.ledger.land(run.id, file: "takes/010-t1.mp4", bytes: 4711, sha256: "ab")
        let landed = try #require(try await bench.second().take(of: run))
        #expect(landed.file == "takes/010-t1.mp4")
        #expect(landed.bytes == 4711)
        #expect(landed.sha256 == "ab")
        #expect(landed.verdict == nil)
        #expect(landed.verification == nil)

        let verification = Verification.sample(.warn)
        try await bench.ledger.judge(run.id, verification)
        let judged = try #require(try await bench.second().take(of: run))
        #expect(judged.verdict == .warn)
        #expect(judged.verification == verification)
        #expect(judged.run == run)
    }

    @Test func aTakeThatLandsAgainHasNoVerdictYet() async throws {
        let bench = try Bench()
        let run = try await bench.intend()
        try await bench.ledger.land(run.id, file: "a.mp4", bytes: 1, sha256: "a")
        try await bench.ledger.judge(run.id, .sample(.fail))
        try await bench.ledger.land(run.id, file: "a.mp4", bytes: 2, sha256: "b")
        let take = try #require(try await bench.ledger.take(of: run))
        #expect(take.bytes == 2)
        #expect(take.verdict == nil)
    }

    @Test func aTakeOfNoRunIsRefused() async throws {
        let bench = try Bench()
        await #expect(throws: LedgerError.self) {
            try await bench.ledger.land(99, file: "a.mp4", bytes: 1, sha256: "a")
        }
    }
}

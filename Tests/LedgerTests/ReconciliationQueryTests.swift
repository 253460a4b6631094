import DailiesLedger
import DailiesPlanning
import Testing

/// What the ledger answers about submits with an unknown outcome.
struct ReconciliationQueryTests {
    @Test func unresolvedRunsAreIntendedOrUnknown() async throws {
        let fixture = try TestLedger()
        let intended = try await fixture.intend(.sample(shot: "010"))
        let accepted = try await fixture.intend(.sample(shot: "020"))
        try await fixture.ledger.accept(accepted.id, remoteID: "run_2")
        let unknown = try await fixture.intend(.sample(shot: "030"))
        try await fixture.ledger.doubt(unknown.id, reason: "HTTP 504")
        let found = try await fixture.ledger.unresolvedRuns()
        #expect(found.map(\.id) == [intended.id, unknown.id])
    }

    @Test func runsWithTheSameDigestAreNotListedBesidesARun() async throws {
        let fixture = try TestLedger()
        let run = try await fixture.intend(.sample(shot: "010", prompt: "A boat"))
        _ = try await fixture.intend(.sample(shot: "020", prompt: "A boat"))
        let other = try await fixture.intend(.sample(shot: "030", prompt: "A kite"))
        let closed = try await fixture.intend(.sample(shot: "040", prompt: "A sea"))
        try await fixture.ledger.close(closed.id, as: .notSent)
        #expect(try await fixture.ledger.unresolvedRuns(besides: run).map(\.id) == [other.id])
    }

    @Test func aClaimedIDBelongsToAnotherRun() async throws {
        let fixture = try TestLedger()
        let run = try await fixture.intend(.sample(shot: "010"))
        let other = try await fixture.intend(.sample(shot: "020"))
        try await fixture.ledger.accept(run.id, remoteID: "run_1")
        try await fixture.ledger.accept(other.id, remoteID: "run_2")
        #expect(try await fixture.ledger.claimedRemoteIDs(besides: run) == ["run_2"])
    }

    @Test func theLastAcceptedRunIsOfTheSameServer() async throws {
        let fixture = try TestLedger()
        for (shot, id) in [("010", "run_1"), ("020", "run_2")] {
            let run = try await fixture.intend(.sample(shot: shot))
            try await fixture.ledger.accept(run.id, remoteID: id)
        }
        _ = try await fixture.intend(.sample(shot: "030"))
        let last = try await fixture.ledger.lastAcceptedRun(provider: "runflow", instance: "here")
        #expect(last?.remoteID == "run_2")
        #expect(
            try await fixture.ledger.lastAcceptedRun(provider: "runflow", instance: "there") == nil)
        #expect(try await fixture.ledger.lastAcceptedRun(provider: "fal", instance: "here") == nil)
    }

    /// An intent alone has taken nothing from the account.
    @Test func onlyAcceptedAndUnknownRunsMayUseCapacity() async throws {
        let fixture = try TestLedger()
        let run = try await fixture.intend(.sample(shot: "010"))
        let other = try await fixture.intend(.sample(shot: "020"))
        #expect(try await !fixture.ledger.hasOpenRun(besides: run))
        try await fixture.ledger.doubt(other.id, reason: "HTTP 504")
        #expect(try await fixture.ledger.hasOpenRun(besides: run))
        #expect(try await !fixture.ledger.hasOpenRun(besides: other))
        try await fixture.ledger.close(other.id, as: .failed)
        #expect(try await !fixture.ledger.hasOpenRun(besides: run))
    }
}

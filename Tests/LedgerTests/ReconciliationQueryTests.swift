import DailiesLedger
import DailiesPlanning
import Testing

/// What the ledger answers about submits with an unknown outcome.
struct ReconciliationQueryTests {
    @Test(arguments: LedgerKind.all) func unresolvedRunsAreIntendedOrUnknown(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let intended = try await fixture.intend(.sample(shot: "010"))
        let accepted = try await fixture.intend(.sample(shot: "020"))
        _ = try await fixture.ledger.accept(accepted.id, remoteID: "run_2")
        let unknown = try await fixture.intend(.sample(shot: "030"))
        try await fixture.ledger.doubt(unknown.id, reason: "HTTP 504")
        let found = try await fixture.ledger.unresolvedRuns()
        #expect(found.map(\.id) == [intended.id, unknown.id])
    }

    @Test(arguments: LedgerKind.all) func otherUnresolvedRunsAreListed(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let run = try await fixture.intend(.sample(shot: "010", prompt: "A boat"))
        let equal = try await fixture.intend(.sample(shot: "020", prompt: "A boat"))
        let other = try await fixture.intend(.sample(shot: "030", prompt: "A kite"))
        let closed = try await fixture.intend(.sample(shot: "040", prompt: "A sea"))
        try await fixture.ledger.close(closed.id, as: .notSent)
        #expect(
            try await fixture.ledger.unresolvedRuns(besides: run).map(\.id)
                == [equal.id, other.id])
    }

    /// The provider's id of a run is recorded once, also by other programs that write the file.
    @Test(arguments: LedgerKind.all) func anIDBelongsToOneRun(_ kind: LedgerKind) async throws {
        let fixture = try TestLedger(kind)
        let run = try await fixture.intend(.sample(shot: "010"))
        let other = try await fixture.intend(.sample(shot: "020"))
        #expect(try await fixture.ledger.accept(run.id, remoteID: "run_1") == nil)
        #expect(try await fixture.ledger.accept(run.id, remoteID: "run_1") == nil)
        let owner = try await fixture.ledger.accept(other.id, remoteID: "run_1")
        #expect(owner?.id == run.id)
        #expect(try await fixture.ledger.run(other.id).state == .intended)
        #expect(try await fixture.ledger.run(other.id).remoteID == nil)
    }

    @Test(arguments: LedgerKind.all) func aClaimedIDBelongsToAnotherRun(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let run = try await fixture.intend(.sample(shot: "010"))
        let other = try await fixture.intend(.sample(shot: "020"))
        _ = try await fixture.ledger.accept(run.id, remoteID: "run_1")
        _ = try await fixture.ledger.accept(other.id, remoteID: "run_2")
        #expect(try await fixture.ledger.claimedRemoteIDs(besides: run) == ["run_2"])
    }

    @Test(arguments: LedgerKind.all) func neighboursAreAcceptedRunsOfTheSameServer(
        _ kind: LedgerKind
    ) async throws {
        let fixture = try TestLedger(kind)
        var runs: [RunRecord] = []
        for shot in ["010", "020", "030", "040", "050"] {
            runs.append(try await fixture.intend(.sample(shot: shot)))
        }
        for (index, id) in [(0, "run_1"), (1, "run_2"), (3, "run_4"), (4, "run_5")] {
            _ = try await fixture.ledger.accept(runs[index].id, remoteID: id)
        }
        var near = try await fixture.ledger.neighbours(of: runs[2])
        #expect(near.before?.remoteID == "run_2" && near.after?.remoteID == "run_4")
        // A run that was sent without our reference can't be found by it.
        try await fixture.ledger.setReferenceSent(false, of: runs[1].id)
        near = try await fixture.ledger.neighbours(of: runs[2])
        #expect(near.before?.remoteID == "run_1")
        #expect(try await fixture.ledger.neighbours(of: runs[0]).before == nil)
    }

    /// An intent alone has taken nothing from the account.
    @Test(arguments: LedgerKind.all) func onlyAcceptedAndUnknownRunsMayUseCapacity(
        _ kind: LedgerKind
    ) async throws {
        let fixture = try TestLedger(kind)
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

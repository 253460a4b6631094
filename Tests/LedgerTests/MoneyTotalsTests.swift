import DailiesLedger
import DailiesPlanning
import Testing

/// Money is reserved before a submit and settled after it.
struct MoneyTotalsTests {
    private func totals(_ fixture: TestLedger) async throws -> [Money] {
        let money = try await fixture.second().money()
        return [money.reserved, money.settled]
    }

    @Test(arguments: LedgerKind.all) func aNewLedgerHoldsNoMoney(_ kind: LedgerKind) async throws {
        #expect(try await totals(try TestLedger(kind)) == [.zero, .zero])
    }

    @Test(arguments: LedgerKind.all) func anIntentReservesItsWorstCost(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        _ = try await fixture.intend(.sample(worst: 3_000_000))
        _ = try await fixture.intend(.sample(worst: 1))
        #expect(try await totals(fixture) == [Money(microdollars: 3_000_001), .zero])
    }

    @Test(arguments: LedgerKind.all) func aRunKeepsItsReserveUntilItIsSettled(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let run = try await fixture.intend()
        _ = try await fixture.ledger.accept(run.id, remoteID: "r")
        #expect(try await totals(fixture) == [.dollars(1), .zero])
        try await fixture.ledger.close(run.id, as: .succeeded)
        #expect(try await totals(fixture) == [.dollars(1), .zero])
        #expect(try await fixture.ledger.cost(of: run.id) == nil)
        try await fixture.ledger.close(run.id, as: .succeeded, cost: Money(microdollars: 840_000))
        #expect(try await totals(fixture) == [.zero, Money(microdollars: 840_000)])
    }

    @Test(arguments: LedgerKind.all) func theLastSettlementCounts(_ kind: LedgerKind) async throws {
        let fixture = try TestLedger(kind)
        let run = try await fixture.intend()
        try await fixture.ledger.close(run.id, as: .succeeded, cost: .dollars(5))
        try await fixture.ledger.close(run.id, as: .succeeded, cost: .dollars(2))
        #expect(try await totals(fixture) == [.zero, .dollars(2)])
        #expect(try await fixture.ledger.cost(of: run.id) == .dollars(2))
    }

    @Test(arguments: [.refused, .notSent, .failed, .void] as [RunRecord.State], LedgerKind.all)
    func settlingAtZeroReleasesTheReserve(state: RunRecord.State, kind: LedgerKind) async throws {
        let fixture = try TestLedger(kind)
        let run = try await fixture.intend()
        _ = try await fixture.intend()
        try await fixture.ledger.close(run.id, as: state, cost: .zero)
        #expect(try await totals(fixture) == [.dollars(1), .zero])
        #expect(try await fixture.ledger.cost(of: run.id) == .zero)
    }

    @Test(arguments: LedgerKind.all) func anUnknownSubmitKeepsItsReserve(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let run = try await fixture.intend()
        try await fixture.ledger.close(run.id, as: .unknown, reason: "the connection broke")
        #expect(try await totals(fixture) == [.dollars(1), .zero])
    }

    /// The sample runs are expected to cost half of their worst-case quote.
    @Test(arguments: LedgerKind.all) func theDriftIsAgainstWhatWasExpected(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        for (number, cost) in [2_500_000, 1_000_000].enumerated() as EnumeratedSequence<[Int64]> {
            let run = try await fixture.intend(.sample(shot: "0\(number)", worst: 4_000_000))
            _ = try await fixture.ledger.accept(run.id, remoteID: "r\(number)")
            try await fixture.ledger.close(
                run.id, as: .succeeded, cost: Money(microdollars: cost))
        }
        #expect(try await fixture.ledger.drift() == Money(microdollars: -500_000))
        // What was never accepted, or isn't known, doesn't count.
        let refused = try await fixture.intend(.sample(shot: "07", worst: 4_000_000))
        try await fixture.ledger.close(refused.id, as: .refused, cost: .zero)
        _ = try await fixture.intend(.sample(shot: "08", worst: 4_000_000))
        #expect(try await fixture.ledger.drift() == Money(microdollars: -500_000))
    }
}

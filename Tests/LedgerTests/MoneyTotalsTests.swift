import DailiesLedger
import DailiesPlanning
import Testing

/// Money is set aside before a submit and settled after it.
struct MoneyTotalsTests {
    private func totals(_ bench: Bench) async throws -> [Money] {
        let money = try await bench.second().money()
        return [money.reserved, money.settled]
    }

    @Test func aNewLedgerHoldsNoMoney() async throws {
        #expect(try await totals(try Bench()) == [.zero, .zero])
    }

    @Test func anIntentSetsItsWorstCostAside() async throws {
        let bench = try Bench()
        _ = try await bench.intend(.sample(worst: 3_000_000))
        _ = try await bench.intend(.sample(worst: 1))
        #expect(try await totals(bench) == [Money(microdollars: 3_000_001), .zero])
    }

    @Test func aRunHoldsItsReserveUntilItIsSettled() async throws {
        let bench = try Bench()
        let run = try await bench.intend()
        try await bench.ledger.accept(run.id, remoteID: "r")
        #expect(try await totals(bench) == [.dollars(1), .zero])
        try await bench.ledger.close(run.id, as: .succeeded)
        #expect(try await totals(bench) == [.dollars(1), .zero])
        #expect(try await bench.ledger.cost(of: run.id) == nil)
        try await bench.ledger.close(run.id, as: .succeeded, cost: Money(microdollars: 840_000))
        #expect(try await totals(bench) == [.zero, Money(microdollars: 840_000)])
    }

    @Test func theLastSettlementCounts() async throws {
        let bench = try Bench()
        let run = try await bench.intend()
        try await bench.ledger.close(run.id, as: .succeeded, cost: .dollars(5))
        try await bench.ledger.close(run.id, as: .succeeded, cost: .dollars(2))
        #expect(try await totals(bench) == [.zero, .dollars(2)])
        #expect(try await bench.ledger.cost(of: run.id) == .dollars(2))
    }

    @Test(arguments: [.refused, .notSent, .failed, .void] as [RunRecord.State])
    func aRunThatCostNothingGivesItsReserveBack(state: RunRecord.State) async throws {
        let bench = try Bench()
        let run = try await bench.intend()
        _ = try await bench.intend()
        try await bench.ledger.close(run.id, as: state, cost: .zero)
        #expect(try await totals(bench) == [.dollars(1), .zero])
        #expect(try await bench.ledger.cost(of: run.id) == .zero)
    }

    @Test func anUnknownSubmitKeepsItsReserve() async throws {
        let bench = try Bench()
        let run = try await bench.intend()
        try await bench.ledger.close(run.id, as: .unknown, reason: "the connection broke")
        #expect(try await totals(bench) == [.dollars(1), .zero])
    }
}

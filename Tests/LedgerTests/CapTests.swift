import DailiesLedger
import DailiesPlanning
import Testing

/// The cap of a production is never exceeded, not even by two sessions at the same time.
struct CapTests {
    @Test(arguments: LedgerKind.all) func theCapCanBeReachedAndNotExceeded(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let cap = Money(microdollars: 2_000_000)
        #expect(
            try await fixture.ledger.intend(
                .sample(), instance: "here", caps: Caps(production: cap)
            ).record != nil)
        #expect(
            try await fixture.ledger.intend(
                .sample(), instance: "here", caps: Caps(production: cap)
            ).record != nil)
        let refused = try await fixture.ledger.intend(
            .sample(worst: 1), instance: "here", caps: Caps(production: cap)
        ).record
        #expect(refused == nil)
    }

    @Test(arguments: LedgerKind.all) func aRefusedIntentWritesNothing(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let cap = Money(microdollars: 999_999)
        #expect(
            try await fixture.ledger.intend(
                .sample(), instance: "here", caps: Caps(production: cap)
            ).record == nil)
        #expect(try await fixture.second().runs() == [])
        #expect(try await fixture.second().money().reserved == .zero)
        #expect(try await fixture.intend().take == 1)
    }

    @Test(arguments: LedgerKind.all) func paidCostsCountAndReleasedReservesDoNot(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let cap = Money.dollars(2)
        let first = try await fixture.intend()
        let second = try await fixture.intend()
        try await fixture.ledger.close(first.id, as: .succeeded, cost: .dollars(1))
        #expect(
            try await fixture.ledger.intend(
                .sample(), instance: "here", caps: Caps(production: cap)
            ).record == nil)
        try await fixture.ledger.close(second.id, as: .refused, cost: .zero)
        #expect(
            try await fixture.ledger.intend(
                .sample(), instance: "here", caps: Caps(production: cap)
            ).record != nil)
    }

    @Test(arguments: LedgerKind.all) func aCapOfZeroAllowsOnlyFreeRuns(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        #expect(
            try await fixture.ledger.intend(
                .sample(), instance: "here", caps: Caps(production: .zero)
            ).record == nil)
        let free = try await fixture.ledger.intend(
            .sample(worst: 0), instance: "here", caps: Caps(production: .zero)
        ).record
        #expect(free != nil)
    }

    @Test(arguments: 1...10, LedgerKind.all)
    func onlyOneOfTwoConnectionsGetsTheLastCent(round: Int, kind: LedgerKind) async throws {
        let fixture = try TestLedger(kind)
        let connections = [fixture.ledger, try fixture.second()]
        let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
            for connection in connections {
                group.addTask {
                    try await connection.intend(
                        .sample(shot: "0\(round)"), instance: "here",
                        caps: Caps(production: .dollars(1))
                    ).record != nil
                }
            }
            return try await group.reduce(into: 0) { count, won in count += won ? 1 : 0 }
        }
        #expect(winners == 1)
        #expect(try await fixture.ledger.runs().count == 1)
        #expect(try await fixture.ledger.money().reserved == .dollars(1))
    }

    @Test(arguments: LedgerKind.all) func concurrentIntentsStopAtTheCap(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let connections = [fixture.ledger, try fixture.second(), try fixture.second()]
        let bought = try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<30 {
                group.addTask {
                    try await connections[number % 3].intend(
                        .sample(), instance: "here", caps: Caps(production: .dollars(7))
                    ).record?.take
                }
            }
            return try await group.reduce(into: [Int]()) { takes, take in
                if let take { takes.append(take) }
            }
        }
        #expect(bought.sorted() == Array(1...7))
        #expect(try await fixture.ledger.money().reserved == .dollars(7))
    }

    /// A provider that reports no cost, or hardly any, doesn't make the cap void.
    @Test(arguments: [0, 1, 999_999, -5_000_000], LedgerKind.all)
    func aLowCostDoesNotFreeTheReserve(_ cost: Int64, kind: LedgerKind) async throws {
        let fixture = try TestLedger(kind)
        let cap = Money.dollars(2)
        for number in 1...2 {
            let run = try await fixture.ledger.intend(
                .sample(), instance: "here", caps: Caps(production: cap)
            ).get()
            _ = try await fixture.ledger.accept(run.id, remoteID: "r\(number)")
            try await fixture.ledger.close(
                run.id, as: number == 1 ? .succeeded : .failed,
                cost: Money(microdollars: cost))
        }
        #expect(try await fixture.ledger.counted(.production) == .dollars(2))
        #expect(
            try await fixture.ledger.intend(
                .sample(), instance: "here", caps: Caps(production: cap)
            ).record == nil)
    }

    @Test(arguments: LedgerKind.all) func aHigherCostCountsAndABillCounts(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let run = try await fixture.ledger.intend(.sample(), instance: "here").get()
        _ = try await fixture.ledger.accept(run.id, remoteID: "r")
        try await fixture.ledger.close(run.id, as: .succeeded, cost: .dollars(3))
        #expect(try await fixture.ledger.counted(.production) == .dollars(3))
        try await fixture.ledger.bill(run.id, Money(microdollars: 10))
        #expect(try await fixture.ledger.counted(.production) == Money(microdollars: 10))
        #expect(try await fixture.ledger.cost(of: run.id) == Money(microdollars: 10))
        #expect(try await fixture.ledger.money().settled == Money(microdollars: 10))
    }

    /// A later report of the provider doesn't replace what the bill says.
    @Test(arguments: LedgerKind.all) func aLaterReportDoesNotReplaceABilledCost(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let run = try await fixture.ledger.intend(.sample(), instance: "here").get()
        _ = try await fixture.ledger.accept(run.id, remoteID: "r")
        try await fixture.ledger.bill(run.id, .dollars(2))
        try await fixture.ledger.close(run.id, as: .succeeded, cost: Money(microdollars: 1))
        #expect(try await fixture.ledger.counted(.production) == .dollars(2))
    }

    /// What never was accepted, or failed by a fault that the provider doesn't charge, is free.
    @Test(arguments: LedgerKind.all) func whatIsKnownToBeFreeDoesNotCount(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        for (number, state) in [RunRecord.State.notSent, .refused, .faulted].enumerated() {
            let run = try await fixture.ledger.intend(.sample(), instance: "here").get()
            if state == .faulted {
                _ = try await fixture.ledger.accept(run.id, remoteID: "r\(number)")
            }
            try await fixture.ledger.close(run.id, as: state, cost: .zero)
        }
        #expect(try await fixture.ledger.counted(.production) == .zero)
    }
}

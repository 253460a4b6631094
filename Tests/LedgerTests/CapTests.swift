import DailiesLedger
import DailiesPlanning
import Testing

/// The cap of a production is never exceeded, not even by two sessions at the same time.
struct CapTests {
    @Test func theCapCanBeReachedAndNotExceeded() async throws {
        let fixture = try TestLedger()
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

    @Test func aRefusedIntentWritesNothing() async throws {
        let fixture = try TestLedger()
        let cap = Money(microdollars: 999_999)
        #expect(
            try await fixture.ledger.intend(
                .sample(), instance: "here", caps: Caps(production: cap)
            ).record == nil)
        #expect(try await fixture.second().runs() == [])
        #expect(try await fixture.second().money().reserved == .zero)
        #expect(try await fixture.intend().take == 1)
    }

    @Test func paidCostsCountAndReleasedReservesDoNot() async throws {
        let fixture = try TestLedger()
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

    @Test func aCapOfZeroAllowsOnlyFreeRuns() async throws {
        let fixture = try TestLedger()
        #expect(
            try await fixture.ledger.intend(
                .sample(), instance: "here", caps: Caps(production: .zero)
            ).record == nil)
        let free = try await fixture.ledger.intend(
            .sample(worst: 0), instance: "here", caps: Caps(production: .zero)
        ).record
        #expect(free != nil)
    }

    @Test(arguments: 1...10)
    func onlyOneOfTwoConnectionsGetsTheLastCent(round: Int) async throws {
        let fixture = try TestLedger()
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

    @Test func concurrentIntentsStopAtTheCap() async throws {
        let fixture = try TestLedger()
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
    @Test(arguments: [0, 1, 999_999, -5_000_000])
    func aLowCostDoesNotFreeTheReserve(_ cost: Int64) async throws {
        let fixture = try TestLedger()
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

    @Test func aHigherCostCountsAndABillCounts() async throws {
        let fixture = try TestLedger()
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
    @Test func aLaterReportDoesNotReplaceABilledCost() async throws {
        let fixture = try TestLedger()
        let run = try await fixture.ledger.intend(.sample(), instance: "here").get()
        _ = try await fixture.ledger.accept(run.id, remoteID: "r")
        try await fixture.ledger.bill(run.id, .dollars(2))
        try await fixture.ledger.close(run.id, as: .succeeded, cost: Money(microdollars: 1))
        #expect(try await fixture.ledger.counted(.production) == .dollars(2))
    }

    /// What never was accepted, or failed by a fault that the provider doesn't charge, is free.
    @Test func whatIsKnownToBeFreeDoesNotCount() async throws {
        let fixture = try TestLedger()
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

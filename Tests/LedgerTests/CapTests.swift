import DailiesLedger
import DailiesPlanning
import Testing

/// What a production may cost is never passed, not even by two sessions at once.
struct CapTests {
    @Test func theLastCentCanBeSpentAndNoMore() async throws {
        let bench = try Bench()
        let cap = Money(microdollars: 2_000_000)
        #expect(try await bench.ledger.intend(.sample(), instance: "here", cap: cap) != nil)
        #expect(try await bench.ledger.intend(.sample(), instance: "here", cap: cap) != nil)
        let refused = try await bench.ledger.intend(
            .sample(worst: 1), instance: "here", cap: cap)
        #expect(refused == nil)
    }

    @Test func aRefusedIntentLeavesNoTrace() async throws {
        let bench = try Bench()
        let cap = Money(microdollars: 999_999)
        #expect(try await bench.ledger.intend(.sample(), instance: "here", cap: cap) == nil)
        #expect(try await bench.second().runs() == [])
        #expect(try await bench.second().money().reserved == .zero)
        #expect(try await bench.intend().take == 1)
    }

    @Test func whatWasPaidCountsAndWhatWasReleasedDoesNot() async throws {
        let bench = try Bench()
        let cap = Money.dollars(2)
        let first = try await bench.intend()
        let second = try await bench.intend()
        try await bench.ledger.close(first.id, as: .succeeded, cost: .dollars(1))
        #expect(try await bench.ledger.intend(.sample(), instance: "here", cap: cap) == nil)
        try await bench.ledger.close(second.id, as: .refused, cost: .zero)
        #expect(try await bench.ledger.intend(.sample(), instance: "here", cap: cap) != nil)
    }

    @Test func aCapOfNothingBuysNothingThatCosts() async throws {
        let bench = try Bench()
        #expect(try await bench.ledger.intend(.sample(), instance: "here", cap: .zero) == nil)
        let free = try await bench.ledger.intend(.sample(worst: 0), instance: "here", cap: .zero)
        #expect(free != nil)
    }

    @Test(arguments: 1...10)
    func ofTwoConnectionsThatWantTheLastCentOneGetsIt(round: Int) async throws {
        let bench = try Bench()
        let connections = [bench.ledger, try bench.second()]
        let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
            for connection in connections {
                group.addTask {
                    try await connection.intend(
                        .sample(shot: "0\(round)"), instance: "here", cap: .dollars(1)) != nil
                }
            }
            return try await group.reduce(into: 0) { count, won in count += won ? 1 : 0 }
        }
        #expect(winners == 1)
        #expect(try await bench.ledger.runs().count == 1)
        #expect(try await bench.ledger.money().reserved == .dollars(1))
    }

    @Test func manyIntentsAtOnceStopAtTheCap() async throws {
        let bench = try Bench()
        let connections = [bench.ledger, try bench.second(), try bench.second()]
        let bought = try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<30 {
                group.addTask {
                    try await connections[number % 3].intend(
                        .sample(), instance: "here", cap: .dollars(7))?.take
                }
            }
            return try await group.reduce(into: [Int]()) { takes, take in
                if let take { takes.append(take) }
            }
        }
        #expect(bought.sorted() == Array(1...7))
        #expect(try await bench.ledger.money().reserved == .dollars(7))
    }
}

import DailiesLedger
import Testing

@testable import DailiesProduction

struct RunFactsTests {
    /// Reading all runs at once tells the same of each as reading it alone.
    @Test func allAtOnceAreTheSameAsEachAlone() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "wrong-rate", "times": 1}"#)
        _ = try await stage.run(
            try stage.plan(
                """
                {"title": "film", "model": "kling-v3-standard",
                 "shots": [{"id": "010", "prompt": "a red kite", "duration": 3,
                            "aspect_ratio": "1:1"},
                           {"id": "020", "prompt": "a blue sea", "duration": 3,
                            "aspect_ratio": "1:1"}]}
                """)
        ) { $0.maximumTakes = 2 }
        let ledger = try Ledger(path: stage.production.ledger)
        let first = try #require(try await ledger.runs().first)
        try await ledger.circle(try #require(try await ledger.take(of: first)))
        let facts = try await RunFacts.all(ledger, stage.production)
        #expect(facts.count == 3)
        #expect(facts.filter(\.isCircled).map(\.run.takeName) == [first.takeName])
        #expect(facts.allSatisfy { $0.hasFile && $0.cost != nil })
        for fact in facts {
            #expect(try await RunFacts(fact.run, ledger, stage.production) == fact)
        }
        let session = try #require(try await ledger.sessions().first)
        #expect(session.money == (try await ledger.money()))
    }
}

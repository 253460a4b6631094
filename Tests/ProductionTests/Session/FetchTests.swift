import DailiesGeneration
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import Foundation
import Testing

/// What was paid for lands again, free of charge; a person's choice of a take counts.
@Suite(.serialized, .timeLimit(.minutes(3))) struct FetchTests {
    private func fetch(
        _ stage: RehearsalStage, _ plan: Plan, _ names: Set<String> = []
    ) async throws -> [Leftovers.Outcome] {
        var settings = SessionSettings(folder: stage.production, pace: .standIn)
        settings.pace.absenceGrace = .zero
        return try await Session(
            plan: .empty(title: plan.title),
            settings: settings, provider: stage.provider, client: stage.client, isStandIn: true,
            emit: { _ in }
        ).fetch(names)
    }

    @Test func aMissingAndADamagedTakeLandAgain() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        #expect(try await fetch(stage, plan).isEmpty)
        let first = stage.production.place("takes/010-t1.mp4")
        let second = stage.production.place("takes/020-t1.mp4")
        let before = try Data(contentsOf: URL(fileURLWithPath: second))
        try FileManager.default.removeItem(atPath: first)
        // Damaged at the same size: no session notices before the film is joined.
        var bytes = before
        bytes[bytes.count / 2] ^= 0xFF
        try bytes.write(to: URL(fileURLWithPath: second))
        let status = try await ProductionStatus(of: stage.production)
        let missing = status.entries.filter { $0.need == .fetch }.map(\.run.takeName)
        #expect(missing == ["010-t1"])
        let fetched = try await fetch(stage, plan)
        #expect(fetched.map(\.outcome.end) == [.accepted, .accepted])
        #expect(try Data(contentsOf: URL(fileURLWithPath: second)) == before)
        #expect(FileManager.default.fileExists(atPath: first))
        #expect(try await stage.submissions() == 2)
        #expect(try await ProductionStatus(of: stage.production).entries.map(\.need) == [nil, nil])
    }

    @Test func onlyTheNamedTakesAreFetched() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        for name in ["010-t1", "020-t1"] {
            try FileManager.default.removeItem(
                atPath: stage.production.place("takes/\(name).mp4"))
        }
        #expect(try await fetch(stage, plan, ["020-t1"]).map(\.run.takeName) == ["020-t1"])
        #expect(!stage.names.contains("takes/010-t1.mp4"))
    }

    /// The person's choice goes into the film, also a take that failed.
    @Test func aChosenTakeGoesIntoTheFilm() async throws {
        let stage = try RehearsalStage(extraFeatures: RehearsalStage.findsLostSubmits)
        let plan = try stage.plan(RehearsalStage.twoShots)
        let (wrong, result) = try await stage.runWithOneWrongTake(plan)
        #expect(result.report.film?.clips.map(\.take) == ["010-t2", "020-t1"])
        do {
            let production = try await OpenProduction.open(stage.production)
            #expect(try await !production.circle("010-t9", in: stage.production))
            #expect(try await production.circle("010-t1", in: stage.production))
        }
        // The other take's file isn't needed any more.
        try FileManager.default.removeItem(atPath: stage.production.place("takes/010-t2.mp4"))
        let forecast = try await PurchaseForecast(of: plan, in: stage.production)
        #expect(forecast.existing == ["010", "020"])
        let status = try await ProductionStatus(of: stage.production)
        #expect(status.entries.map(\.isCircled) == [true, false, false])
        let again = try await stage.run(plan, provider: wrong.provider) { $0.maximumTakes = 2 }
        #expect(again.report.film?.clips.map(\.take) == ["010-t1", "020-t1"])
        #expect(wrong.submissions == 3)
    }

    /// What was billed and not delivered can be claimed back.
    @Test func aBilledFailureIsAClaim() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "failed", "times": 1}"#)
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        let ledger = try Ledger(path: stage.production.ledger)
        let failed = try #require(try await ledger.runs().first { $0.state == .failed })
        try await ledger.bill(failed.id, Money(microdollars: 840_000))
        let claims = try await ProductionStatus(of: stage.production).entries
            .filter { $0.claim != nil }
        #expect(claims.map(\.run.id) == [failed.id])
        #expect(claims.first?.claim?.amount == Money(microdollars: 840_000))
    }

    @Test func whatIsLeftToDoIsNamed() async throws {
        let stage = try RehearsalStage(
            FalProvider.self, faults: #"{"fault": "lost-answer", "on": "submit", "times": 1}"#)
        let plan = try stage.plan(RehearsalStage.oneShot)
        _ = try await stage.run(plan)
        let status = try await ProductionStatus(of: stage.production)
        #expect(status.entries.map(\.need) == [.reconcile])
        #expect(status.report.title == "film" && status.kind == .rehearsal)
    }
}

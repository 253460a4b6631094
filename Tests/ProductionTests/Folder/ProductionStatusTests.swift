import DailiesGeneration
import DailiesPlanning
import DailiesProduction
import Foundation
import Testing

/// What a status says of the runs of the last list that have no take.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ProductionStatusTests {
    private func gaps(_ stage: RehearsalStage) async throws -> [ProductionStatus.Gap] {
        try await ProductionStatus(of: stage.production).gaps
    }

    @Test func shotsThatWereLeftOutAreNotBought() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan) {
            $0.onlyShots = ["010"]
            $0.list = "/lists/film.json"
        }
        #expect(try await gaps(stage).map(\.name) == ["020"])
        #expect(try await gaps(stage).map(\.reason) == [.notBought])
        #expect(try await ProductionStatus(of: stage.production).list == "/lists/film.json")
        _ = try await stage.run(plan)
        #expect(try await gaps(stage).isEmpty)
    }

    @Test(arguments: [
        (#"{"fault": "wrong-rate"}"#, ProductionStatus.Gap.Reason.failed(runs: 1)),
        (#"{"fault": "moderation"}"#, .moderated),
        (#"{"fault": "422", "on": "submit"}"#, .notBought),
    ])
    func failuresAreGaps(_ fault: String, _ reason: ProductionStatus.Gap.Reason) async throws {
        let stage = try RehearsalStage(faults: fault)
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot))
        #expect(try await gaps(stage).map(\.reason) == [reason])
    }

    /// A shot that got another id keeps its take, and parts that follow each other count by name.
    @Test func takesOfRenamedShotsCount() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot))
        let renamed = RehearsalStage.oneShot.replacing("\"010\"", with: "\"900\"")
        _ = try await stage.run(try stage.plan(renamed))
        #expect(try await stage.submissions() == 1)
        #expect(try await gaps(stage).isEmpty)
        let parts = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
              {"id": "010", "prompt": "a sea", "duration": 16, "continue_from": "parts",
               "aspect_ratio": "1:1"}]}
            """
        _ = try await stage.run(try stage.plan(parts)) { $0.onlyShots = [] }
        #expect(try await gaps(stage).map(\.name) == ["010a", "010b"])
        _ = try await stage.run(try stage.plan(parts))
        #expect(try await gaps(stage).isEmpty)
    }
}

import DailiesGeneration
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import Foundation
import Testing

/// What a status says of the runs of the last list that have no take: the same as a report.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ProductionStatusTests {
    private func gaps(_ stage: RehearsalStage) async throws -> [DailiesReport.PartEntry] {
        try await ProductionStatus(of: stage.production).report.shots.flatMap(\.parts)
            .filter { !$0.isAccepted }
    }

    @Test func shotsThatWereLeftOutAreNotBought() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan) {
            $0.onlyShots = ["010"]
            $0.list = "/lists/film.json"
        }
        #expect(try await gaps(stage).map(\.name) == ["020"])
        #expect(try await gaps(stage).map(\.obstacle) == [.leftOut])
        #expect(try await ProductionStatus(of: stage.production).list == "/lists/film.json")
        _ = try await stage.run(plan)
        #expect(try await gaps(stage).isEmpty)
    }

    /// A refusal of the provider counts as a take: it would refuse again.
    @Test(
        arguments: [
            (#"{"fault": "wrong-rate"}"#, .rejected, 1),
            (#"{"fault": "moderation"}"#, .moderated, 0),
            (#"{"fault": "422", "on": "submit"}"#, .requestRefused, 1),
        ] as [(String, DailiesReport.Obstacle, Int)])
    func failuresAreGaps(
        _ fault: String, _ obstacle: DailiesReport.Obstacle, _ takes: Int
    ) async throws {
        let stage = try RehearsalStage(faults: fault)
        let result = try await stage.run(try stage.plan(RehearsalStage.oneShot))
        #expect(try await gaps(stage).map(\.obstacle) == [obstacle])
        #expect(try await gaps(stage).map(\.countedTakes) == [takes])
        // As the session that met it says.
        #expect(
            try await ProductionStatus(of: stage.production).report.tasks == result.report.tasks)
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

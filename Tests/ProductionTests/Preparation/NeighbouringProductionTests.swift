import DailiesPlanning
import DailiesProduction
import DailiesTestSupport
import Foundation
import Testing

/// A list that got another title is noticed before it is bought again.
@Suite(.timeLimit(.minutes(3))) struct NeighbouringProductionTests {
    private func buy(_ stage: RehearsalStage, _ list: String, isPaid: Bool = true) async throws {
        _ = try await stage.run(try stage.plan(list), isStandIn: !isPaid) {
            $0.allowsLoopback = true
        }
    }

    private func find(
        _ stage: RehearsalStage, _ list: String, beside name: String = "other"
    ) async throws -> NeighbouringProduction? {
        await NeighbouringProduction.find(
            of: try stage.plan(list), beside: ProductionFolder(path: stage.folder.file(name)))
    }

    private static let otherTitle = RehearsalStage.twoShots.replacing("\"film\"", with: "\"other\"")

    @Test func theProductionOfTheFormerTitleIsFound() async throws {
        let stage = try RehearsalStage()
        #expect(try await find(stage, Self.otherTitle) == nil)
        try await buy(stage, RehearsalStage.twoShots)
        let found = try #require(try await find(stage, Self.otherTitle))
        #expect(found.names == ["010", "020"] && found.isSameList)
        #expect(found.folder.resolvedPath == stage.production.resolvedPath)
        // The production itself goes on.
        #expect(try await find(stage, Self.otherTitle, beside: "film") == nil)
    }

    /// One of three shots may be in two films that have little else in common; half of the old or of the
    /// new list means the same list.
    @Test func fewSharedShotsAreAnotherList() async throws {
        let stage = try RehearsalStage()
        func list(_ prompts: [String]) -> String {
            let shots = prompts.enumerated().map { index, prompt in
                #"{"id": "\#(index)", "prompt": "\#(prompt)", "duration": 3, "aspect_ratio": "1:1"}"#
            }
            return
                #"{"title": "film", "model": "kling-v3-standard", "shots": [\#(shots.joined(separator: ","))]}"#
        }
        try await buy(stage, list(["a", "b", "c"]))
        let few = try #require(try await find(stage, list(["a", "x", "y"])))
        #expect(few.names == ["0"] && !few.isSameList)
        let grown = try #require(try await find(stage, list(["a", "b", "v", "w", "x", "y", "z"])))
        #expect(grown.names == ["0", "1"] && grown.isSameList)
        let shrunk = try #require(try await find(stage, list(["x", "c"])))
        #expect(shrunk.isSameList)
        #expect(try await find(stage, list(["x", "y"])) == nil)
    }

    /// Only the shots that are wanted now count.
    @Test func shotsThatAreLeftOutDoNotCount() async throws {
        let stage = try RehearsalStage()
        try await buy(stage, RehearsalStage.oneShot)
        let plan = try stage.plan(Self.otherTitle)
        let folder = ProductionFolder(path: stage.folder.file("other"))
        #expect(
            await NeighbouringProduction.find(of: plan, only: ["010"], beside: folder)?.names == [
                "010"
            ])
        #expect(await NeighbouringProduction.find(of: plan, only: ["020"], beside: folder) == nil)
    }

    @Test func aRehearsalIsNoPurchase() async throws {
        let stage = try RehearsalStage()
        try await buy(stage, RehearsalStage.twoShots, isPaid: false)
        #expect(try await find(stage, Self.otherTitle) == nil)
    }

    /// What failed or was refused can be bought again.
    @Test func failedRunsAreNoPurchase() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "moderation"}"#)
        try await buy(stage, RehearsalStage.oneShot)
        #expect(try await find(stage, RehearsalStage.oneShot) == nil)
    }
}

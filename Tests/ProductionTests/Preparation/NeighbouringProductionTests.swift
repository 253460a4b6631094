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
        #expect(found.names == ["010", "020"])
        #expect(found.folder.resolvedPath == stage.production.resolvedPath)
        // The production itself goes on.
        #expect(try await find(stage, Self.otherTitle, beside: "film") == nil)
    }

    /// One shot of two may be in several films; a second one of three means the same list.
    @Test func sharedShotsAreNoSecondPurchase() async throws {
        let stage = try RehearsalStage()
        try await buy(stage, RehearsalStage.oneShot)
        #expect(try await find(stage, Self.otherTitle) == nil)
        #expect(try await find(stage, RehearsalStage.oneShot)?.names == ["010"])
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

import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// What a provider reports about a finished run besides the address of its file.
@Suite(.serialized) struct ReportedDeliveryTests {
    /// A person decides about a take that the provider's content filter flags.
    @Test func aFlaggedTakeIsHeldAndNotBoughtAgain() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "nsfw", "on": "status"}"#)
        let plan = try stage.plan(RehearsalStage.oneShot)
        for _ in 0..<2 {
            let result = try await stage.run(plan) { $0.maximumTakes = 3 }
            let problem = try #require(result.outcomes[0].problem)
            #expect(problem.contains("content filter"))
            #expect(problem.contains("--accept-flagged"))
            #expect(result.report.film == nil)
            #expect(result.report.html.contains("flagged as unsafe"))
        }
        #expect(try await stage.submissions() == 1)
        let accepted = try await stage.run(plan) { $0.acceptsFlagged = true }
        #expect(accepted.outcomes[0].problem == nil)
        #expect(accepted.report.film?.frames == 73)
        #expect(try await stage.submissions() == 1)
    }

    @Test func whatIsReportedIsComparedAndKept() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.oneShot)
        let result = try await stage.run(plan)
        let run = try #require(try await Ledger(path: stage.production.ledger).runs().first)
        #expect(run.wire == plan.runs[0].request.json)
        let take = try #require(result.report.shots.first?.parts.first?.takes.first)
        #expect(take.delivery.width == 960 && take.delivery.height == 960)
        #expect(take.delivery.duration == 3)
        #expect(take.delivery.isFlagged == false)
        #expect(take.delivery.inferenceSeconds != nil)
        let checks = try #require(take.verification?.checks)
        for code in [CheckCode.claimedFrameSize, .claimedDuration, .contentFlag] {
            #expect(checks.first { $0.code == code }?.result == .pass, "\(code)")
        }
        let sidecar = try Data(
            contentsOf: URL(fileURLWithPath: stage.production.path + "/takes/010-t1.json"))
        #expect(try JSONValue(parsing: sidecar)["delivery"]?["inferenceSeconds"] != nil)
        #expect(result.report.html.contains("worked on for"))
        // The report is made without the sidecar.
        try FileManager.default.removeItem(
            atPath: stage.production.path + "/takes/010-t1.json")
        let again = try await stage.run(try stage.plan(RehearsalStage.oneShot))
        let kept = try #require(again.report.shots.first?.parts.first?.takes.first)
        #expect(kept.measurement?.video?.frameCount == 73)
    }

    /// A finished production that is started again decodes no take: its still is kept.
    @Test func theStillIsMadeOnceAndKept() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.oneShot)
        _ = try await stage.run(plan)
        let path = stage.production.path + "/takes/010-t1-still.jpg"
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).starts(with: [0xFF, 0xD8]))
        try Data("kept".utf8).write(to: URL(fileURLWithPath: path))
        let again = try await stage.run(plan)
        let take = try #require(again.report.shots.first?.parts.first?.takes.first)
        #expect(take.still == "takes/010-t1-still.jpg")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("kept".utf8))
    }
}

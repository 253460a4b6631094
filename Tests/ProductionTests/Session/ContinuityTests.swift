import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesMedia
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// Shots and parts that start with the last picture of the one before.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ContinuityTests {
    private static func list(_ first: String = "a red kite") -> String {
        """
        {"title": "film", "model": "kling-v3-standard", "defaults": {"continue_from": "previous"},
         "shots": [{"id": "010", "prompt": "\(first)", "duration": 3, "aspect_ratio": "1:1"},
                   {"id": "020", "prompt": "a blue sea", "duration": 3}]}
        """
    }

    @Test func aShotStartsWithTheLastPictureOfTheAcceptedTake() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(Self.list())
        #expect(plan.runs.map(\.startsFrom) == [nil, "010"])
        #expect(plan.runs[1].endpoint.hasSuffix("image-to-video"))
        let result = try await stage.run(plan)
        #expect(result.outcomes.compactMap(\.problem) == [])
        #expect(result.report.film?.clips.map(\.take) == ["010-t1", "020-t1"])

        // The uploaded picture is the last one of the take, up to rounding; a few decoded colours are
        // outside RGB.
        let take = stage.production.place("takes/010-t1.mp4")
        let picture = stage.production.place("takes/010-t1-last.png")
        let last = try DecodedPicture(take, number: 72)
        let handed = try FFmpegProgram.brightness(of: picture)
        #expect(handed.count == last.luma.count)
        let off = zip(handed, last.luma).count { abs($0 - ($1 - 16) * 255 / 219) > 2 }
        #expect(off * 1000 < handed.count)
        // The next take starts with it.
        let first = try DecodedPicture(stage.production.place("takes/020-t1.mp4"), number: 0)
        let difference = zip(first.luma, last.luma).map { abs($0 - $1) }.reduce(0, +)
        #expect(Double(difference) / Double(last.luma.count) < 4)
    }

    @Test func theSameListAgainBuysNothing() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(Self.list())
        _ = try await stage.run(plan)
        let again = try await stage.run(plan)
        // What was measured while the film was made is in the report of every later session.
        let seams = try #require(again.report.film?.seams)
        #expect(seams.count == 1 && seams.allSatisfy { (-60...0).contains($0.before) })
        #expect(try await stage.submissions() == 2)
        // Also if the picture is missing: it is made from the take again.
        try FileManager.default.removeItem(
            atPath: stage.production.place("takes/010-t1-last.png"))
        _ = try await stage.run(plan)
        #expect(try await stage.submissions() == 2)
    }

    @Test func anotherTakeOfThePreviousShotBuysTheNextShotAgain() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(Self.list()))
        let result = try await stage.run(try stage.plan(Self.list("a green kite")))
        #expect(try await stage.submissions() == 4)
        #expect(result.report.film?.clips.map(\.take) == ["010-t2", "020-t2"])
    }

    @Test func aShotWithoutItsStartPictureIsNotBought() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "failed", "times": 1}"#)
        let result = try await stage.run(try stage.plan(Self.list()))
        #expect(try await stage.submissions() == 1)
        #expect(result.outcomes[1].problem?.contains("last picture of 010") == true)
    }

    @Test func partsFollowOneAnother() async throws {
        let stage = try RehearsalStage(FalProvider.self)
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
              {"id": "010", "prompt": "a red kite", "duration": 16, "continue_from": "parts",
               "aspect_ratio": "1:1"}]}
            """
        let plan = try stage.plan(list)
        #expect(plan.runs.map(\.name) == ["010a", "010b"])
        #expect(plan.runs.map(\.startsFrom) == [nil, "010a"])
        #expect(plan.runs[1].request.start == .lastPicture(of: "010a"))
        #expect(plan.runs[1].request.aspectRatio == nil)
        let result = try await stage.run(plan)
        #expect(result.outcomes.compactMap(\.problem) == [])
        let ledger = try Ledger(path: stage.production.ledger)
        let second = try #require(try await ledger.runs().last)
        #expect(second.request?.start == .lastPicture(of: "010a-t1"))
    }

    @Test func aPictureThatTheModelRefusesIsAProblemOfTheList() throws {
        let stage = try RehearsalStage()
        func problems(_ width: Int, _ height: Int) throws -> [String] {
            let name = try stage.picture(width: width, height: height)
            return try planned(stage, picture: name)
        }
        #expect(try problems(480, 320) == [])
        #expect(try problems(480, 290).contains { $0.contains("each side needs 300") })
        #expect(try problems(1000, 390).contains { $0.contains("too wide") })
        #expect(try problems(390, 1000).contains { $0.contains("too tall") })
        #expect(try planned(stage, picture: "none.png").contains { $0.contains("isn't there") })
        try Data("no picture".utf8).write(to: URL(fileURLWithPath: stage.folder.file("no.png")))
        #expect(try planned(stage, picture: "no.png").contains { $0.contains("neither a PNG") })
    }

    private func planned(_ stage: RehearsalStage, picture: String) throws -> [String] {
        let list = """
            {"title": "film", "shots": [{"prompt": "A", "start_image_url": "\(picture)"}]}
            """
        return try stage.prepare(list).problems.map(\.message)
    }
}

import DailiesJSON
import DailiesPlanning
import DailiesShotList
import Foundation
import Testing

/// A shot list becomes planned runs.
struct PlannerTests {
    @Test func theLighthouseSampleIsSixRuns() throws {
        let text = String(decoding: try Shipped.data("samples/lighthouse.json"), as: UTF8.self)
        let plan = try plan(text)
        #expect(plan.title == "lighthouse")
        #expect(plan.runs.map(\.name) == ["010", "020a", "020b", "030", "040", "050"])
        #expect(
            plan.runs.map { $0.request.json["duration"]?.text } == ["5", "12", "12", "4", "6", "3"])
        #expect(plan.shots.map(\.isMultiRun) == [false, true, false, false, false])
        #expect(plan.providers == ["runflow"])
        #expect(plan.pricesDate == "2026-09-01")
    }

    @Test func theLighthouseSampleCostsWhatThePriceBookSays() throws {
        let text = String(decoding: try Shipped.data("samples/lighthouse.json"), as: UTF8.self)
        let quote = try plan(text).quote
        // 38 s with sound at 0.168 and 4 s without at 0.112; at worst 0.21 and 0.14.
        #expect(quote.expected.decimal == "6.832")
        #expect(quote.worst.decimal == "8.54")
    }

    @Test func aShotOfTwentyFourSecondsIsTwoPartsOfTwelve() throws {
        let runs = try planShot(#""id": "020", "prompt": "A", "duration": 24"#).runs
        #expect(runs.map(\.part) == ["a", "b"])
        #expect(runs.map { $0.request.json["duration"] } == ["12", "12"])
        #expect(runs.map { $0.request.json["prompt"] } == ["A", "A"])
        #expect(Set(runs.map(\.digest)).count == 1)
        #expect(runs.map(\.name) == ["020a", "020b"])
    }

    @Test func aShotOfOneRunHasNoPart() throws {
        let run = try #require(try planShot(#""id": "010", "prompt": "A""#).runs.first)
        #expect(run.part == nil)
        #expect(run.name == "010")
    }

    @Test func theLongestShotIsTwentySixPartsWithUniqueNames() throws {
        let runs = try planShot(#""id": "x", "prompt": "A", "duration": 390"#).runs
        #expect(runs.count == 26)
        #expect(runs.first?.name == "xa")
        #expect(runs.last?.name == "xz")
        #expect(Set(runs.map(\.name)).count == 26)
    }

    @Test func aProviderThatDoesNotHostTheModelIsAProblem() throws {
        let model = try Shipped.model()
        let reader = ShotListReader(book: PresetBook(models: [model.id: model], presets: [:]))
        let reading = reader.read(
            ListDocument(
                Data(#"{"provider": "nobody", "shots": [{"prompt": "A"}]}"#.utf8),
                fileName: "a.json"))
        #expect(reading.list == nil)
        #expect(
            reading.problems.map(\.description) == [
                "list, provider: nobody doesn't host Kling 3.0 Pro; its providers: eachlabs, fal, "
                    + "fal-sync, kling, kling-v1, replicate, runflow, runflow-sync"
            ])
    }

    @Test func aMissingPriceIsAProblemAndNotFree() throws {
        let two = try list(#"{"shots": [{"prompt": "A"}, {"prompt": "B", "duration": 24}]}"#)
        let (plan, problems) = Planner(prices: PriceBook()).plan(two)
        #expect(plan == nil)
        #expect(problems.map(\.shot) == ["010", "020"])
        #expect(problems.allSatisfy { $0.message.contains("is no price for Kling 3.0 Pro") })
    }
}

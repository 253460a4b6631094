import DailiesPlanning
import DailiesShotList
import Foundation
import Testing

/// How long a session takes, from what runs usually take: 240 s of Kling 3.0 Pro.
struct TimeEstimateTests {
    private func seconds(_ shots: String, concurrency: Int, only: Set<String>? = nil) throws -> Int?
    {
        let plan = try plan("{\"shots\": [\(shots)]}")
        return TimeEstimate(
            of: plan, buying: only ?? Set(plan.runs.map(\.name)), concurrency: concurrency
        ).seconds
    }

    private static let five = Array(repeating: "{\"prompt\": \"A\"}", count: 5).joined(
        separator: ",")

    @Test func runsAtOnceTakeTheTimeOfOne() throws {
        #expect(try seconds(Self.five, concurrency: 5) == 240)
        #expect(try seconds(Self.five, concurrency: 4) == 480)
        #expect(try seconds(Self.five, concurrency: 1) == 1200)
        #expect(try seconds(Self.five, concurrency: 1, only: ["020", "030"]) == 480)
        #expect(try seconds(Self.five, concurrency: 4, only: []) == 0)
    }

    /// A run that starts with a last picture waits for its source; others use the places meanwhile.
    @Test func aChainIsBoughtOneAfterAnother() throws {
        let chain = """
            {"prompt": "A", "duration": 45, "continue_from": "parts"},
            {"prompt": "B", "continue_from": "previous"}
            """
        #expect(try seconds(chain, concurrency: 8) == 4 * 240)
        #expect(try seconds(chain + "," + Self.five, concurrency: 2) == 5 * 240)
        // The take that the others start with is there already.
        #expect(try seconds(chain, concurrency: 8, only: ["010b", "010c"]) == 480)
    }

    @Test func measuredTimesCountFirst() throws {
        let plan = try plan("{\"shots\": [\(Self.five)]}")
        let names = Set(plan.runs.map(\.name))
        let estimate = TimeEstimate(
            of: plan, buying: names, concurrency: 5, measured: ["kling-v3-pro": 100])
        #expect(estimate.seconds == 100)
        #expect(estimate.waits == ["kling-v3-pro": 100])
    }

    @Test func aModelWithoutATimeHasNoEstimate() throws {
        let book = try Shipped.book()
        let document = ListDocument(
            .init(#"{"model": "kling-v3-standard", "shots": [{"prompt": "A"}]}"#.utf8),
            fileName: "film.json")
        let list = try #require(ShotListReader(book: book).read(document).list)
        let plan = try #require(Planner(prices: try Shipped.prices()).plan(list).plan)
        let estimate = TimeEstimate(of: plan, buying: ["010"], concurrency: 4)
        #expect(estimate.seconds == nil)
        #expect(estimate.unknownModels == ["kling-v3-standard"])
    }
}

import DailiesJSON
import DailiesPlanning
import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// Requests and digests equal those of the first version.
///
/// A digest decides whether a run is bought again, so digests never change. The first version wrote
/// the file. Any JSON library that writes sorted keys without white space gives bytes with the same
/// SHA-256.
struct GoldenRequestTests {
    private struct Golden {
        let list: Data
        let runs: [String: JSONValue]

        init() throws {
            let path = Checkout.path("Tests/PlanningTests/Golden/requests.json")
            let json = try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: path)))
            list = try #require(json["list"]).canonicalBytes
            runs = try #require(json["runs"]?.members)
        }
    }

    private func plan(_ provider: String, _ golden: Golden) throws -> Plan {
        let reader = ShotListReader(
            book: try Shipped.book(), flags: ShotListReader.Flags(providers: [provider]))
        let list = try #require(
            reader.read(ListDocument(golden.list, fileName: "golden.json")).list)
        return try #require(Planner(prices: try Shipped.prices()).plan(list).plan)
    }

    @Test(arguments: ["runflow", "fal", "eachlabs"])
    func requestsAndDigestsAreThoseOfTheFirstVersion(_ provider: String) throws {
        let golden = try Golden()
        let runs = try plan(provider, golden).runs
        let expected = try #require(golden.runs[provider]?.elements)
        #expect(runs.map(\.name) == expected.map { $0["run"]?.text })
        #expect(runs.map(\.endpoint) == expected.map { $0["endpoint"]?.text })
        #expect(runs.map { $0.request.json.line } == expected.map { $0["request"]?.line })
        #expect(runs.map(\.digest) == expected.map { $0["digest"]?.text })
    }

    @Test func aStoredRequestReadsBack() throws {
        let golden = try Golden()
        for run in try plan("fal", golden).runs {
            #expect(RunRequest(run.request.json) == run.request)
        }
        #expect(RunRequest(["prompt": "A"]) == nil)
        #expect(RunRequest(["prompt": "A", "duration": "five", "generate_audio": true]) == nil)
        #expect(RunRequest(.null) == nil)
    }
}

import DailiesDigest
import DailiesJSON
import DailiesPlanning
import DailiesShotList
import Foundation
import Testing

/// The digest identifies what would be bought: equal purchases have equal digests, others differ.
struct DigestTests {
    private func digest(_ members: String) throws -> String {
        try #require(try planShot(members).runs.first).digest
    }

    @Test func keyOrderAndNumberFormatDoNotMatter() throws {
        let first = try digest(#""prompt": "A", "duration": 5, "negative_prompt": "blur""#)
        let second = try digest(#""negative_prompt": "blur", "duration": "5", "prompt": "A""#)
        #expect(first == second)
        #expect(first.count == 64)
        let one = try digest(#""prompt": "A", "cfg_scale": 1"#)
        #expect(try digest(#""prompt": "A", "cfg_scale": 1.0"#) == one)
    }

    @Test func fieldsThatAreNotSentDoNotMatter() throws {
        let bare = try digest(#""prompt": "A""#)
        let named = try digest(
            #""prompt": "A", "id": "999", "scene": "Dusk", "note": "later", "caption": "B""#)
        #expect(bare == named)
    }

    @Test func everyFieldThatIsSentMatters() throws {
        let all = try [
            #""prompt": "A""#, #""prompt": "B""#, #""prompt": "A", "duration": 6"#,
            #""prompt": "A", "aspect_ratio": "1:1""#, #""prompt": "A", "generate_audio": false"#,
            #""prompt": "A", "negative_prompt": "blur""#, #""prompt": "A", "cfg_scale": 0.5"#,
            #""prompt": "A", "shot_type": "customize""#,
            #""multi_prompt": [{"prompt": "A", "duration": 5}]"#,
        ].map(digest)
        #expect(Set(all).count == all.count)
    }

    @Test func theProviderAndTheEndpointMatter() throws {
        let digests = try [("runflow", "a"), ("fal", "a"), ("fal", "b")].map { provider, endpoint in
            let list = try hosted(by: provider, at: endpoint)
            let book = try PriceBook(try prices(of: provider))
            let plan = Planner(prices: book).plan(list).plan
            return try #require(plan?.runs.first).digest
        }
        #expect(Set(digests).count == 3)
    }

    @Test func aDigestIsTheHashOfProviderEndpointAndRequest() throws {
        let bought =
            #"{"endpoint":"kuaishou/kling-video/v3/pro/text-to-video","provider":"runflow","#
            + #""request":{"aspect_ratio":"16:9","duration":"5","generate_audio":true,"#
            + #""prompt":"A"}}"#
        #expect(try digest(#""prompt": "A""#) == SHA256Digest(of: Data(bought.utf8)).hex)
    }

    /// A list of one shot for the shipped model, with another endpoint.
    private func hosted(by provider: String, at endpoint: String) throws -> ShotList {
        var profile = try #require(try Shipped.json("presets/models/kling-v3-pro.json").members)
        var host = try #require(profile["hosts"]?["runflow"]?.members)
        var text = try #require(host["text"]?.members)
        text["address"] = .string(endpoint)
        host["text"] = .object(text)
        profile["hosts"] = .object([provider: .object(host)])
        let model = try ModelProfile(.object(profile))
        let reader = ShotListReader(book: PresetBook(models: [model.id: model], presets: [:]))
        let bytes = Data(#"{"provider": "\#(provider)", "shots": [{"prompt": "A"}]}"#.utf8)
        return try #require(reader.read(ListDocument(bytes, fileName: "film.json")).list)
    }

    private func prices(of provider: String) throws -> JSONValue {
        var book = try #require(try Shipped.json("presets/prices/2026-09-01.json").members)
        var price = try #require(book["prices"]?.elements?.first?.members)
        price["provider"] = .string(provider)
        book["prices"] = [.object(price)]
        return .object(book)
    }
}

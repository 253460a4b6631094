import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// `dailies models`, and a user's own models and prices, with the built command.
@Suite struct ModelsProcessTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String...) throws -> DailiesProcess.Result {
        try DailiesProcess(arguments, in: folder.path).finish()
    }

    /// Puts a file into the user's folder for settings.
    private func write(_ text: String, to file: String) throws {
        let path = folder.path + "/.config/dailies/" + file
        let parent = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(
            atPath: parent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// A shipped model under another id and address.
    private func ownModel() throws -> String {
        try String(
            contentsOfFile: Checkout.path("presets/models/hailuo-2.3-pro.json"), encoding: .utf8
        )
        .replacingOccurrences(of: "\"hailuo-2.3-pro\"", with: "\"mine\"")
        .replacingOccurrences(of: "fal-ai/minimax/hailuo-2.3/pro", with: "me/mine")
    }

    @Test func everyModelIsListedWithItsHostsAndPrices() throws {
        try write(try ownModel(), to: "models/mine.json")
        let result = try run("models")
        #expect(result.status == 0, "\(result.talk)")
        for line in [
            "veo-3.1  Veo 3.1", "mine  Hailuo 2.3 Pro", "    fal: no known price",
            "    fal: $0.42 a second; 2026-11-25",
        ] {
            #expect(result.output.contains("\n" + line + "\n"), "\(line)\n\(result.output)")
        }
        let lines = try run("models", "--json").output.split(separator: "\n")
        let models = try lines.map { try JSONValue(parsing: Data($0.utf8)) }
        let ltx = try #require(models.first { $0["id"] == "ltx-2.3" })
        #expect(ltx["hosts"]?["fal"]?["text"] == "fal-ai/ltx-2.3/text-to-video")
        #expect(ltx["hosts"]?["fal"]?["source"]?.text != nil)
    }

    @Test func aBadFileStopsOnlyTheListsThatNeedIt() throws {
        try write(#"{"schema": "dailies.model/3", "id": "mine"}"#, to: "models/mine.json")
        try write(#"{"prices": [{"model": "kling-v3-pro"}"#, to: "prices/bad.json")
        for (model, status) in [("mine", 2), ("kling-v3-pro", 2), ("kling-v3-standard", 0)] {
            let list = #"{"model": "\#(model)", "shots": [{"prompt": "A"}]}"#
            try folder.write(Data(list.utf8), as: "film.json")
            let result = try run("plan", "film.json")
            #expect(result.status == Int32(status), "\(model): \(result.output)\(result.talk)")
        }
        #expect(try run("models").status == 1)
    }

    @Test func ownPricesCountIfTheyAreNewer() throws {
        try write(try ownModel(), to: "models/mine.json")
        let list = #"{"model": "mine", "provider": "fal", "shots": [{"prompt": "A"}]}"#
        try folder.write(Data(list.utf8), as: "film.json")
        #expect(try run("plan", "film.json").status == 2)
        func prices(_ date: String, _ price: String) -> String {
            """
            {"schema": "dailies.prices/3", "date": "\(date)", "prices": [{"provider": "fal",
             "model": "mine", "source": "me", "rates": [{"per": "clip", "expected": "\(price)"}]}]}
            """
        }
        try write(prices("2026-10-01", "0.50"), to: "prices/mine.json")
        let plan = try run("plan", "film.json")
        #expect(plan.status == 0 && plan.output.contains("quote $0.50"), "\(plan.output)")
        #expect(plan.output.contains("(prices of 2026-10-01)"))
        try folder.write(Data(prices("2026-09-01", "9").utf8), as: "old.json")
        try folder.write(Data(prices("2026-11-01", "0.70").utf8), as: "new.json")
        let both = try run("plan", "film.json", "--prices", "old.json", "--prices", "new.json")
        #expect(both.output.contains("quote $0.70"), "\(both.output)")
    }

    @Test func everyProblemOfAFileIsNamed() throws {
        try folder.write(
            Data(#"{"schema": "dailies.model/3", "asks": {"sound": 1}}"#.utf8), as: "m.json")
        let result = try run("models", "check", "m.json")
        #expect(result.status == 1)
        for key in ["id", "name", "sources", "asks.durations", "asks.sound", "hosts", "delivers"] {
            let line = result.output.split(separator: "\n").first { $0.contains(", \(key): ") }
            #expect(line?.hasPrefix("m.json:1:") == true, "\(key)\n\(result.output)")
        }
        for file in try FileManager.default.contentsOfDirectory(
            atPath: Checkout.path("presets/models"))
        {
            let good = try run("models", "check", Checkout.path("presets/models/\(file)"))
            #expect(good.status == 0, "\(good.output)")
        }
        #expect(try run("models", "check").status == 2)
        #expect(try run("models", "chekc", "m.json").status == 2)
        let mistyped = try run("models", "veo-3.2")
        #expect(mistyped.status == 2)
        #expect(mistyped.talk.contains("did you mean veo-3.1?"), "\(mistyped.talk)")
        let one = try run("models", "veo-3.1", "--json")
        #expect(one.output.split(separator: "\n").count == 1)
        #expect(one.output.contains("\"veo-3.1\""))
    }

    @Test func aDraftBecomesAFileThatIsRead() throws {
        let document = """
            {"info": {"x-fal-metadata": {"endpointId": "me/mine/text-to-video"}},
             "paths": {"/me/mine/text-to-video": {"post": {"requestBody": {"content": {
               "application/json": {"schema": {"type": "object", "required": ["prompt"], "properties": {
                 "prompt": {"type": "string"},
                 "duration": {"type": "string", "enum": ["5", "10"], "default": "5"}}}}}}}}}}
            """
        try folder.write(Data(document.utf8), as: "openapi.json")
        let draft = try run("models", "draft", "--openapi", "openapi.json")
        #expect(draft.status == 0 && draft.talk.contains("no field asks for sound"))
        try folder.write(Data(draft.output.utf8), as: "mine.json")
        let check = try run("models", "check", "mine.json")
        #expect(check.status == 0, "\(check.output)")
        #expect(
            draft.output.hasPrefix("{\n  \"schema\": \"dailies.model/3\",\n  \"id\": \"me-mine\""))
        #expect(try run("models", "draft").status == 2)
    }
}

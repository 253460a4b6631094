import DailiesJSON
import DailiesPlanning
import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// The schemas in `presets/schema` have the keys that the decoders know, and no others.
struct SchemaTests {
    private func schema(_ name: String) throws -> JSONValue {
        try Shipped.json("presets/schema/\(name).schema.json")
    }

    /// The keys of an object in a schema, without those for remarks.
    private func keys(_ object: JSONValue?) throws -> Set<String> {
        let members = try #require(object?["properties"]?.members)
        #expect(object?["additionalProperties"] == false)
        #expect(object?["patternProperties"]?["^//"] == true)
        #expect(members.keys.contains("$comment"))
        return Set(members.keys.filter { !JSONValue.isRemark($0) })
    }

    @Test func listsHaveTheDecodersKeys() throws {
        let list = try schema("list")
        let types = try #require(list["$defs"])
        #expect(try keys(list) == ShotFields.listFields)
        #expect(try keys(types["shot"]) == ShotFields.shotFields)
        #expect(try keys(types["film"]) == ListedFilm.fields)
        #expect(try keys(types["music"]) == ListedFilm.musicFields)
        #expect(try keys(types["prompt"]) == ["prompt", "duration"])
        #expect(
            try keys(types["element"]) == [
                "frontal_image_url", "reference_image_urls", "video_url", "voice_id",
            ])
    }

    @Test func presetsHaveTheDecodersKeys() throws {
        let preset = try schema("preset")
        let list = try schema("list")
        #expect(try keys(preset) == ShotPreset.keys)
        #expect(try keys(preset["properties"]?["shot"]) == ShotPreset.shotKeys)
        #expect(try keys(preset["properties"]?["session"]) == PresetSession.keys)
        for name in ["film", "music", "element"] {
            #expect(preset["$defs"]?[name] == list["$defs"]?[name])
        }
        #expect(preset["properties"]?["schema"]?["const"]?.text == ShotPreset.schema)
    }

    @Test func modelsHaveTheDecodersKeys() throws {
        let model = try schema("model")
        let types = try #require(model["$defs"])
        #expect(try keys(model) == ModelProfile.keys)
        #expect(try keys(model["properties"]?["asks"]) == ModelAsks.keys)
        #expect(try keys(model["properties"]?["delivers"]) == ModelDelivery.keys)
        #expect(try keys(types["host"]) == ModelHost.keys)
        #expect(try keys(types["endpoint"]) == ModelHost.Endpoint.keys)
        #expect(try keys(types["wire"]) == WireForm.keys)
        #expect(try keys(types["field"]?["anyOf"]?.elements?.last) == WireForm.Field.keys)
        #expect(model["properties"]?["schema"]?["const"]?.text == ModelProfile.schema)
    }

    @Test func pricesHaveTheDecodersKeys() throws {
        let prices = try schema("prices")
        #expect(try keys(prices) == PriceBook.keys)
        #expect(try keys(prices["$defs"]?["entry"]) == PriceBook.Entry.keys)
        #expect(try keys(prices["$defs"]?["rate"]) == PriceBook.Rate.keys)
        #expect(prices["properties"]?["schema"]?["const"]?.text == PriceBook.schema)
    }

    /// The shipped presets have every key, so that users see what there is.
    @Test func shippedPresetsHaveEveryKey() throws {
        for folder in ["looks", "purposes"] {
            let names = try FileManager.default.contentsOfDirectory(
                atPath: Checkout.path("presets/\(folder)"))
            for name in names {
                let json = try Shipped.json("presets/\(folder)/\(name)")
                #expect(json["$schema"] == "../schema/preset.schema.json")
                #expect(
                    try #require(json.members).keys.filter { $0 != "$schema" }.sorted()
                        == ShotPreset.keys.subtracting(["note"]).sorted(), "\(name)")
                #expect(Set(json["shot"]?.members?.keys ?? [:].keys) == ShotPreset.shotKeys)
                #expect(Set(json["film"]?.members?.keys ?? [:].keys) == ListedFilm.fields)
                #expect(Set(json["session"]?.members?.keys ?? [:].keys) == PresetSession.keys)
                #expect(try ShotPreset(json).name + ".json" == name)
            }
        }
    }
}

/// What Python's `jsonschema` says of files by the schemas, and what the decoders say.
@Suite(
    .enabled(
        if: ExternalProgram.schemaPython != nil,
        "needs Python with jsonschema; Tests/run.sh sets it up"))
struct SchemaWitnessTests {
    /// Validates the documents of a file, one a line, and prints a line for each: "valid", or the first
    /// error.
    private static let program = """
        import json, sys, jsonschema
        schema = json.load(open(sys.argv[1], encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for line in open(sys.argv[2], encoding="utf-8"):
            errors = sorted(validator.iter_errors(json.loads(line)), key=lambda e: list(map(str, e.path)))
            print("valid" if not errors else f"{list(errors[0].path)}: {errors[0].message[:200]}")
        """

    private func verdicts(_ documents: [JSONValue], _ schema: String) throws -> [String] {
        let python = try #require(ExternalProgram.schemaPython)
        let folder = try TemporaryFolder()
        let text = documents.map(\.line).joined(separator: "\n") + "\n"
        let file = try folder.write(Data(text.utf8), as: "documents")
        let outcome = try ExternalProgram.run(
            python,
            ["-c", Self.program, Checkout.path("presets/schema/\(schema).schema.json"), file],
            environment: ["PYTHONIOENCODING": "utf-8"])
        try #require(outcome.status == 0, "\(outcome.errorOutput)")
        return outcome.output.split(separator: "\n").map(String.init)
    }

    @Test(arguments: [
        ("model", "presets/models"), ("prices", "presets/prices"),
        ("provider", "presets/providers"), ("preset", "presets/looks"),
        ("preset", "presets/purposes"), ("list", "samples/lighthouse.json"),
        ("settings", "samples/settings.json"),
    ])
    func everyShippedFileIsValid(schema: String, path: String) throws {
        let names =
            path.hasSuffix(".json")
            ? [path]
            : try FileManager.default.contentsOfDirectory(atPath: Checkout.path(path))
                .filter { $0.hasSuffix(".json") }.map { "\(path)/\($0)" }
        let files = try names.map { try Shipped.json($0) }
        #expect(try verdicts(files, schema) == files.map { _ in "valid" })
        #expect(
            files.allSatisfy { $0["$schema"]?.text?.hasSuffix("\(schema).schema.json") == true })
    }

    /// Each key of a shipped file misspelled, or with another type, is refused by both.
    @Test func damagedFilesAreRefusedByBoth() throws {
        func accepts(_ make: () throws -> Void) -> Bool { (try? make()) != nil }
        let files: [(String, String, (JSONValue) -> Bool)] = [
            (
                "model", "presets/models/kling-v3-pro.json",
                { j in accepts { _ = try ModelProfile(j) } }
            ),
            ("prices", "presets/prices/2026-11-25.json", { j in accepts { _ = try PriceBook(j) } }),
            (
                "preset", "presets/purposes/delivery.json",
                { j in accepts { _ = try ShotPreset(j) } }
            ),
        ]
        for (schema, path, isAccepted) in files {
            let damaged = Self.damaged(try Shipped.json(path))
            #expect(damaged.count > 20)
            let verdicts = try verdicts(damaged.map(\.json), schema)
            for (damage, verdict) in zip(damaged, verdicts) {
                #expect(
                    isAccepted(damage.json) == (verdict == "valid"),
                    "\(path), \(damage.what): \(verdict)")
            }
        }
    }

    /// The document with one member misspelled, and with one member of another type, for each member
    /// whose name and type the format determines.
    private static func damaged(_ json: JSONValue) -> [(what: String, json: JSONValue)] {
        guard let members = json.members else { return [] }
        var results: [(String, JSONValue)] = []
        let free: Set = [
            "$schema", "values", "constants", "defaults", "with", "frame_sizes", "hosts", "note",
            "shot_types", "sources", "extras", "metadata",
        ]
        for (name, value) in members
        where !free.contains(name) && !(name == "elements" && value == .null) {
            var renamed = members
            renamed[name] = nil
            renamed[name + "x"] = value == .null ? 1 : value
            results.append(("\(name) misspelled", .object(renamed)))
            // A number is no text, and so on; the null of a preset says nothing.
            var retyped = members
            retyped[name] = value.members != nil || value.elements != nil ? 7 : [["x": 1]]
            results.append(("\(name) of another type", .object(retyped)))
            var inner = damaged(value)
            if let first = value.elements?.first {
                inner = damaged(first).map { what, json in
                    (what, .array([json] + (value.elements ?? []).dropFirst()))
                }
            }
            for (what, json) in inner {
                var changed = members
                changed[name] = json
                results.append(("\(name).\(what)", .object(changed)))
            }
        }
        return results
    }
}

import DailiesJSON
import DailiesShotList
import Foundation
import Testing

/// Profiles drafted from OpenAPI documents say what the documents say, and leave the rest open.
struct ModelDraftTests {
    /// A document in fal's form: optional fields have null among their alternatives.
    private static func fal(_ id: String, _ properties: String, required: String) -> String {
        """
        {"openapi": "3.0.4", "info": {"x-fal-metadata": {"endpointId": "\(id)"}},
         "paths": {
           "/\(id)": {"post": {"requestBody": {"content": {"application/json": {
             "schema": {"$ref": "#/components/schemas/TheInput"}}}}}},
           "/\(id)/requests/{request_id}": {"get": {}}},
         "components": {"schemas": {"TheInput": {
           "type": "object", "properties": {\(properties)}, "required": [\(required)]}}}}
        """
    }

    private static let text = fal(
        "fal-ai/some/text-to-video",
        """
        "prompt": {"type": "string", "minLength": 1, "maxLength": 2000},
        "duration": {"type": "string", "enum": ["4s", "6s", "8s"], "default": "8s"},
        "aspect_ratio": {"type": "string", "enum": ["16:9", "9:16"], "default": "16:9"},
        "resolution": {"type": "string", "enum": ["720p", "1080p"], "default": "720p"},
        "generate_audio": {"type": "boolean", "default": true},
        "seed": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "negative_prompt": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "style": {"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "null"}]},
        "strength": {"type": "number", "minimum": 0, "maximum": 2},
        "loras": {"type": "array", "items": {"type": "object"}}
        """, required: #""prompt""#)

    private static let image = fal(
        "fal-ai/some/image-to-video",
        """
        "prompt": {"type": "string"},
        "image_url": {"type": "string"},
        "aspect_ratio": {"type": "string", "enum": ["auto", "16:9", "9:16"], "default": "auto"},
        "duration": {"type": "string", "enum": ["4s", "6s", "8s"], "default": "8s"},
        "generate_audio": {"type": "boolean", "default": true}
        """, required: #""prompt", "image_url""#)

    private func draft(_ documents: String..., provider: String = "fal") throws -> ModelDraft {
        ModelDraft(
            try documents.map { text in
                let json = try JSONValue(parsing: Data(text.utf8))
                return ("doc.json", try #require(OpenAPIInput(json)))
            }, provider: provider)
    }

    @Test func twoEndpointsBecomeOneProfile() throws {
        let draft = try draft(Self.text, Self.image)
        let model = try ModelProfile(draft.profile)
        #expect(model.id == "some")
        #expect(model.asks.durations(at: nil) == .values([4, 6, 8]))
        #expect(model.asks.defaultDuration == 8)
        #expect(model.asks.aspectRatios == ["16:9", "9:16"])
        #expect(model.asks.resolutions == ["720p", "1080p"])
        #expect(model.asks.sound == .optional && model.asks.defaultSound)
        #expect(model.asks.prompt.scalars == 2000)
        #expect(model.asks.seed == Int.min...Int.max)
        #expect(
            model.asks.extras == ["style": .text(["a", "b"]), "strength": .number(0...2)])
        let host = try #require(model.hosts["fal"])
        #expect(host.text?.address == "fal-ai/some/text-to-video")
        #expect(host.start?.address == "fal-ai/some/image-to-video")
        #expect(host.text?.asksAspectRatio == true && host.start?.asksAspectRatio == false)
        #expect(host.start?.requires("start_image_url") == true)
        #expect(host.start?.wire.fields["duration"]?.form == .seconds)
        #expect(draft.notes.contains { $0.contains("\"loras\" can't be described") })
        #expect(model.delivers.frameRate == .unknown)
    }

    /// Replicate's enumerations are schemas of their own, its durations whole numbers.
    @Test func replicatesDocumentIsRead() throws {
        let draft = try draft(
            """
            {"components": {"schemas": {
              "length": {"type": "integer", "enum": [4, 6, 8]},
              "Input": {"type": "object", "required": ["prompt"], "properties": {
                "prompt": {"type": "string", "x-order": 0},
                "duration": {"allOf": [{"$ref": "#/components/schemas/length"}], "default": 8},
                "image": {"type": "string", "format": "uri"}, "loop": {"type": "boolean"}}}}}}
            """)
        #expect(draft.profile["asks"]?["durations"] == ["values": [4, 6, 8]])
        let start = draft.profile["hosts"]?["fal"]?["start"]
        #expect(start?["wire"]?["start_image_url"] == "image")
        #expect(start?["wire"]?["duration"] == "duration")
        #expect(draft.notes.contains { $0.contains("address") })
        #expect(draft.notes.contains { $0.contains("no field asks for sound") })
    }

    /// The model object of Replicate's API, with a picture that may be left out: one address for both.
    @Test func replicatesModelObjectIsRead() throws {
        let draft = try draft(
            """
            {"owner": "me", "name": "mine", "url": "https://replicate.com/me/mine",
             "latest_version": {"id": "abc", "openapi_schema": {
              "paths": {"/predictions": {"post": {"requestBody": {"content": {"application/json":
                {"schema": {"$ref": "#/components/schemas/PredictionRequest"}}}}}}},
              "components": {"schemas": {
               "PredictionRequest": {"type": "object", "properties": {
                 "input": {"$ref": "#/components/schemas/Input"}}},
               "mode": {"enum": ["standard", "pro"], "type": "string", "title": "mode"},
               "aspect_ratio": {"enum": ["16:9", "1:1"], "type": "string"},
               "Output": {"type": "string", "format": "uri"},
               "Input": {"type": "object", "title": "Input", "required": ["prompt"], "properties": {
                "end_image": {"type": "string", "format": "uri", "x-order": 3},
                "start_image": {"type": "string", "format": "uri", "x-order": 2},
                "prompt": {"type": "string", "x-order": 0},
                "duration": {"type": "integer", "default": 5, "minimum": 3, "maximum": 15,
                  "x-order": 6},
                "mode": {"allOf": [{"$ref": "#/components/schemas/mode"}], "default": "pro",
                  "x-order": 4},
                "aspect_ratio": {"allOf": [{"$ref": "#/components/schemas/aspect_ratio"}],
                  "default": "16:9", "x-order": 5},
                "generate_audio": {"type": "boolean", "default": false, "x-order": 7},
                "multi_prompt": {"type": "string", "x-order": 8}}}}}}}}
            """)
        let model = try ModelProfile(draft.profile)
        #expect(model.id == "me-mine")
        #expect(model.asks.durations(at: nil) == .range(3...15))
        #expect(model.asks.aspectRatios == ["16:9", "1:1"])
        #expect(model.asks.sound == .optional && !model.asks.defaultSound)
        #expect(model.asks.extras == ["mode": .text(["standard", "pro"])])
        let host = try #require(model.hosts["fal"])
        #expect(host.text?.address == "me/mine" && host.start?.address == "me/mine")
        #expect(host.text?.accepts("start_image_url") == false)
        #expect(host.start?.requires("start_image_url") == true)
        let fields = draft.profile["hosts"]?["fal"]?["start"]?["fields"]?.elements
        #expect(
            fields == [
                "prompt", "start_image", "end_image", "mode", "aspect_ratio", "duration",
                "generate_audio",
            ])
        // A text of unknown form.
        #expect(draft.notes.contains { $0.contains("\"multi_prompt\" can't be described") })
    }

    @Test func framesAreSecondsTimesTheRate() throws {
        let draft = try draft(
            Self.fal(
                "fal-ai/open",
                """
                "prompt": {"type": "string"},
                "num_frames": {"type": "integer", "minimum": 17, "maximum": 161, "default": 81},
                "frames_per_second": {"type": "integer", "minimum": 4, "maximum": 60, "default": 16}
                """, required: #""prompt""#))
        let model = try ModelProfile(draft.profile)
        #expect(model.asks.durations(at: nil) == .range(1...10))
        #expect(model.asks.defaultDuration == 5)
        let wire = try #require(model.hosts["fal"]?.text?.wire)
        #expect(wire.fields["duration"]?.form == .frames(extra: 1, rate: 16))
        #expect(wire.constants == ["frames_per_second": 16])
    }

    /// What a document doesn't say is a problem of the draft, which a person answers.
    @Test func whatIsMissingStaysOpen() throws {
        let draft = try draft(
            Self.fal("fal-ai/x", #""prompt": {"type": "string"}"#, required: #""prompt""#))
        let invalid = #expect(throws: InvalidPreset.self) { try ModelProfile(draft.profile) }
        #expect(
            invalid?.problems.compactMap(\.key) == ["asks.durations", "asks.duration_default"])
        #expect(draft.notes.contains { $0.hasPrefix("asks.durations: ") })
    }

    /// Such an endpoint is another task, and no shot can be made there.
    @Test func aRequiredFieldThatNoShotCanGiveIsAProblem() throws {
        let draft = try draft(
            Self.fal(
                "fal-ai/x",
                """
                "prompt": {"type": "string"}, "duration": {"type": "integer", "enum": [5]},
                "loras": {"type": "array", "items": {}}
                """, required: #""prompt", "loras""#))
        let invalid = #expect(throws: InvalidPreset.self) { try ModelProfile(draft.profile) }
        #expect(invalid?.problems.map(\.key) == ["hosts.fal.text.required"])
    }

    /// The default of a duration without limits is the only one that is known.
    @Test func aDurationWithoutLimitsIsItsDefault() throws {
        let draft = try draft(
            Self.fal(
                "fal-ai/x",
                #""prompt": {"type": "string"}, "duration": {"type": "string", "default": "5s"}"#,
                required: #""prompt""#))
        let model = try ModelProfile(draft.profile)
        #expect(model.asks.durations(at: nil) == .values([5]))
        #expect(model.hosts["fal"]?.text?.wire.fields["duration"]?.form == .seconds)
        #expect(draft.notes.contains { $0.contains("the limits of \"duration\" aren't said") })
    }

    @Test func aDocumentWithoutAnInputIsNone() {
        #expect(OpenAPIInput(["openapi": "3.0.4", "paths": [:]]) == nil)
        #expect(OpenAPIInput([]) == nil)
    }

    private static let itself = Array(
        repeating: ##"{"$ref": "#/components/schemas/TheInput"}"##, count: 12
    ).joined(separator: ",")

    private static let hostile: [String] = [
        #""prompt": {"type": "string"}, "duration": {"type": "integer", "enum": [\#(Int.min), \#(Int.max), 5]}"#,
        #""prompt": {"type": "string"}, "num_frames": {"type": "integer", "minimum": \#(Int.min), "maximum": \#(Int.max)}"#,
        #""prompt": {"type": "string"}, "a": {"allOf": [\#(itself)]}"#,
    ]

    /// Documents with numbers that can't be counted with, and schemas that contain themselves.
    @Test(.timeLimit(.minutes(1)), arguments: hostile)
    func hostileDocumentsEndInADraft(_ properties: String) throws {
        let document = Self.fal("fal-ai/x", properties, required: #""prompt""#)
        let input = try #require(
            OpenAPIInput(try JSONValue(parsing: Data(document.utf8))))
        let draft = ModelDraft([("x.json", input)], provider: "fal")
        #expect(draft.profile["schema"]?.text == "dailies.model/3")
    }
}

import DailiesGeneration
import DailiesJSON
import DailiesPlanning
import DailiesProduction
import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// The input of each model at Kling itself, in both protocols, against JSON written by hand from
/// Kling's pages.
struct KlingWireTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let provider: String
        let model: String
        /// The fields of the shot.
        let shot: String
        let endpoint: String
        let input: String

        var testDescription: String { "\(provider), \(model): \(endpoint)" }
    }

    private static let first = "https://a.example/first.png"
    private static let last = "https://a.example/last.png"
    private static let start = #""start_image_url": "\#(first)""#
    private static let both = #"\#(start), "end_image_url": "\#(last)""#
    private static let row =
        #""multi_prompt": [{"prompt": "A; b", "duration": 2}, {"prompt": "C", "duration": 3}]"#

    static let cases: [Case] = [
        // multi_shot is true by default, and must be sent.
        Case(
            provider: "kling", model: "kling-v3-standard",
            shot: #""prompt": "A", "duration": 15, "generate_audio": false"#,
            endpoint: "text-to-video/kling-3.0",
            input: """
                {"prompt": "A", "settings": {"resolution": "720p", "aspect_ratio": "16:9",
                 "duration": 15, "audio": "off", "multi_shot": false}}
                """),
        Case(
            provider: "kling", model: "kling-v3-pro",
            shot: #""prompt": "A", "shot_type": "intelligent", "aspect_ratio": "9:16""#,
            endpoint: "text-to-video/kling-3.0",
            input: """
                {"prompt": "A", "settings": {"resolution": "1080p", "aspect_ratio": "9:16",
                 "duration": 5, "audio": "native", "multi_shot": true}}
                """),
        Case(
            provider: "kling", model: "kling-v3-4k", shot: row,
            endpoint: "text-to-video/kling-3.0",
            input: """
                {"prompt": "shot 1, 2, A, b; shot 2, 3, C;",
                 "settings": {"resolution": "4k", "aspect_ratio": "16:9", "duration": 5,
                 "audio": "native", "multi_shot": true}}
                """),
        Case(
            provider: "kling", model: "kling-v3-standard",
            shot: #""prompt": "A", "shot_type": "customize", \#(both)"#,
            endpoint: "image-to-video/kling-3.0",
            input: """
                {"contents": [{"type": "prompt", "text": "A"},
                 {"type": "first_frame", "url": "\(first)"},
                 {"type": "last_frame", "url": "\(last)"}],
                 "settings": {"resolution": "720p", "duration": 5, "audio": "native",
                 "multi_shot": false}}
                """),
        Case(
            provider: "kling", model: "kling-v3-pro", shot: "\(row), \(start)",
            endpoint: "image-to-video/kling-3.0",
            input: """
                {"contents": [{"type": "prompt", "text": "shot 1, 2, A, b; shot 2, 3, C;"},
                 {"type": "first_frame", "url": "\(first)"}],
                 "settings": {"resolution": "1080p", "duration": 5, "audio": "native",
                 "multi_shot": true}}
                """),
        Case(
            provider: "kling", model: "kling-o3-standard", shot: #""prompt": "A""#,
            endpoint: "omni-video/kling-3.0-omni",
            input: """
                {"contents": [{"type": "prompt", "text": "A"}],
                 "settings": {"resolution": "720p", "aspect_ratio": "16:9", "duration": 5,
                 "audio": "off", "multi_shot": false}}
                """),
        Case(
            provider: "kling", model: "kling-o3-pro",
            shot: #""prompt": "A", "generate_audio": true, \#(both)"#,
            endpoint: "omni-video/kling-3.0-omni",
            input: """
                {"contents": [{"type": "prompt", "text": "A"},
                 {"type": "first_frame", "url": "\(first)"},
                 {"type": "last_frame", "url": "\(last)"}],
                 "settings": {"resolution": "1080p", "duration": 5, "audio": "native",
                 "multi_shot": false}}
                """),
        Case(
            provider: "kling", model: "kling-v2.6-pro", shot: #""prompt": "A", "duration": 10"#,
            endpoint: "text-to-video/kling-2.6",
            input: """
                {"prompt": "A", "settings": {"resolution": "1080p", "aspect_ratio": "16:9",
                 "duration": 10, "audio": "native"}}
                """),
        Case(
            provider: "kling", model: "kling-v2.5-turbo-pro", shot: #""prompt": "A", \#(both)"#,
            endpoint: "image-to-video/kling-2.5-turbo",
            input: """
                {"contents": [{"type": "prompt", "text": "A"},
                 {"type": "first_frame", "url": "\(first)"},
                 {"type": "last_frame", "url": "\(last)"}],
                 "settings": {"resolution": "1080p", "duration": 5}}
                """),
        Case(
            provider: "kling-v1", model: "kling-v3-standard",
            shot: #""prompt": "A", "negative_prompt": "B", "cfg_scale": 0.25, "duration": 3"#,
            endpoint: "v1/videos/text2video",
            input: """
                {"model_name": "kling-v3", "mode": "std", "prompt": "A", "negative_prompt": "B",
                 "cfg_scale": 0.25, "duration": "3", "aspect_ratio": "16:9", "sound": "on"}
                """),
        Case(
            provider: "kling-v1", model: "kling-v3-pro", shot: row,
            endpoint: "v1/videos/text2video",
            input: """
                {"model_name": "kling-v3", "mode": "pro", "multi_shot": true,
                 "shot_type": "customize", "multi_prompt": [
                 {"index": 1, "prompt": "A; b", "duration": "2"},
                 {"index": 2, "prompt": "C", "duration": "3"}],
                 "duration": "5", "aspect_ratio": "16:9", "sound": "on"}
                """),
        Case(
            provider: "kling-v1", model: "kling-v3-4k", shot: #""prompt": "A", \#(both)"#,
            endpoint: "v1/videos/image2video",
            input: """
                {"model_name": "kling-v3", "mode": "4k", "prompt": "A", "duration": "5",
                 "sound": "on", "image": "\(first)", "image_tail": "\(last)"}
                """),
        Case(
            provider: "kling-v1", model: "kling-v2.6-pro",
            shot: #""prompt": "A", "generate_audio": false, \#(start)"#,
            endpoint: "v1/videos/image2video",
            input: """
                {"model_name": "kling-v2-6", "mode": "pro", "prompt": "A", "duration": "5",
                 "sound": "off", "image": "\(first)"}
                """),
        Case(
            provider: "kling-v1", model: "kling-v2.5-turbo-pro",
            shot: #""prompt": "A", "negative_prompt": "B""#,
            endpoint: "v1/videos/text2video",
            input: """
                {"model_name": "kling-v2-5-turbo", "mode": "pro", "prompt": "A",
                 "negative_prompt": "B", "duration": "5", "aspect_ratio": "16:9"}
                """),
    ]

    private static func prepare(
        _ model: String, _ shot: String, provider: String
    ) throws -> Preparation {
        let list = """
            {"title": "film", "model": "\(model)", "shots": [{"id": "010", \(shot)}]}
            """
        return try Preparation(
            list: Data(list.utf8), path: "/tmp/film.json",
            flags: ShotListReader.Flags(providers: [provider]),
            presets: PresetsFolder(path: Checkout.path("presets")))
    }

    @Test(arguments: cases)
    func theInputIsWhatThePagesSay(_ golden: Case) throws {
        let preparation = try Self.prepare(golden.model, golden.shot, provider: golden.provider)
        let plan = try #require(preparation.plan, "\(preparation.problems)")
        let run = try #require(plan.runs.first)
        #expect(run.endpoint == golden.endpoint)
        let input = WireInput(try plan.endpoint(of: run)).input(run.request)
        #expect(input == (try JSONValue(parsing: Data(golden.input.utf8))))
        // Every run has a known price.
        #expect(run.quote.isComplete)
    }

    /// What a protocol hasn't is a problem of the list, before anything is bought.
    @Test(arguments: [
        ("kling", "kling-v3-pro", #""prompt": "A", "negative_prompt": "B""#, "negative_prompt"),
        ("kling", "kling-v3-pro", #""prompt": "A", "cfg_scale": 0.5"#, "cfg_scale"),
        (
            "kling", "kling-v3-pro",
            #""prompt": "@Element1", \#(start), "elements": [{"frontal_image_url": "#
                + #""https://a.example/a.png", "reference_image_urls": ["https://a.example/b.png"]}]"#,
            "elements"
        ),
        ("kling", "kling-v2.6-pro", #""prompt": "<<<voice_1>>>", "voice_ids": ["v"]"#, "voice_ids"),
        (
            "kling-v1", "kling-v3-pro", #""prompt": "A", "shot_type": "intelligent""#, "shot_type"
        ),
        ("kling-v1", "kling-v3-pro", "\(row), \(start)", "multi_prompt"),
        ("kling-v1", "kling-v2.6-pro", #""prompt": "A", "cfg_scale": 0.5"#, "cfg_scale"),
    ])
    func aFieldThatTheProtocolHasNotIsAProblem(
        _ provider: String, _ model: String, _ shot: String, _ field: String
    ) throws {
        let preparation = try Self.prepare(model, shot, provider: provider)
        #expect(preparation.plan == nil)
        #expect(
            preparation.problems.contains { "\($0)".contains(field) }, "\(preparation.problems)")
    }
}

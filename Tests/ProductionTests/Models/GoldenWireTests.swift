import DailiesGeneration
import DailiesJSON
import DailiesPlanning
import DailiesProduction
import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// The input of each model that ships, against JSON written by hand from fal's types (fal-js 381105e).
struct GoldenWireTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let model: String
        /// The fields of the shot.
        let shot: String
        let endpoint: String
        let input: String

        var testDescription: String { "\(model): \(endpoint)" }
    }

    private static let first = "https://a.example/first.png"
    private static let last = "https://a.example/last.png"
    private static let start = #""start_image_url": "\#(first)""#
    private static let both = #"\#(start), "end_image_url": "\#(last)""#

    static let cases: [Case] = [
        Case(
            model: "kling-v3-4k", shot: #""prompt": "A", "duration": 15, "cfg_scale": 0.5"#,
            endpoint: "fal-ai/kling-video/v3/4k/text-to-video",
            input: """
                {"prompt": "A", "duration": "15", "aspect_ratio": "16:9", "generate_audio": true,
                 "cfg_scale": 0.5}
                """),
        Case(
            model: "kling-v3-4k",
            shot:
                #""multi_prompt": [{"prompt": "A", "duration": 2}, {"prompt": "B", "duration": 3}], "#
                + start,
            endpoint: "fal-ai/kling-video/v3/4k/image-to-video",
            input: """
                {"multi_prompt": [{"prompt": "A", "duration": "2"}, {"prompt": "B", "duration": "3"}],
                 "duration": "5", "generate_audio": true, "shot_type": "customize",
                 "start_image_url": "\(first)"}
                """),
        Case(
            model: "kling-v2.6-pro",
            shot:
                #""prompt": "A", "duration": 10, "generate_audio": false, "negative_prompt": "B""#,
            endpoint: "fal-ai/kling-video/v2.6/pro/text-to-video",
            input: """
                {"prompt": "A", "duration": "10", "aspect_ratio": "16:9", "generate_audio": false,
                 "negative_prompt": "B"}
                """),
        Case(
            model: "kling-v2.6-pro",
            shot: #""prompt": "<<<voice_1>>> sings", "voice_ids": ["v"], \#(both)"#,
            endpoint: "fal-ai/kling-video/v2.6/pro/image-to-video",
            input: """
                {"prompt": "<<<voice_1>>> sings", "duration": "5", "generate_audio": true,
                 "voice_ids": ["v"], "start_image_url": "\(first)", "end_image_url": "\(last)"}
                """),
        Case(
            model: "kling-v2.5-turbo-pro", shot: #""prompt": "A", "cfg_scale": 0.75"#,
            endpoint: "fal-ai/kling-video/v2.5-turbo/pro/text-to-video",
            input: #"{"prompt": "A", "duration": "5", "aspect_ratio": "16:9", "cfg_scale": 0.75}"#),
        Case(
            model: "kling-v2.5-turbo-pro", shot: #""prompt": "A", \#(both)"#,
            endpoint: "fal-ai/kling-video/v2.5-turbo/pro/image-to-video",
            input: """
                {"prompt": "A", "duration": "5", "image_url": "\(first)", "tail_image_url": "\(last)"}
                """),
        Case(
            model: "kling-o3-pro", shot: #""prompt": "A", "generate_audio": true, "duration": 3"#,
            endpoint: "fal-ai/kling-video/o3/pro/text-to-video",
            input: """
                {"prompt": "A", "duration": "3", "aspect_ratio": "16:9", "generate_audio": true}
                """),
        Case(
            model: "kling-o3-standard",
            shot: #""prompt": "A", "shot_type": "intelligent", \#(start)"#,
            endpoint: "fal-ai/kling-video/o3/standard/image-to-video",
            input: """
                {"prompt": "A", "duration": "5", "generate_audio": false, "image_url": "\(first)",
                 "shot_type": "intelligent"}
                """),
        Case(
            model: "veo-3.1",
            shot: #""prompt": "A", "duration": 6, "seed": 7, "extras": {"safety_tolerance": "2"}"#,
            endpoint: "fal-ai/veo3.1",
            input: """
                {"prompt": "A", "duration": "6s", "aspect_ratio": "16:9", "resolution": "720p",
                 "generate_audio": true, "seed": 7, "safety_tolerance": "2"}
                """),
        Case(
            model: "veo-3.1", shot: #""prompt": "A", "resolution": "4k", \#(start)"#,
            endpoint: "fal-ai/veo3.1/image-to-video",
            input: """
                {"prompt": "A", "duration": "8s", "aspect_ratio": "auto", "resolution": "4k",
                 "generate_audio": true, "image_url": "\(first)"}
                """),
        Case(
            model: "veo-3.1-fast", shot: #""prompt": "A", "generate_audio": false, \#(both)"#,
            endpoint: "fal-ai/veo3.1/fast/first-last-frame-to-video",
            input: """
                {"prompt": "A", "duration": "8s", "aspect_ratio": "auto", "resolution": "720p",
                 "generate_audio": false, "first_frame_url": "\(first)", "last_frame_url": "\(last)"}
                """),
        Case(
            model: "seedance-2.0",
            shot: #""prompt": "A", "aspect_ratio": "21:9", "extras": {"bitrate_mode": "high"}"#,
            endpoint: "bytedance/seedance-2.0/text-to-video",
            input: """
                {"prompt": "A", "duration": "5", "aspect_ratio": "21:9", "resolution": "720p",
                 "generate_audio": true, "bitrate_mode": "high"}
                """),
        Case(
            model: "seedance-2.0", shot: #""prompt": "A", \#(both)"#,
            endpoint: "bytedance/seedance-2.0/image-to-video",
            input: """
                {"prompt": "A", "duration": "5", "aspect_ratio": "auto", "resolution": "720p",
                 "generate_audio": true, "image_url": "\(first)", "end_image_url": "\(last)"}
                """),
        Case(
            model: "seedance-1.5-pro",
            shot: #""prompt": "A", "duration": 12, "extras": {"camera_fixed": true}"#,
            endpoint: "fal-ai/bytedance/seedance/v1.5/pro/text-to-video",
            input: """
                {"prompt": "A", "duration": "12", "aspect_ratio": "16:9", "resolution": "720p",
                 "generate_audio": true, "camera_fixed": true}
                """),
        Case(
            model: "hailuo-2.3-standard",
            shot: #""prompt": "A", "duration": 10, "extras": {"prompt_optimizer": false}"#,
            endpoint: "fal-ai/minimax/hailuo-2.3/standard/text-to-video",
            input: #"{"prompt": "A", "duration": "10", "prompt_optimizer": false}"#),
        Case(
            model: "hailuo-2.3-pro", shot: #""prompt": "A", \#(start)"#,
            endpoint: "fal-ai/minimax/hailuo-2.3/pro/image-to-video",
            input: #"{"prompt": "A", "image_url": "\#(first)"}"#),
        Case(
            model: "wan-2.6", shot: #""prompt": "A", "duration": 15, \#(start)"#,
            endpoint: "wan/v2.6/image-to-video",
            input: """
                {"prompt": "A", "duration": "15", "resolution": "1080p", "image_url": "\(first)"}
                """),
        Case(
            model: "wan-2.5", shot: #""prompt": "A", "negative_prompt": "B", "seed": 0"#,
            endpoint: "fal-ai/wan-25-preview/text-to-video",
            input: """
                {"prompt": "A", "duration": "5", "aspect_ratio": "16:9", "resolution": "1080p",
                 "negative_prompt": "B", "seed": 0}
                """),
        Case(
            model: "ltx-2.3", shot: #""prompt": "A", "frame_rate": 48, "duration": 8"#,
            endpoint: "fal-ai/ltx-2.3/text-to-video",
            input: """
                {"prompt": "A", "duration": 8, "aspect_ratio": "16:9", "resolution": "1080p",
                 "fps": 48, "generate_audio": true}
                """),
        Case(
            model: "luma-ray-2", shot: #""prompt": "A", "duration": 9, "extras": {"loop": true}"#,
            endpoint: "fal-ai/luma-dream-machine/ray-2",
            input: """
                {"prompt": "A", "duration": "9s", "aspect_ratio": "16:9", "resolution": "540p",
                 "loop": true}
                """),
        Case(
            model: "luma-ray-2", shot: #""prompt": "A", "aspect_ratio": "4:3", \#(start)"#,
            endpoint: "fal-ai/luma-dream-machine/ray-2/image-to-video",
            input: """
                {"prompt": "A", "duration": "5s", "aspect_ratio": "4:3", "resolution": "540p",
                 "image_url": "\(first)"}
                """),
        Case(
            model: "pixverse-5.5", shot: #""prompt": "A", "generate_audio": true, \#(both)"#,
            endpoint: "fal-ai/pixverse/v5.5/transition",
            input: """
                {"prompt": "A", "duration": "5", "resolution": "720p",
                 "generate_audio_switch": true, "first_image_url": "\(first)",
                 "end_image_url": "\(last)"}
                """),
        Case(
            model: "vidu-q3", shot: #""prompt": "A", "duration": 16, "generate_audio": false"#,
            endpoint: "fal-ai/vidu/q3/text-to-video",
            input: """
                {"prompt": "A", "duration": 16, "aspect_ratio": "16:9", "resolution": "720p",
                 "audio": false}
                """),
        Case(
            model: "wan-2.2-a14b", shot: #""prompt": "A", "duration": 10, "resolution": "480p""#,
            endpoint: "fal-ai/wan/v2.2-a14b/text-to-video",
            input: """
                {"prompt": "A", "num_frames": 161, "frames_per_second": 16, "interpolator_model": "none",
                 "num_interpolated_frames": 0, "adjust_fps_for_interpolation": false,
                 "aspect_ratio": "16:9", "resolution": "480p"}
                """),
    ]

    /// Replicate's input, by hand from the pages of its models (read 2026-11-27).
    static let replicateCases: [Case] = [
        Case(
            model: "kling-v3-pro", shot: #""prompt": "A", "duration": 15, "negative_prompt": "B""#,
            endpoint: "kwaivgi/kling-v3-video",
            input: """
                {"prompt": "A", "negative_prompt": "B", "mode": "pro", "duration": 15,
                 "aspect_ratio": "16:9", "generate_audio": true}
                """),
        Case(
            model: "kling-v3-standard",
            shot:
                #""multi_prompt": [{"prompt": "A \"b\"", "duration": 2}, {"prompt": "B", "duration": 1}], "#
                + #""generate_audio": false, \#(start)"#,
            endpoint: "kwaivgi/kling-v3-video",
            input: """
                {"prompt": "A \\"b\\"", "mode": "standard", "duration": 3, "generate_audio": false,
                 "multi_prompt":
                   "[{\\"duration\\":2,\\"prompt\\":\\"A \\\\\\"b\\\\\\"\\"},{\\"duration\\":1,\\"prompt\\":\\"B\\"}]",
                 "start_image": "\(first)"}
                """),
        Case(
            model: "kling-v3-standard", shot: #""prompt": "A", \#(both)"#,
            endpoint: "kwaivgi/kling-v3-video",
            input: """
                {"prompt": "A", "mode": "standard", "duration": 5, "generate_audio": true,
                 "start_image": "\(first)", "end_image": "\(last)"}
                """),
        Case(
            model: "veo-3.1", shot: #""prompt": "A", "duration": 4, "seed": 7, \#(both)"#,
            endpoint: "google/veo-3.1",
            input: """
                {"prompt": "A", "duration": 4, "resolution": "720p", "generate_audio": true, "seed": 7,
                 "image": "\(first)", "last_frame": "\(last)"}
                """),
        Case(
            model: "hailuo-2.3-standard",
            shot: #""prompt": "A", "duration": 10, "extras": {"prompt_optimizer": false}"#,
            endpoint: "minimax/hailuo-2.3",
            input: """
                {"prompt": "A", "duration": 10, "resolution": "768p", "prompt_optimizer": false}
                """),
        Case(
            model: "hailuo-2.3-pro", shot: #""prompt": "A", \#(start)"#,
            endpoint: "minimax/hailuo-2.3",
            input: """
                {"prompt": "A", "duration": 6, "resolution": "1080p", "first_frame_image": "\(first)"}
                """),
        Case(
            model: "vidu-q3",
            shot: #""prompt": "A", "duration": 1, "resolution": "1080p", "generate_audio": false"#,
            endpoint: "vidu/q3-pro",
            input: """
                {"prompt": "A", "duration": 1, "resolution": "1080p", "aspect_ratio": "16:9",
                 "audio": false}
                """),
    ]

    @Test(arguments: replicateCases)
    func replicatesInputIsThatOfItsPages(_ golden: Case) throws {
        let plan = try Self.plan(golden.model, golden.shot, provider: "replicate")
        let run = try #require(plan.runs.first)
        #expect(run.endpoint == golden.endpoint)
        let input = WireInput(try plan.endpoint(of: run)).input(run.request)
        #expect(input == (try JSONValue(parsing: Data(golden.input.utf8))))
    }

    /// What Replicate doesn't offer of a model is a problem of the list.
    @Test(arguments: [
        ("veo-3.1", #""prompt": "A", "resolution": "4k""#),
        ("vidu-q3", #""prompt": "A", "resolution": "360p""#),
        ("kling-v3-pro", #""prompt": "A", "cfg_scale": 0.5"#),
        ("kling-v3-pro", #""prompt": "A", "end_image_url": "https://a.example/last.png""#),
    ])
    func whatReplicateDoesNotOfferIsAProblem(model: String, shot: String) throws {
        let list = #"{"model": "\#(model)", "provider": "replicate", "shots": [{\#(shot)}]}"#
        let preparation = try Preparation(
            list: Data(list.utf8), path: "/nowhere/film.json", flags: ShotListReader.Flags(),
            presets: PresetsFolder(path: Checkout.path("presets")), allowsUnpriced: true)
        #expect(preparation.plan == nil && preparation.problems.count == 1)
    }

    /// The plan of one shot; unpriced models too.
    static func plan(_ model: String, _ shot: String, provider: String = "fal") throws -> Plan {
        let list = #"{"model": "\#(model)", "provider": "\#(provider)", "shots": [{\#(shot)}]}"#
        let preparation = try Preparation(
            list: Data(list.utf8), path: "/nowhere/film.json", flags: ShotListReader.Flags(),
            presets: PresetsFolder(path: Checkout.path("presets")), allowsUnpriced: true)
        return try #require(preparation.plan, "\(preparation.problems)")
    }

    @Test(arguments: cases)
    func theInputIsThatOfTheTypes(_ golden: Case) throws {
        let plan = try Self.plan(golden.model, golden.shot)
        let run = try #require(plan.runs.first)
        #expect(run.endpoint == golden.endpoint)
        let input = WireInput(try plan.endpoint(of: run)).input(run.request)
        #expect(input == (try JSONValue(parsing: Data(golden.input.utf8))))
        // What is stored reads back as the same request.
        #expect(RunRequest(run.request.json) == run.request)
    }

    /// Kling 3.0's pages have the names of shot lists, so that its input is the canonical request.
    @Test(arguments: ["runflow", "runflow-sync", "fal", "fal-sync", "eachlabs"])
    func theInputOfKling3IsTheCanonicalRequest(provider: String) throws {
        let shots = [
            #""prompt": "A", "negative_prompt": "B", "cfg_scale": 0.25, "duration": 20"#,
            #""multi_prompt": [{"prompt": "A", "duration": 3}, {"prompt": "B", "duration": 2}]"#,
            #""prompt": "@Element1 runs", \#(Self.start), "elements": [{"frontal_image_url": "#
                + #""https://a.example/a.png", "reference_image_urls": ["https://a.example/b.png"]}]"#,
        ]
        for shot in shots {
            let plan = try Self.plan("kling-v3-standard", shot, provider: provider)
            for run in plan.runs {
                let input = WireInput(try plan.endpoint(of: run)).input(run.request)
                #expect(input.canonicalBytes == run.request.json.canonicalBytes)
            }
        }
    }

    @Test func everyModelThatShipsHasAGoldenInput() throws {
        let shipped = try PresetsFolder(path: Checkout.path("presets")).book().models.keys
        let golden = Set(Self.cases.map(\.model)).union(["kling-v3-pro", "kling-v3-standard"])
        #expect(Set(shipped) == golden)
    }
}

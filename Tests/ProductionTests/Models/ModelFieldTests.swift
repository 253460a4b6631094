import DailiesPlanning
import DailiesProduction
import DailiesShotList
import DailiesTestSupport
import Foundation
import Testing

/// The fields of shot lists that depend on the model: what is possible, and what is said otherwise.
struct ModelFieldTests {
    private func problems(_ model: String, _ shot: String) throws -> [String] {
        let list = #"{"model": "\#(model)", "provider": "fal", "shots": [{\#(shot)}]}"#
        return try Preparation(
            list: Data(list.utf8), path: "/nowhere/film.json", flags: ShotListReader.Flags(),
            presets: PresetsFolder(path: Checkout.path("presets")), allowsUnpriced: true
        ).problems.map(\.description)
    }

    private static let start = #""start_image_url": "https://a.example/a.png""#

    @Test(arguments: [
        (
            "veo-3.1", #""prompt": "A", "duration": 9"#,
            "shot 010, duration: 9 s isn't possible: a run of Veo 3.1 lasts 4, 6 or 8 s; possible "
                + "are 8 s and 10 s (6 + 4)"
        ),
        (
            "veo-3.1", #""prompt": "A", "duration": 5"#,
            "shot 010, duration: 5 s isn't possible: a run of Veo 3.1 lasts 4, 6 or 8 s; possible "
                + "are 4 s and 6 s"
        ),
        (
            "veo-3.1", #""prompt": "A", "duration": 3"#,
            "shot 010, duration: 3 s is too short; Veo 3.1 allows 4 s or more"
        ),
        (
            "pixverse-5.5", #""prompt": "A", "resolution": "1080p", "duration": 9"#,
            "shot 010, duration: 9 s isn't possible: a run of Pixverse 5.5 lasts 5 or 8 s; possible "
                + "are 8 s and 10 s (5 + 5)"
        ),
        (
            "veo-3.1", #""prompt": "A", "resolution": "480p""#,
            "shot 010, resolution: \"480p\" isn't allowed; choose 720p, 1080p, 4k"
        ),
        (
            "hailuo-2.3-pro", #""prompt": "A", "resolution": "1080p""#,
            "shot 010, resolution: Hailuo 2.3 Pro has no \"resolution\"; leave it out, or choose "
                + "another model"
        ),
        (
            "hailuo-2.3-pro", #""prompt": "A", "aspect_ratio": "16:9""#,
            "shot 010, aspect_ratio: Hailuo 2.3 Pro has none to choose; leave it out"
        ),
        (
            "luma-ray-2", #""prompt": "A", "generate_audio": true"#,
            "shot 010, generate_audio: Luma Ray 2 never makes sound; leave it out, or choose another "
                + "model"
        ),
        (
            "wan-2.5", #""prompt": "A", "generate_audio": false"#,
            "shot 010, generate_audio: Wan 2.5 Preview always makes sound; leave it out, or choose "
                + "another model"
        ),
        (
            "ltx-2.3", #""prompt": "A", "frame_rate": 30"#,
            "shot 010, frame_rate: 30 isn't allowed; write 24, 25, 48 or 50 frames per second"
        ),
        (
            "veo-3.1", #""prompt": "A", "seed": 1.5"#,
            "shot 010, seed: it is 1.5; write a whole number"
        ),
        (
            "luma-ray-2", #""prompt": "A", "seed": 1"#,
            "shot 010, seed: Luma Ray 2 has no \"seed\"; leave it out, or choose another model"
        ),
        (
            "veo-3.1", #""prompt": "A", "extras": {"safety_tolerance": 2}"#,
            "shot 010, extras.safety_tolerance: it is 2; write one of \"1\", \"2\", \"3\", \"4\", "
                + "\"5\", \"6\""
        ),
        (
            "veo-3.1", #""prompt": "A", "extras": {"auto_fixx": true}"#,
            "shot 010, extras.auto_fixx: Veo 3.1 has no such field; did you mean \"auto_fix\"?"
        ),
        (
            "veo-3.1", #""prompt": "A", "extras": {"seed": 3}"#,
            "shot 010, extras.seed: Veo 3.1 has no such field; write it in the shot itself"
        ),
        (
            "wan-2.2-a14b", #""prompt": "A", "extras": {"shift": 11}"#,
            "shot 010, extras.shift: it is 11; write a number from 1.0 to 10.0"
        ),
        (
            "wan-2.2-a14b", #""prompt": "A", \#(ModelFieldTests.start)"#,
            "shot 010, start_image_url: Wan 2.2 A14B at fal takes no pictures; leave them out"
        ),
        (
            "wan-2.6", #""prompt": "A""#,
            "shot 010, prompt: Wan 2.6 at fal needs a start picture; write \"start_image_url\""
        ),
        (
            "veo-3.1", #""prompt": "A", "multi_prompt": null, "cfg_scale": 0.5"#,
            "shot 010, cfg_scale: Veo 3.1 has no \"cfg_scale\"; leave it out, or choose another model"
        ),
        (
            "hailuo-2.3-standard",
            #""prompt": "A", \#(ModelFieldTests.start), "end_image_url": "https://a.example/b.png""#,
            "shot 010, end_image_url: fal's image-to-video doesn't accept \"end_image_url\"; leave it "
                + "out, or choose another provider"
        ),
    ])
    func whatAModelCannotDoIsAProblem(model: String, shot: String, problem: String) throws {
        #expect(try problems(model, shot) == [problem])
    }

    @Test func aByteLimitCountsBytes() throws {
        let long = String(repeating: "é", count: 1024)
        #expect(try problems("pixverse-5.5", #""prompt": "\#(long)""#) == [])
        #expect(
            try problems("pixverse-5.5", #""prompt": "\#(long)!""#) == [
                "shot 010, prompt: it has 2049 bytes of UTF-8; at most 2048 are allowed"
            ])
    }

    /// A preset asks for sound and a shape; a model without them has its own way.
    @Test func whatIsInheritedAndNotOfferedHasNoEffect() throws {
        let list = """
            {"model": "hailuo-2.3-standard", "provider": "fal", "preset": "widescreen",
             "defaults": {"generate_audio": true}, "shots": [{"prompt": "A"}]}
            """
        let preparation = try Preparation(
            list: Data(list.utf8), path: "/nowhere/film.json", flags: ShotListReader.Flags(),
            presets: PresetsFolder(path: Checkout.path("presets")))
        let request = try #require(preparation.plan?.runs.first?.request)
        #expect(!request.generateAudio && request.aspectRatio == nil)
        #expect(request.seconds == 6)
    }

    @Test func aLongShotIsDividedIntoValuesThatAddUp() throws {
        let plan = try GoldenWireTests.plan("veo-3.1", #""prompt": "A", "duration": 18"#)
        #expect(plan.runs.map(\.request.seconds) == [6, 6, 6])
        #expect(plan.runs.map(\.name) == ["010a", "010b", "010c"])
        #expect(plan.runs.map(\.request.resolution) == ["720p", "720p", "720p"])
    }

    @Test func aPriceDependsOnTheResolutionAndTheDuration() throws {
        func quote(_ model: String, _ shot: String) throws -> String {
            try GoldenWireTests.plan(model, shot).quote.expected.decimal
        }
        #expect(try quote("veo-3.1", #""prompt": "A", "duration": 4"#) == "1.60")
        #expect(
            try quote("veo-3.1", #""prompt": "A", "duration": 4, "generate_audio": false"#)
                == "0.80")
        #expect(
            try quote("veo-3.1", #""prompt": "A", "duration": 4, "resolution": "4k""#) == "2.40")
        #expect(try quote("luma-ray-2", #""prompt": "A", "duration": 9"#) == "1.00")
        #expect(try quote("hailuo-2.3-standard", #""prompt": "A", "duration": 10"#) == "0.56")
        #expect(
            try !GoldenWireTests.plan("seedance-2.0", #""prompt": "A", "resolution": "480p""#)
                .quote.isComplete)
    }
}

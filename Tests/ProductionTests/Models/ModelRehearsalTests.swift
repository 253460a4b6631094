import DailiesGeneration
import DailiesJSON
import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesShotList
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Every model can be rehearsed: the stand-in reads the model's file with a reader of its own.
@Suite(.serialized) struct ModelRehearsalTests {
    /// A model, the cheapest shot, and the size and number of frames that the file promises.
    static let shots: [(model: String, shot: String, size: String?, frames: Int?)] = [
        ("kling-v3-4k", #""prompt": "A", "duration": 3"#, "3840x2160", nil),
        ("kling-v2.6-pro", #""prompt": "A", "generate_audio": false"#, nil, nil),
        ("kling-v2.5-turbo-pro", #""prompt": "A""#, nil, nil),
        ("kling-o3-standard", #""prompt": "A", "duration": 3"#, nil, nil),
        ("veo-3.1-fast", #""prompt": "A", "duration": 4"#, "1280x720", 96),
        (
            "seedance-2.0", #""prompt": "A", "duration": 4, "resolution": "480p""#, "864x496", 97
        ),
        ("seedance-1.5-pro", #""prompt": "A", "duration": 4, "resolution": "480p""#, nil, nil),
        ("hailuo-2.3-standard", #""prompt": "A""#, "1366x768", nil),
        ("wan-2.5", #""prompt": "A", "resolution": "480p""#, nil, nil),
        ("ltx-2.3", #""prompt": "A", "frame_rate": 24"#, "1920x1080", nil),
        ("luma-ray-2", #""prompt": "A", "extras": {"loop": true}"#, nil, nil),
        ("pixverse-5.5", #""prompt": "A", "resolution": "360p""#, "640x360", nil),
        ("vidu-q3", #""prompt": "A", "duration": 1, "resolution": "540p""#, "960x528", nil),
        ("wan-2.2-a14b", #""prompt": "A", "duration": 2, "aspect_ratio": "1:1""#, nil, 33),
    ]

    @Test(arguments: shots)
    func aFilmOfEachModel(model: String, shot: String, size: String?, frames: Int?) async throws {
        let stage = try RehearsalStage(FalProvider.self)
        let plan = try GoldenWireTests.plan(model, shot)
        let result = try await stage.run(plan)
        let outcome = try #require(result.outcomes.first)
        #expect(outcome.end == .accepted, "\(outcome)")
        let measurement = try MediaFile(path: stage.production.path + "/takes/010-t1.mp4").measure()
        let video = try #require(measurement.video)
        if let size {
            #expect(
                FrameSize(width: video.displayWidth, height: video.displayHeight)
                    == FrameSize(size))
        }
        if let frames { #expect(video.frameCount == frames) }
        #expect((measurement.audio != nil) == plan.runs[0].request.generateAudio)
    }

    /// Replicate's tiers and tasks share an address: the fields tell them apart.
    @Test(arguments: [
        ("kling-v3-pro", #""prompt": "A", "duration": 3"#, "1920x1080"),
        ("kling-v3-standard", #""prompt": "A", "duration": 3"#, "1280x720"),
        ("hailuo-2.3-pro", #""prompt": "A""#, "1920x1080"),
        ("hailuo-2.3-standard", #""prompt": "A""#, "1366x768"),
        ("veo-3.1", #""prompt": "A", "duration": 4"#, "1280x720"),
        ("vidu-q3", #""prompt": "A", "duration": 1, "resolution": "540p""#, "960x528"),
    ])
    func aFilmOfEachModelAtReplicate(model: String, shot: String, size: String) async throws {
        let stage = try RehearsalStage(ReplicateProvider.self)
        let plan = try GoldenWireTests.plan(model, shot, provider: "replicate")
        let result = try await stage.run(plan)
        let outcome = try #require(result.outcomes.first)
        #expect(outcome.end == .accepted, "\(outcome)")
        let measurement = try MediaFile(path: stage.production.path + "/takes/010-t1.mp4").measure()
        let video = try #require(measurement.video)
        #expect(
            FrameSize(width: video.displayWidth, height: video.displayHeight) == FrameSize(size))
    }

    @Test func picturesGoToTheEndpointThatTakesThem() async throws {
        let stage = try RehearsalStage(FalProvider.self)
        let file = try stage.picture(width: 640, height: 360)
        let list = """
            {"title": "film", "model": "veo-3.1", "provider": "fal", "shots": [
              {"id": "010", "prompt": "A", "duration": 4, "generate_audio": false,
               "start_image_url": "\(file)", "end_image_url": "\(file)"}]}
            """
        let plan = try stage.plan(list)
        #expect(plan.runs[0].endpoint == "fal-ai/veo3.1/first-last-frame-to-video")
        let result = try await stage.run(plan)
        #expect(result.outcomes[0].end == .accepted, "\(result.outcomes[0])")
    }

    /// A user's own file, named by the list.
    @Test func aUsersOwnModelIsRehearsed() async throws {
        let stage = try RehearsalStage(FalProvider.self)
        var text = try String(
            contentsOfFile: Checkout.path("presets/models/veo-3.1.json"), encoding: .utf8)
        text.replace("\"fal-ai/veo3.1", with: "\"me/mine")
        text.replace("\"id\": \"veo-3.1\"", with: "\"id\": \"mine\"")
        let file = stage.folder.file("mine.json")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let list = """
            {"model": "mine.json", "shots": [{"prompt": "A", "duration": 4, "resolution": "4k"}]}
            """
        let path = stage.folder.file("film.json")
        let preparation = try Preparation(
            list: Data(list.utf8), path: path, flags: ShotListReader.Flags(providers: ["fal"]),
            presets: PresetsFolder(path: Checkout.path("presets")), allowsUnpriced: true)
        let plan = try #require(preparation.plan, "\(preparation.problems)")
        #expect(plan.runs[0].endpoint == "me/mine" && plan.runs[0].model == "mine")
        #expect(preparation.modelFiles == [file])
    }

    /// The stand-in refuses what the file doesn't allow, so that a rehearsal finds our mistakes.
    @Test(
        arguments: [
            ("duration", "8"), ("duration", 8), ("duration", "5s"), ("aspect_ratio", "1:1"),
            ("aspect_ratio", "auto"), ("resolution", "480p"), ("generate_audio", "true"),
            ("seed", .number(1.5)), ("safety_tolerance", 4), ("safety_tolerance", "7"),
            ("auto_fix", "true"),
            ("image_url", "https://a.example/a.png"), ("fps", 24), ("prompt", nil), ("prompt", " "),
        ] as [(String, JSONValue?)])
    func theStandInRefusesWhatTheFileDoesNotAllow(field: String, value: JSONValue?) async throws {
        let stage = try RehearsalStage(FalProvider.self)
        let plan = try GoldenWireTests.plan("veo-3.1", #""prompt": "A", "seed": 1"#)
        let run = plan.runs[0]
        let input = WireInput(try plan.endpoint(of: run)).input(run.request)
        var members = try #require(input.members)
        members[field] = value
        await #expect(throws: ProviderFailure.self) {
            try await stage.provider.submit(
                GenerationRequest(
                    endpoint: run.endpoint, input: .object(members), clientReference: "dailies-1",
                    metadata: [:]))
        }
        #expect(try await stage.submissions() == 0)
        _ = try await stage.provider.submit(
            GenerationRequest(
                endpoint: run.endpoint, input: input, clientReference: "dailies-2", metadata: [:]))
        #expect(try await stage.submissions() == 1)
    }
}

import DailiesJSON
import DailiesPlanning
import Testing

/// The canonical form of requests: field names and types.
struct RequestTests {
    @Test func theSmallestRequestHasTheDefaults() throws {
        let run = try #require(try planShot(#""prompt": "A boat""#).runs.first)
        #expect(
            run.request.json == [
                "prompt": "A boat", "duration": "5", "aspect_ratio": "16:9",
                "generate_audio": true,
            ])
        #expect(run.provider == "runflow")
        #expect(run.model == "kling-v3-pro")
        #expect(run.endpoint == "kuaishou/kling-video/v3/pro/text-to-video")
    }

    @Test func aFullRequestHasEveryField() throws {
        let run = try #require(
            try planShot(
                #"""
                "prompt": "<<<voice_1>>> calls", "duration": 7, "aspect_ratio": "9:16",
                "generate_audio": false, "negative_prompt": "blur", "cfg_scale": 0.25,
                "shot_type": "intelligent", "voice_ids": ["k"], "scene": "Dusk", "note": "x"
                """#, provider: "eachlabs"
            ).runs.first)
        #expect(
            run.request.json == [
                "prompt": "<<<voice_1>>> calls", "duration": "7", "aspect_ratio": "9:16",
                "generate_audio": false, "negative_prompt": "blur", "cfg_scale": .number(0.25),
                "shot_type": "intelligent", "voice_ids": ["k"],
            ])
    }

    @Test func multiPromptReplacesThePrompt() throws {
        let run = try #require(
            try planShot(
                #""multi_prompt": [{"prompt": "A", "duration": 2}, {"prompt": "B", "duration": 3}]"#
            ).runs.first)
        #expect(run.request.json["prompt"] == nil)
        #expect(run.request.json["duration"] == "5")
        #expect(
            run.request.json["multi_prompt"] == [
                ["prompt": "A", "duration": "2"], ["prompt": "B", "duration": "3"],
            ])
    }

    @Test(arguments: ["5", "\"5\"", "5.0"])
    func aDurationIsAStringHoweverTheListWritesIt(value: String) throws {
        let run = try #require(try planShot("\"prompt\": \"A\", \"duration\": \(value)").runs.first)
        #expect(run.request.json["duration"] == .string("5"))
    }

    @Test(arguments: [true, false])
    func generateAudioIsAlwaysPresent(wanted: Bool) throws {
        let run = try #require(
            try planShot("\"prompt\": \"A\", \"generate_audio\": \(wanted)").runs.first)
        #expect(run.request.json["generate_audio"] == .bool(wanted))
    }
}

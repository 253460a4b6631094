import DailiesShotList
import Testing

/// Layers: built-in < model profile < preset < defaults < shot; a later layer overrides an earlier
/// one.
struct LayerTests {
    @Test func modelProfileIsTheLowestLayer() throws {
        let shot = try soundShot(#""prompt": "A""#)
        #expect(shot.aspectRatio == "16:9")
        #expect(shot.generateAudio)
        #expect(shot.cfgScale == nil)
        #expect(shot.shotType == nil)
        #expect(shot.negativePrompt == nil)
        #expect(shot.voiceIDs == [])
    }

    @Test func presetOverridesTheModel() throws {
        let list = try read(#"{"preset": "vertical", "shots": [{"prompt": "A"}]}"#).list
        #expect(list?.shots.first?.aspectRatio == "9:16")
        let silent = try read(#"{"preset": "silent-widescreen", "shots": [{"prompt": "A"}]}"#).list
        #expect(silent?.shots.first?.generateAudio == false)
    }

    @Test func laterPresetOverridesAnEarlierOne() throws {
        let text = #"{"preset": ["vertical", "square"], "shots": [{"prompt": "A"}]}"#
        #expect(try read(text).list?.shots.first?.aspectRatio == "1:1")
        #expect(try read(text, presets: ["vertical"]).list?.shots.first?.aspectRatio == "9:16")
    }

    @Test func defaultsOverrideAPreset() throws {
        let list = try read(
            #"""
            {"preset": "square", "defaults": {"aspect_ratio": "9:16", "duration": 7},
             "shots": [{"prompt": "A"}]}
            """#
        ).list
        #expect(list?.shots.first?.aspectRatio == "9:16")
        #expect(list?.shots.first?.duration == 7)
    }

    @Test func shotOverridesDefaults() throws {
        let list = try read(
            #"""
            {"defaults": {"duration": 7, "generate_audio": false, "negative_prompt": "blur"},
             "shots": [{"prompt": "A", "duration": 9, "generate_audio": true},
                       {"prompt": "B", "negative_prompt": null}]}
            """#
        ).list
        #expect(list?.shots.map(\.duration) == [9, 7])
        #expect(list?.shots.map(\.generateAudio) == [true, false])
        #expect(list?.shots.map(\.negativePrompt) == ["blur", nil])
    }

    @Test func ownPromptReplacesAnInheritedOneOfTheOtherKind() throws {
        let single = try read(
            #"""
            {"defaults": {"multi_prompt": [{"prompt": "X", "duration": 5}]},
             "shots": [{"prompt": "A"}, {"id": "x"}]}
            """#
        ).list
        #expect(single?.shots.map(\.summary) == ["A", "X"])
        let several = try read(
            #"""
            {"defaults": {"prompt": "X"},
             "shots": [{"multi_prompt": [{"prompt": "A", "duration": 4}]}, {}]}
            """#
        ).list
        #expect(several?.shots.map(\.summary) == ["A", "X"])
    }

    @Test func problemInDefaultsIsReportedForEveryShotThatInheritsIt() throws {
        let reading = try read(
            #"""
            {"defaults": {"cfg_scale": 2},
             "shots": [{"prompt": "A"}, {"prompt": "B", "cfg_scale": 0.5}, {"prompt": "C"}]}
            """#)
        #expect(reading.problems.map(\.shot) == ["010", "030"])
    }

    @Test func unknownPresetOnTheCommandLineIsAProblem() throws {
        let reading = try read(#"{"shots": [{"prompt": "A"}]}"#, presets: ["cinema"])
        #expect(reading.problems.map(\.field) == ["--preset"])
    }
}

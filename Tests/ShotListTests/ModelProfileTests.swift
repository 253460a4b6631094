import DailiesJSON
import Testing

@testable import DailiesShotList

/// Model profiles are data: complete, or not taken at all.
struct ModelProfileTests {
    @Test func theShippedProfileIsReadWhole() throws {
        let model = try #require(try Presets.book().models["kling-v3-pro"])
        #expect(model.name == "Kling 3.0 Pro")
        #expect(model.durations == 3...15)
        #expect(String(describing: model.frameRate) == "24/1")
        #expect(model.extraFrames == 1)
        #expect(model.frameSizes["16:9"] == ModelProfile.FrameSize(width: 1920, height: 1080))
        #expect(model.frameSizes["9:16"] == ModelProfile.FrameSize(width: 1080, height: 1920))
        #expect(model.frameSizes["1:1"] == ModelProfile.FrameSize(width: 1440, height: 1440))
        let host = try #require(model.hosts["runflow"])
        #expect(host.textToVideo.address == "kuaishou/kling-video/v3/pro/text-to-video")
    }

    @Test func aProfileWithoutOneOfItsKeysIsNoProfile() throws {
        let whole = try #require(try Presets.json("presets/models/kling-v3-pro.json").members)
        for key in whole.keys {
            var members = whole
            members[key] = nil
            #expect(ModelProfile(.object(members)) == nil, "without \(key)")
            members[key] = .array([.null])
            let needed = !["shot_types"].contains(key)
            if needed { #expect(ModelProfile(.object(members)) == nil, "with another \(key)") }
        }
    }

    @Test func aProfileOfALaterSchemaIsNoProfile() throws {
        var members = try #require(try Presets.json("presets/models/kling-v3-pro.json").members)
        members["schema"] = "dailies.model/3"
        #expect(ModelProfile(.object(members)) == nil)
    }

    @Test func aRangeThatRunsBackwardsIsNoProfile() throws {
        var members = try #require(try Presets.json("presets/models/kling-v3-pro.json").members)
        members["duration"] = ["minimum": 15, "maximum": 3, "default": 5]
        #expect(ModelProfile(.object(members)) == nil)
    }
}

import DailiesJSON
import DailiesMediaTime
import Foundation
import Testing

@testable import DailiesShotList

/// Model profiles are read completely, or rejected with every problem.
struct ModelProfileTests {
    private static func shipped() throws -> [String: JSONValue] {
        try #require(try Presets.json("presets/models/kling-v3-pro.json").members)
    }

    /// The problems of the shipped profile after a change.
    private func problems(_ change: (inout [String: JSONValue]) throws -> Void) throws -> [String] {
        var members = try Self.shipped()
        try change(&members)
        let invalid = #expect(throws: InvalidPreset.self) { try ModelProfile(.object(members)) }
        return try #require(invalid).problems.map(\.description)
    }

    @Test func shippedProfileIsRead() throws {
        let model = try #require(try Presets.book().models["kling-v3-pro"])
        #expect(model.name == "Kling 3.0 Pro")
        #expect(model.durations == 3...15)
        #expect(String(describing: model.frameRate) == "24/1")
        #expect(model.extraFrames == 1)
        #expect(model.frameSizes["16:9"] == FrameSize(width: 1920, height: 1080))
        #expect(model.frameSizes["9:16"] == FrameSize(width: 1080, height: 1920))
        #expect(model.frameSizes["1:1"] == FrameSize(width: 1440, height: 1440))
        let host = try #require(model.hosts["runflow"])
        #expect(host.textToVideo.address == "kuaishou/kling-video/v3/pro/text-to-video")
    }

    @Test func missingKeyIsNamed() throws {
        for key in try Self.shipped().keys {
            let found = try problems { $0[key] = nil }
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("\(key): it is missing; write ") == true, "\(found)")
        }
    }

    @Test func keyOfTheWrongTypeIsNamed() throws {
        for key in try Self.shipped().keys {
            let found = try problems { $0[key] = .array([.null]) }
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("\(key): it is a list; write ") == true, "\(found)")
        }
    }

    @Test func everyProblemIsReportedAtOnce() throws {
        let found = try problems { members in
            members["name"] = nil
            members["duration"] = ["minimum": "3", "maximum": 15]
            members["aspect_ratios"] = ["16:9": [1920, 1080], "1:1": [1440]]
            members["frame_rate"] = 24
            members["cfg_scale"] = ["minimum": 1, "maximum": 0]
            members["picture"] = [
                "bytes_maximum": 1, "side_minimum": .number(2.5), "ratio_minimum": 3,
                "ratio_maximum": 2,
            ]
        }
        #expect(
            found == [
                "name: it is missing; write a text in quotes",
                #"duration.minimum: it is "3"; write a whole number"#,
                "duration.default: it is missing; write a whole number",
                "aspect_ratios.1:1: it is a list; write [width, height] in pixels",
                #"frame_rate: it is 24; write a frame rate such as "24/1""#,
                #"cfg_scale.minimum: it is 1.0, more than "maximum", which is 0.0"#,
                "picture.side_minimum: it is 2.5; write a whole number",
                #"picture.ratio_minimum: it is 3.0, more than "ratio_maximum", which is 2.0"#,
            ])
    }

    @Test func problemOfAHostIsNamedWithItsProvider() throws {
        let found = try problems { members in
            var hosts = try #require(members["hosts"]?.members)
            var fal = try #require(hosts["fal"]?.members)
            fal["data_uris"] = "yes"
            fal["text_to_video"] = nil
            hosts["fal"] = .object(fal)
            hosts["runflow"] = 7
            members["hosts"] = .object(hosts)
        }
        #expect(
            found == [
                "hosts.fal.text_to_video: it is missing; write a text in quotes",
                #"hosts.fal.data_uris: it is "yes"; write true or false"#,
                "hosts.runflow: it is 7; write an object",
            ])
    }

    @Test(arguments: ["text_fields", "image_fields", "image_required"])
    func optionalKeyMayBeMissingAndNotOfTheWrongType(key: String) throws {
        func members(_ value: JSONValue?) throws -> [String: JSONValue] {
            var members = try Self.shipped()
            var hosts = try #require(members["hosts"]?.members)
            var fal = try #require(hosts["fal"]?.members)
            fal[key] = value
            hosts["fal"] = .object(fal)
            members["hosts"] = .object(hosts)
            return members
        }
        for absent in [nil, JSONValue.null] {
            let host = try #require(try ModelProfile(.object(members(absent))).hosts["fal"])
            switch key {
            case "text_fields": #expect(host.textToVideo.accepts("anything"))
            case "image_fields": #expect(host.imageToVideo.accepts("anything"))
            default: #expect(host.imageToVideo.required == ["start_image_url"])
            }
        }
        let wrong: [JSONValue] = ["prompt", ["prompt", 1], ["prompt": true], false]
        for value in wrong {
            let found = try problems { $0 = try members(value) }
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("hosts.fal.\(key): it is ") == true, "\(found)")
        }
    }

    @Test func laterSchemaIsTheOnlyProblem() throws {
        let found = try problems { members in
            members = ["schema": "dailies.model/3"]
        }
        #expect(
            found == [#"schema: it is "dailies.model/3"; this version reads "dailies.model/2""#])
    }

    @Test func backwardRangeIsAProblem() throws {
        let found = try problems { members in
            members["duration"] = ["minimum": 15, "maximum": 3, "default": 5]
        }
        #expect(found == [#"duration.minimum: it is 15, more than "maximum", which is 3"#])
    }

    @Test(arguments: [("[]", "a list"), ("7", "a number"), ("null", "null")])
    func jsonThatIsNotAnObjectIsOneProblem(text: String, kind: String) throws {
        let json = try JSONValue(parsing: Data(text.utf8))
        let invalid = #expect(throws: InvalidPreset.self) { try ModelProfile(json) }
        #expect(invalid?.problems == [PresetProblem("it is \(kind); write an object")])
    }
}

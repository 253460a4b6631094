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

    /// The problems after a change of the value at a path.
    private func problems(
        at path: [String], _ value: JSONValue?
    ) throws -> [String] {
        try problems { members in
            var json = JSONValue.object(members)
            json.set(path[...], value)
            members = try #require(json.members)
        }
    }

    @Test func shippedProfileIsRead() throws {
        let model = try #require(try Presets.book().models["kling-v3-pro"])
        #expect(model.name == "Kling 3.0 Pro")
        #expect(model.asks.durations(at: nil) == .range(3...15))
        let rate = try #require(FrameRate(24))
        #expect(model.delivers.frameRate == .fixed(rate))
        #expect(model.delivers.extraFrames == 1)
        for (shape, size) in [("16:9", "1920x1080"), ("9:16", "1080x1920"), ("1:1", "1440x1440")] {
            #expect(
                model.delivers.frameSize(resolution: nil, aspectRatio: shape) == FrameSize(size))
        }
        let host = try #require(model.hosts["runflow"])
        #expect(host.text?.address == "kuaishou/kling-video/v3/pro/text-to-video")
    }

    /// Every key that must be there, and what a wrong value is answered with.
    @Test(arguments: [
        ["id"], ["name"], ["sources"], ["asks"], ["hosts"], ["delivers"], ["asks", "durations"],
        ["asks", "duration_default"], ["asks", "aspect_ratios"], ["asks", "sound"],
        ["asks", "sound_default"], ["asks", "prompt"], ["hosts", "fal", "data_uris"],
        ["hosts", "fal", "text", "address"], ["delivers", "frame_rate"], ["delivers", "sound"],
        ["delivers", "picture_shape"],
    ])
    func keyThatIsMissingOrWrongIsNamed(path: [String]) throws {
        let key = path.joined(separator: ".")
        let missing = try problems(at: path, nil)
        #expect(missing.count == 1, "\(missing)")
        #expect(missing.first?.hasPrefix("\(key): it is missing; write ") == true, "\(missing)")
        let wrong = try problems(at: path, .array([.null]))
        #expect(wrong.count == 1, "\(wrong)")
        #expect(wrong.first?.hasPrefix("\(key): it is a list; write ") == true, "\(wrong)")
    }

    @Test(arguments: [
        ["colour"], ["asks", "duration"], ["asks", "picture", "side"], ["wire", "image_url"],
        ["hosts", "fal", "start", "adress"], ["delivers", "fps"],
    ])
    func unknownKeyIsNamed(path: [String]) throws {
        let found = try problems(at: path, 7)
        #expect(found.count == 1)
        let key = path.joined(separator: ".")
        #expect(found.first?.hasPrefix("\(key): unknown key; ") == true, "\(found)")
    }

    @Test func everyProblemIsReportedAtOnce() throws {
        let found = try problems { members in
            members["name"] = nil
            var json = JSONValue.object(members)
            json.set(["asks", "durations"], ["minimum": "3", "maximum": 15])
            json.set(["asks", "cfg_scale"], ["minimum": 1, "maximum": 0])
            json.set(["hosts", "fal", "data_uris"], "yes")
            json.set(["hosts", "runflow"], 7)
            json.set(["delivers", "frame_sizes"], ["*": ["1:1": [1440]]])
            json.set(["delivers", "frame_rate"], 24)
            members = try #require(json.members)
        }
        #expect(
            found == [
                "name: it is missing; write a text in quotes",
                #"asks.durations.minimum: it is "3"; write a whole number"#,
                #"asks.cfg_scale.minimum: it is 1.0, more than "maximum", which is 0.0"#,
                #"hosts.fal.data_uris: it is "yes"; write true or false"#,
                "hosts.runflow: it is 7; write an object",
                "delivers.frame_sizes.*.1:1: it is a list; write [width, height] in pixels",
                #"delivers.frame_rate: it is 24; write a frame rate such as "24/1", or "asked" or "#
                    + #""unknown""#,
            ])
    }

    /// What no single key shows: a trait that no field asks for, a field that no trait describes.
    @Test(
        arguments: [
            (["asks", "duration_default"], 2, "asks.duration_default: it is 2; write 3 to 15"),
            (["asks", "aspect_ratio_default"], "4:3", "asks.aspect_ratio_default: it is \"4:3\""),
            (["asks", "cfg_scale"], nil, "hosts.eachlabs.start.wire.cfg_scale: \"asks\" doesn't"),
            (["wire", "duration"], nil, "hosts.eachlabs.start.fields: \"duration\" isn't in"),
            (
                ["asks", "extras"], ["seed": ["type": "integer"]],
                "asks.extras.seed: it is a field of"
            ),
            (
                ["hosts", "fal", "text", "required"], ["audio_url"],
                "hosts.fal.text.required: a shot can't give \"audio_url\""
            ),
            (["wire", "duration"], "a[b].c", "hosts.eachlabs.start.wire: \"a[b].c\" is no path"),
            (
                ["hosts", "fal", "text", "wire"], ["defaults": ["hd": true]],
                "hosts.fal.text.wire.defaults: \"hd\" isn't in \"fields\""
            ),
        ] as [([String], JSONValue?, String)])
    func contradictionIsNamed(path: [String], value: JSONValue?, problem: String) throws {
        let found = try problems(at: path, value)
        #expect(found.contains { $0.hasPrefix(problem) }, "\(found)")
    }

    @Test func whatIsUnknownIsNoProblem() throws {
        var json = try Presets.json("presets/models/kling-v3-pro.json")
        for key in ["frame_sizes", "frame_rate", "extra_frames", "duration", "sound"] {
            json.set(["delivers", key], "unknown")
        }
        json.set(["delivers", "picture_shape"], "unknown")
        json.set(["asks", "prompt"], ["maximum": "unknown"])
        let model = try ModelProfile(json)
        #expect(model.delivers.frameSize(resolution: nil, aspectRatio: "16:9") == nil)
        #expect(model.delivers.frameRate == .unknown)
        #expect(!model.delivers.hasKnownSound)
        #expect(model.asks.prompt.scalars == nil)
    }

    @Test func earlierSchemaIsTheOnlyProblem() throws {
        let found = try problems { members in
            members = ["schema": "dailies.model/2"]
        }
        #expect(
            found == [#"schema: it is "dailies.model/2"; this version reads "dailies.model/3""#])
    }

    @Test(arguments: [("[]", "a list"), ("7", "a number"), ("null", "null")])
    func jsonThatIsNotAnObjectIsOneProblem(text: String, kind: String) throws {
        let json = try JSONValue(parsing: Data(text.utf8))
        let invalid = #expect(throws: InvalidPreset.self) { try ModelProfile(json) }
        #expect(invalid?.problems == [PresetProblem("it is \(kind); write an object")])
    }

    /// Numbers that no model has, which sums and products couldn't hold.
    @Test func hugeNumbersAreProblems() throws {
        let huge = JSONValue.integer(.max)
        let range = try problems(
            at: ["asks", "durations"], ["minimum": 3, "maximum": huge])
        #expect(range.contains { $0.contains("write 3600 or less") }, "\(range)")
        let list = try problems(at: ["asks", "durations"], ["values": [5, huge]])
        #expect(list.contains { $0.contains("write 3600 or less") }, "\(list)")
        let rate = try problems(
            at: ["wire", "duration"],
            ["name": "duration", "form": "frames", "rate": huge, "extra": 1])
        #expect(rate.contains { $0.contains("a rate of 1 to 1000") }, "\(rate)")
    }

    /// A model may take a frontal picture alone; fewer than none is a mistake of the file.
    @Test func aModelMayTakeNoReferencePictures() throws {
        let key = "asks.elements.reference_images_maximum"
        #expect(
            try problems(at: key.split(separator: ".").map(String.init), -1)
                == ["\(key): it is -1; write a whole number, 0 or more"])
        var json = try Presets.json("presets/models/kling-v3-pro.json")
        json.set(["asks", "elements", "reference_images_maximum"], 0)
        let model = try ModelProfile(json)
        let reader = ShotListReader(book: PresetBook(models: [model.id: model], presets: [:]))
        func messages(_ element: String) -> [String] {
            let text = """
                {"shots": [{"prompt": "@Element1", "start_image_url": "k.png",
                            "elements": [\(element)]}]}
                """
            return reader.read(ListDocument(Data(text.utf8), fileName: "film.json")).problems.map(
                \.message)
        }
        #expect(messages(#"{"frontal_image_url": "a.png"}"#) == [])
        #expect(messages(#"{"video_url": "a.mp4"}"#) == [])
        let advice = [
            "write a \"frontal_image_url\" alone, or a \"video_url\" alone"
        ]
        #expect(
            messages(#"{"frontal_image_url": "a.png", "reference_image_urls": ["b.png"]}"#)
                == advice)
        #expect(messages("{}") == advice)
    }

    /// Bounds that nobody knows aren't shown.
    @Test func unknownBoundsOfANumberAreLeftOut() throws {
        var json = try Presets.json("presets/models/kling-v3-pro.json")
        json.set(["asks", "cfg_scale"], "unknown")
        let model = try ModelProfile(json)
        let reader = ShotListReader(book: PresetBook(models: [model.id: model], presets: [:]))
        let text = #"{"shots": [{"prompt": "A", "cfg_scale": "high"}]}"#
        let reading = reader.read(ListDocument(Data(text.utf8), fileName: "film.json"))
        #expect(reading.problems.map(\.message) == [#"it is "high"; write a number"#])
    }

    @Test func aConstantThatIsNotSentIsAProblem() throws {
        let found = try problems(at: ["wire", "constants"], ["turbo": true])
        #expect(found.contains { $0.contains("\"turbo\" isn't in \"fields\"") }, "\(found)")
    }

    /// The shot type of several prompts doesn't depend on the order of a dictionary.
    @Test func theShotTypeOfPromptsIsAlwaysTheSame() throws {
        var members = try Self.shipped()
        var json = JSONValue.object(members)
        json.set(["asks", "shot_types"], ["b": "prompts", "a": "prompts", "c": "model"])
        members = try #require(json.members)
        for _ in 0..<20 {
            #expect(try ModelProfile(.object(members)).asks.shotTypeOfPrompts == "a")
        }
    }
}

extension JSONValue {
    /// Sets the value at a path of keys.
    fileprivate mutating func set(_ path: ArraySlice<String>, _ value: JSONValue?) {
        guard let key = path.first else { return }
        var members = members ?? [:]
        if path.count == 1 {
            members[key] = value
        } else {
            members[key, default: [:]].set(path.dropFirst(), value)
        }
        self = .object(members)
    }
}

import DailiesJSON
import DailiesMediaTime

/// Checks a request of v1: the model's name and its fields at the top.
///
/// Sources: Kling, *Text to video*, *Image to video* and *Omni video* of v1; *Capability map*.
struct KlingServerV1Input {
    let asked: ModelInput
    let reference: String?
    let callbackURL: String?

    private static let textModels = [
        "kling-v1", "kling-v1-6", "kling-v2-master", "kling-v2-1-master", "kling-v2-5-turbo",
        "kling-v2-6", "kling-v3",
    ]
    private static let imageModels = textModels + ["kling-v1-5", "kling-v2-1"]
    private static let omniModels = ["kling-video-o1", "kling-v3-omni"]

    private static let commonFields: Set = [
        "model_name", "mode", "prompt", "multi_shot", "shot_type", "multi_prompt", "sound",
        "duration",
    ]

    /// The fields of an endpoint; `nil` if there is none at the path.
    private static func fields(_ path: String) -> (names: Set<String>, models: [String])? {
        switch path {
        case "v1/videos/text2video":
            (
                commonFields.union([
                    "negative_prompt", "cfg_scale", "camera_control", "aspect_ratio", "voice_list",
                ]), textModels
            )
        case "v1/videos/image2video":
            (
                commonFields.union([
                    "negative_prompt", "cfg_scale", "camera_control", "image", "image_tail",
                    "voice_list", "element_list", "static_mask", "dynamic_masks",
                ]), imageModels
            )
        case "v1/videos/omni-video":
            (
                commonFields.union(["aspect_ratio", "image_list", "element_list", "video_list"]),
                omniModels
            )
        default: nil
        }
    }

    static func hasEndpoint(_ path: String) -> Bool { fields(path) != nil }

    init(_ body: JSONValue, path: String) throws(ModelInput.Refusal) {
        var reader = FieldReader(body, path: "")
        let known = Self.fields(path) ?? ([], [])
        reader.rejectUnknownFields(except: known.names.union(KlingServerOptions.fields))
        let isOmni = path.hasSuffix("omni-video")
        let model =
            reader.choice("model_name", of: known.models)
            ?? (isOmni ? "kling-video-o1" : "kling-v1")
        let isThird = ["kling-v3", "kling-v3-omni"].contains(model)
        let mode = reader.choice("mode", of: isThird ? ["std", "pro", "4k"] : ["std", "pro"])
        let resolution = ["pro": "1080p", "4k": "4k"][mode ?? "std"] ?? "720p"
        // A text, not a number: "duration": 5 is refused.
        let lengths = isThird || isOmni ? Array(3...15) : [5, 10]
        let seconds =
            reader.choice("duration", of: lengths.map(String.init)).flatMap { Int($0) } ?? 5
        let sound = reader.choice("sound", of: ["on", "off"])
        if sound != nil, !isThird, model != "kling-v2-6", !isOmni {
            reader.addProblem("sound", "is supported from kling-v2-6 on")
        }
        if reader.has("cfg_scale"), model.hasPrefix("kling-v2") {
            reader.addProblem("cfg_scale", "is not supported by kling-v2.x")
        }
        _ = reader.number("cfg_scale", in: 0...1)
        if body["negative_prompt"] != "" { _ = reader.text("negative_prompt", limit: 2500) }
        let ratio = reader.choice("aspect_ratio", of: KlingServerModel.ratios) ?? "16:9"
        let pictures = Self.pictures(&reader, path)
        let scenes = Self.scenes(&reader, body, seconds: seconds, isThird: isThird, pictures)
        let options = KlingServerOptions(body, path: "", &reader)
        guard reader.problems.isEmpty else { throw ModelInput.Refusal(problems: reader.problems) }
        let prices = KlingServerModel.byName[isThird ? "kling-3.0" : "kling-2.6"]?.prices[
            resolution]
        asked = ModelInput(
            scenes: scenes,
            frameSize: pictures.start.map {
                KlingServerModel.frameSize(resolution, following: $0.size)
            } ?? KlingServerModel.frameSize(resolution, ratio: ratio),
            hasSound: sound == "on", startPicture: pictures.start, endPicture: pictures.end,
            pricePerSecond: (sound == "on" ? prices?.audible : prices?.silent) ?? 0)
        reference = options.reference
        callbackURL = options.callbackURL
    }

    /// The start and the end picture, and whether there is any.
    private typealias Pictures = (start: InputPicture?, end: InputPicture?, areGiven: Bool)

    private static func pictures(_ reader: inout FieldReader, _ path: String) -> Pictures {
        guard path.hasSuffix("image2video") else { return (nil, nil, false) }
        let hasStart = reader.has("image")
        let hasEnd = reader.has("image_tail")
        if !hasStart, !hasEnd { reader.addProblem("image", "image or image_tail is required") }
        let rules = KlingServerPictures.rules(isV1: true)
        return (
            reader.picture("image", rules), reader.picture("image_tail", rules), hasStart || hasEnd
        )
    }

    private static func scenes(
        _ reader: inout FieldReader, _ body: JSONValue, seconds: Int, isThird: Bool,
        _ pictures: Pictures
    ) -> [ClipSpec.Scene] {
        let isMultiShot = reader.flag("multi_shot") ?? false
        let type = reader.choice("shot_type", of: ["customize", "intelligence"])
        if isMultiShot {
            if !isThird { reader.addProblem("multi_shot", "is not supported by this model") }
            if type == nil { reader.addProblem("shot_type", "is required with multi_shot") }
            if pictures.areGiven {
                reader.addProblem("multi_shot", "can't be combined with a first or last frame")
            }
        }
        guard isMultiShot, type == "customize" else {
            // An empty prompt counts as missing, as in Kling's examples.
            let prompt = body["prompt"] == "" ? nil : reader.text("prompt", limit: 2500)
            if prompt == nil, !pictures.areGiven || isMultiShot {
                reader.addProblem("prompt", "must not be empty", "missing")
            }
            return [ClipSpec.Scene(prompt: prompt ?? "", seconds: seconds)]
        }
        if !reader.has("multi_prompt") {
            reader.addProblem("multi_prompt", "must not be empty", "missing")
        }
        let list = reader.list("multi_prompt", count: 1...6) ?? []
        let scenes = list.enumerated().map { index, entry in
            var inner = reader.element(entry, of: "multi_prompt", at: index)
            inner.rejectUnknownFields(except: ["index", "prompt", "duration"])
            if entry["index"]?.integer != index + 1 {
                inner.addProblem("index", "must be \(index + 1)")
            }
            let prompt = inner.text("prompt", limit: 512)
            if prompt == nil { inner.addProblem("prompt", "must be given", "missing") }
            let length = inner.choice("duration", of: (1...15).map(String.init))
            if length == nil { inner.addProblem("duration", "must be given", "missing") }
            reader.addProblems(of: inner)
            return ClipSpec.Scene(prompt: prompt ?? "", seconds: length.flatMap { Int($0) } ?? 0)
        }
        if !list.isEmpty, scenes.reduce(0, { $0 + $1.seconds }) != seconds {
            reader.addProblem("multi_prompt", "the durations must add up to duration")
        }
        return scenes
    }
}

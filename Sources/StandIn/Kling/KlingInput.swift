import DailiesJSON
import DailiesMediaTime

/// Checks inputs of Kling 3.0 as its pages describe it, the same for all providers.
enum KlingInput {
    private static let clipSeconds = 3...15
    private static let sceneSeconds = 1...15
    private static let defaultSeconds = "5"

    /// The rules that differ between models and providers.
    struct Rules: Sendable {
        let model: KlingModel
        var maximumScenes = 6
        /// The fields that the model's page documents.
        let fields: Set<String>
        /// The fields of an element.
        var elementFields: Set<String> = [
            "frontal_image_url", "reference_image_urls", "video_url",
        ]
        /// Whether image-to-video must have a start picture.
        var requiresStart = true
        /// Looks up a picture by the address in the request.
        let pictures: @Sendable (String) -> PictureLookup
    }

    /// Checks a request's input against the model's schema.
    ///
    /// - Parameter path: the path of the input, which precedes the names of fields in problems.
    static func check(
        _ input: JSONValue, path: String, rules: Rules
    ) throws(ModelInput.Refusal) -> ModelInput {
        var fields = FieldReader(input, path: path)
        let hasSound = fields.flag("generate_audio")
        _ = fields.number("cfg_scale", in: 0...1)
        // An empty negative prompt counts as missing.
        if fields.has("negative_prompt"), input["negative_prompt"] != "" {
            _ = fields.text("negative_prompt", limit: 2500)
        }
        if rules.fields.contains("voice_ids") { _ = fields.list("voice_ids", count: 0...2) }
        let scenes = scenes(&fields, limit: rules.maximumScenes)
        let picture: (start: InputPicture?, end: InputPicture?)
        var frameSize = rules.model.frameSize("16:9")
        switch rules.model.task {
        case .text:
            _ = fields.choice("shot_type", of: ["customize", "intelligent"])
            let ratio = fields.choice("aspect_ratio", of: KlingModel.aspectRatios)
            frameSize = rules.model.frameSize(ratio ?? "16:9")
            picture = (nil, nil)
        case .image:
            picture = pictures(&fields, rules)
            if let start = picture.start {
                frameSize = rules.model.frameSize(following: start.size)
            }
        }

        fields.rejectUnknownFields(except: rules.fields)
        guard fields.problems.isEmpty else {
            throw ModelInput.Refusal(problems: fields.problems)
        }
        return ModelInput(
            scenes: scenes, frameSize: frameSize, hasSound: hasSound ?? true,
            startPicture: picture.start, endPicture: picture.end,
            pricePerSecond: rules.model.price(hasSound: hasSound ?? true))
    }

    private static func scenes(_ fields: inout FieldReader, limit: Int) -> [ClipSpec.Scene] {
        let requestedDuration = fields.choice("duration", of: clipSeconds.map(String.init))
        switch (fields.has("prompt"), fields.has("multi_prompt")) {
        case (true, true):
            fields.addProblem("prompt", "must not be given together with multi_prompt")
            return []
        case (false, false):
            fields.addProblem("prompt", "either prompt or multi_prompt must be given", "missing")
            return []
        case (true, false):
            let prompt = fields.text("prompt", limit: 2500) ?? ""
            let seconds = Int(requestedDuration ?? defaultSeconds) ?? clipSeconds.lowerBound
            return [ClipSpec.Scene(prompt: prompt, seconds: seconds)]
        case (false, true):
            return multiPrompt(&fields, requestedDuration: requestedDuration, limit: limit)
        }
    }

    /// The scenes of a multi-shot request, whose lengths must add up to that of the clip.
    private static func multiPrompt(
        _ fields: inout FieldReader,
        requestedDuration: String?,
        limit: Int
    ) -> [ClipSpec.Scene] {
        let elements = fields.list("multi_prompt", count: 1...limit) ?? []
        var isValid = !elements.isEmpty
        let scenes = elements.enumerated().map { index, element in
            var inner = fields.element(element, of: "multi_prompt", at: index)
            let prompt = inner.text("prompt", limit: 512)
            if prompt == nil, !inner.has("prompt") {
                inner.addProblem("prompt", "must be given", "missing")
            }
            let seconds = inner.choice("duration", of: sceneSeconds.map(String.init))
            fields.addProblems(of: inner)
            isValid = isValid && inner.problems.isEmpty
            return ClipSpec.Scene(
                prompt: prompt ?? "", seconds: Int(seconds ?? defaultSeconds) ?? 0)
        }
        let total = scenes.reduce(0) { $0 + $1.seconds }
        if isValid, let requestedDuration, requestedDuration != String(total) {
            fields.addProblem(
                "duration", "must equal the sum of the multi_prompt durations, \"\(total)\"")
        } else if isValid, !fields.has("duration"), !clipSeconds.contains(total) {
            fields.addProblem("multi_prompt", "durations must add up to 3 to 15 seconds")
        }
        return scenes
    }
}

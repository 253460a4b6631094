import DailiesJSON

/// What Kling 3.0 Pro accepts as text-to-video input, the same with every provider.
struct KlingInput: Sendable {
    let scenes: [ClipOrder.Scene]
    let shape: ClipOrder.Shape
    let hasSound: Bool

    /// The length of the whole clip.
    var seconds: Int { scenes.reduce(0) { $0 + $1.seconds } }

    private static let clipSeconds = 3...15
    private static let sceneSeconds = 1...15
    private static let defaultSeconds = "5"

    /// The input was refused, with everything that is wrong with it.
    struct Refusal: Error {
        let problems: [FieldProblem]
    }

    /// Checks a request's input against the model's schema.
    init(_ input: JSONValue, path: String = "input") throws(Refusal) {
        var fields = FieldReader(input, path: path)
        let shape = fields.choice("aspect_ratio", of: ClipOrder.Shape.allCases.map(\.rawValue))
        let hasSound = fields.flag("generate_audio")
        _ = fields.number("cfg_scale", in: 0...1)
        _ = fields.choice("shot_type", of: ["customize", "intelligent"])
        // An empty negative prompt is as good as none.
        if fields.has("negative_prompt"), input["negative_prompt"] != "" {
            _ = fields.text("negative_prompt", limit: 2500)
        }
        _ = fields.list("voice_ids", count: 0...2)
        let scenes = Self.scenes(&fields)

        guard fields.problems.isEmpty else { throw Refusal(problems: fields.problems) }
        self.scenes = scenes
        self.shape = shape.flatMap(ClipOrder.Shape.init) ?? .wide
        self.hasSound = hasSound ?? true
    }

    private static func scenes(_ fields: inout FieldReader) -> [ClipOrder.Scene] {
        let asked = fields.choice("duration", of: clipSeconds.map(String.init))
        switch (fields.has("prompt"), fields.has("multi_prompt")) {
        case (true, true):
            fields.note("prompt", "must not be given together with multi_prompt")
            return []
        case (false, false):
            fields.note("prompt", "either prompt or multi_prompt must be given")
            return []
        case (true, false):
            let prompt = fields.text("prompt", limit: 2500) ?? ""
            let seconds = Int(asked ?? defaultSeconds) ?? clipSeconds.lowerBound
            return [ClipOrder.Scene(prompt: prompt, seconds: seconds)]
        case (false, true):
            return multiPrompt(&fields, asked: asked)
        }
    }

    /// The scenes of a multi-shot request; together they must be as long as the clip.
    private static func multiPrompt(
        _ fields: inout FieldReader,
        asked: String?
    ) -> [ClipOrder.Scene] {
        let elements = fields.list("multi_prompt", count: 1...6) ?? []
        var isSound = !elements.isEmpty
        let scenes = elements.enumerated().map { index, element in
            var inner = fields.element(element, of: "multi_prompt", at: index)
            let prompt = inner.text("prompt", limit: 512)
            if prompt == nil, !inner.has("prompt") { inner.note("prompt", "must be given") }
            let seconds = inner.choice("duration", of: sceneSeconds.map(String.init))
            fields.note(inner)
            isSound = isSound && inner.problems.isEmpty
            return ClipOrder.Scene(
                prompt: prompt ?? "", seconds: Int(seconds ?? defaultSeconds) ?? 0)
        }
        let total = scenes.reduce(0) { $0 + $1.seconds }
        if isSound, let asked, asked != String(total) {
            fields.note(
                "duration", "must equal the sum of the multi_prompt durations, \"\(total)\"")
        } else if isSound, !fields.has("duration"), !clipSeconds.contains(total) {
            fields.note("multi_prompt", "durations must add up to 3 to 15 seconds")
        }
        return scenes
    }
}

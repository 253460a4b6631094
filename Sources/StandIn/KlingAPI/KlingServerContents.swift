import DailiesJSON

/// `contents` of a request: the prompt and the pictures.
struct KlingServerContents {
    private(set) var prompt: String?
    private(set) var start: InputPicture?
    private(set) var end: InputPicture?
    private(set) var hasFirstFrame = false
    private(set) var hasLastFrame = false

    init(_ reader: inout FieldReader, _ body: JSONValue, model: KlingServerModel) {
        guard reader.has("contents") else {
            reader.addProblem("contents", "must be given", "missing")
            return
        }
        for (index, entry) in (reader.list("contents", count: 1...20) ?? []).enumerated() {
            var inner = reader.element(entry, of: "contents", at: index)
            read(entry, &inner, model)
            reader.addProblems(of: inner)
        }
        if prompt == nil { reader.addProblem("contents", "must have a prompt", "missing") }
        if hasLastFrame, !hasFirstFrame {
            reader.addProblem("contents", "a last frame needs a first frame")
        }
        let isOmni = model.contents.contains("refer_image")
        if !isOmni, !hasFirstFrame {
            reader.addProblem("contents", "must have a first frame", "missing")
        }
    }

    private mutating func read(
        _ entry: JSONValue, _ inner: inout FieldReader, _ model: KlingServerModel
    ) {
        let kind = inner.choice("type", of: model.contents.sorted())
        let pictures = KlingServerPictures.rules(isV1: false)
        switch kind {
        case "prompt":
            inner.rejectUnknownFields(except: ["type", "text"])
            if !inner.has("text") { inner.addProblem("text", "must be given", "missing") }
            if prompt != nil { inner.addProblem("type", "there may be one prompt") }
            prompt = inner.text("text", limit: model.promptLimit) ?? prompt
        case "first_frame", "last_frame":
            inner.rejectUnknownFields(except: ["type", "url", "id"])
            if !inner.has("url") { inner.addProblem("url", "must be given", "missing") }
            let isFirst = kind == "first_frame"
            if isFirst ? hasFirstFrame : hasLastFrame {
                inner.addProblem("type", "there may be one")
            }
            let picture = inner.picture("url", pictures)
            if isFirst {
                (hasFirstFrame, start) = (true, picture)
            } else {
                (hasLastFrame, end) = (true, picture)
            }
        case "element", "voice":
            for name in ["\(kind ?? "")_id", "id"] where !inner.has(name) {
                inner.addProblem(name, "must be given", "missing")
            }
        case nil:
            if !inner.has("type") { inner.addProblem("type", "must be given", "missing") }
        default:
            if !inner.has("url") { inner.addProblem("url", "must be given", "missing") }
        }
    }
}

/// The prompt of several shots: "shot n, m, words; shot n, m, words;".
enum KlingServerShots {
    /// The scenes of a prompt; one of the whole length if it isn't written in this form.
    static func scenes(
        in prompt: String, seconds: Int, _ reader: inout FieldReader
    ) -> [ClipSpec.Scene] {
        let shots = prompt.split(separator: ";").map { $0.drop(while: \.isWhitespace) }
            .filter { !$0.isEmpty }
        let parsed = shots.map { $0.wholeMatch(of: /(?i)shot (\d+), (\d+)s?, (.+)/) }
        guard !parsed.isEmpty, !parsed.contains(where: { $0 == nil }) else {
            return [ClipSpec.Scene(prompt: prompt, seconds: seconds)]
        }
        let scenes = parsed.compactMap(\.self).map {
            ClipSpec.Scene(prompt: String($0.output.3), seconds: Int($0.output.2) ?? 0)
        }
        let numbers = parsed.compactMap { $0.flatMap { Int($0.output.1) } }
        let total = scenes.reduce(0) { $0 &+ $1.seconds }
        if scenes.count > 6 || numbers != Array(1...scenes.count) {
            reader.addProblem("prompt", "may have 6 shots, numbered from 1")
        } else if total != seconds || scenes.contains(where: { $0.seconds < 1 }) {
            reader.addProblem("prompt", "the shots' durations must add up to settings.duration")
        } else if scenes.contains(where: { $0.prompt.unicodeScalars.count > 512 }) {
            reader.addProblem("prompt", "a shot may have 512 characters")
        }
        return reader.problems.isEmpty ? scenes : []
    }
}

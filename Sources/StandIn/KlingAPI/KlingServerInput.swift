import DailiesJSON
import DailiesMediaTime

/// Checks the request of the protocol that has the model in the path:
/// `{prompt | contents, settings, options}`.
struct KlingServerInput {
    let asked: ModelInput
    let reference: String?
    let callbackURL: String?

    /// - Parameter kind: the first part of the path, such as `text-to-video`.
    init(_ body: JSONValue, kind: String, model: KlingServerModel) throws(ModelInput.Refusal) {
        var reader = FieldReader(body, path: "")
        let isText = kind == "text-to-video"
        reader.rejectUnknownFields(except: [isText ? "prompt" : "contents", "settings", "options"])
        let contents = isText ? nil : KlingServerContents(&reader, body, model: model)
        if isText, !reader.has("prompt") { reader.addProblem("prompt", "must be given", "missing") }
        let prompt = isText ? reader.text("prompt", limit: model.promptLimit) : contents?.prompt

        let object = Self.object("settings", of: body, &reader)
        var settings = FieldReader(object, path: "settings")
        // The start picture has the shape of the clip.
        let hasRatio = isText || kind == "omni-video"
        settings.rejectUnknownFields(
            except: Set(["resolution", "duration"]).union(model.audio.isEmpty ? [] : ["audio"])
                .union(model.takesMultiShot ? ["multi_shot"] : [])
                .union(hasRatio ? ["aspect_ratio"] : []))
        let resolution = settings.choice("resolution", of: model.resolutions) ?? "720p"
        let ratio = settings.choice("aspect_ratio", of: KlingServerModel.ratios)
        if kind == "omni-video", ratio == nil, contents?.hasFirstFrame == false {
            settings.addProblem(
                "aspect_ratio", "is required without a first frame or a reference video", "missing")
        }
        let audio = settings.choice("audio", of: model.audio) ?? "off"
        // A number, not a text: "duration": "5" is refused.
        let seconds = Self.seconds(&settings, of: model.seconds)
        let isMultiShot = model.takesMultiShot && settings.flag("multi_shot") ?? true
        if model.resolutions == ["720p", "1080p"], model.seconds == [5, 10], resolution == "720p" {
            if audio == "native" {
                settings.addProblem("audio", "native is supported at 1080p only")
            }
            if contents?.hasLastFrame == true {
                settings.addProblem("resolution", "must be 1080p with a first and a last frame")
            }
        }
        reader.addProblems(of: settings)

        let options = KlingServerOptions(
            Self.object("options", of: body, &reader), path: "options", &reader)
        let scenes =
            prompt.map { text in
                isMultiShot
                    ? KlingServerShots.scenes(in: text, seconds: seconds, &reader)
                    : [ClipSpec.Scene(prompt: text, seconds: seconds)]
            } ?? []
        guard reader.problems.isEmpty else { throw ModelInput.Refusal(problems: reader.problems) }
        let price = model.prices[resolution]
        let hasSound = audio == "native" || model.audio.isEmpty && model.promptLimit == 3072
        asked = ModelInput(
            scenes: scenes,
            frameSize: contents?.start.map {
                KlingServerModel.frameSize(resolution, following: $0.size)
            } ?? KlingServerModel.frameSize(resolution, ratio: ratio ?? "16:9"),
            hasSound: hasSound, startPicture: contents?.start, endPicture: contents?.end,
            pricePerSecond: (hasSound ? price?.audible : price?.silent) ?? 0)
        reference = options.reference
        callbackURL = options.callbackURL
    }

    /// An object of the request; an empty one if it is missing.
    private static func object(
        _ name: String, of body: JSONValue, _ reader: inout FieldReader
    ) -> JSONValue {
        guard let value = body[name] else { return [:] }
        if value.members == nil { reader.addProblem(name, "must be an object") }
        return value
    }

    private static func seconds(_ settings: inout FieldReader, of allowed: [Int]) -> Int {
        guard let value = settings.value("duration") else { return 5 }
        guard case .integer(let seconds) = value, allowed.contains(seconds) else {
            settings.addProblem("duration", "value '\(value.line)' is invalid", "one_of")
            return 5
        }
        return seconds
    }
}

/// `options` of the newer protocol, and the same fields at the top of a request of v1.
struct KlingServerOptions {
    let reference: String?
    let callbackURL: String?

    static let fields: Set = ["callback_url", "external_task_id", "watermark_info"]

    /// - Parameter path: empty at the top of a request, whose other fields aren't looked at.
    init(_ object: JSONValue, path: String, _ reader: inout FieldReader) {
        var options = FieldReader(object, path: path)
        if !path.isEmpty { options.rejectUnknownFields(except: Self.fields) }
        reference = Self.text("external_task_id", object, &options)
        callbackURL = Self.text("callback_url", object, &options)
        if let mark = object["watermark_info"] {
            var inner = FieldReader(
                mark, path: path.isEmpty ? "watermark_info" : "\(path).watermark_info")
            inner.rejectUnknownFields(except: ["enabled"])
            _ = inner.flag("enabled")
            if mark.members == nil { inner.addProblem("enabled", "must be in an object") }
            options.addProblems(of: inner)
        }
        reader.addProblems(of: options)
    }

    /// A text; an empty one counts as missing, as in Kling's examples.
    private static func text(
        _ name: String, _ object: JSONValue, _ options: inout FieldReader
    ) -> String? {
        guard let value = object[name] else { return nil }
        if value.text == nil { options.addProblem(name, "must be a string", "string_type") }
        return value.text.flatMap { $0.isEmpty ? nil : $0 }
    }
}

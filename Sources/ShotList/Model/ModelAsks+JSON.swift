import DailiesJSON

extension ModelAsks {
    package static let keys: Set = [
        "note", "durations", "duration_default", "durations_by_resolution", "aspect_ratios",
        "aspect_ratio_default", "resolutions", "resolution_default", "frame_rates",
        "frame_rate_default", "sound", "sound_default", "prompt", "negative_prompt", "cfg_scale",
        "seed", "multi_prompt", "shot_types", "voices", "picture", "elements", "extras",
    ]

    /// The range of a number whose bounds are unknown.
    static let anyNumber = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude

    static func read(_ fields: inout PresetFields) -> ModelAsks? {
        fields.rejectKeys(except: keys)
        let durations = fields.allowedNumbers("durations")
        let resolutionDurations = fields.optional("durations_by_resolution") {
            $0.dictionary($1) { $0.allowedNumbers($1) }
        }
        let defaultDuration = fields.integer("duration_default")
        let aspectRatios = fields.texts("aspect_ratios")
        let defaultAspectRatio = fields.optional("aspect_ratio_default") { $0.text($1) }
        let resolutions = fields.optional("resolutions") { $0.texts($1) }
        let defaultResolution = fields.optional("resolution_default") { $0.text($1) }
        let frameRates = fields.optional("frame_rates") { $0.allowedNumbers($1) }
        let defaultFrameRate = fields.optional("frame_rate_default") { $0.integer($1) }
        let sound: Sound? = fields.choice("sound")
        let defaultSound =
            sound == .optional ? fields.bool("sound_default") : sound == .always
        let prompt = fields.object("prompt", TextLimit.read)
        let negativePrompt = fields.optional("negative_prompt") { $0.object($1, TextLimit.read) }
        let cfgScale = fields.optional("cfg_scale") { fields, key in
            fields.known(key) { $0.numberRange($1) } ?? anyNumber
        }
        let seed = fields.optional("seed") { fields, key in
            fields.known(key) { $0.integerRange($1) } ?? Int.min...Int.max
        }
        let multiPrompt = fields.optional("multi_prompt") { $0.object($1, MultiPrompt.read) }
        let shotTypes = fields.optional("shot_types") {
            $0.dictionary($1) { (fields: inout PresetFields, key) -> Division? in
                fields.choice(key)
            }
        }
        let voices = fields.optional("voices") { $0.object($1, Voices.read) }
        let picture = fields.optional("picture") { $0.object($1, PictureLimits.read) }
        let elements = fields.optional("elements") { $0.object($1, ElementLimits.read) }
        let extras = fields.optional("extras") {
            $0.dictionary($1) { $0.object($1, ExtraField.read) }
        }
        guard fields.problems.isEmpty, let durations, let defaultDuration, let aspectRatios,
            let sound, let defaultSound, let prompt
        else { return nil }
        return ModelAsks(
            durations: durations, resolutionDurations: resolutionDurations ?? [:],
            defaultDuration: defaultDuration, aspectRatios: aspectRatios,
            defaultAspectRatio: defaultAspectRatio, resolutions: resolutions ?? [],
            defaultResolution: defaultResolution, frameRates: frameRates,
            defaultFrameRate: defaultFrameRate, sound: sound, defaultSound: defaultSound,
            prompt: prompt, negativePrompt: negativePrompt, cfgScale: cfgScale, seed: seed,
            multiPrompt: multiPrompt, shotTypes: shotTypes ?? [:], voices: voices,
            picture: picture ?? .unknown, elements: elements, extras: extras ?? [:])
    }
}

extension ModelAsks.TextLimit {
    fileprivate static func read(_ fields: inout PresetFields) -> Self? {
        fields.rejectKeys(except: ["maximum", "bytes_maximum"])
        if fields.has("bytes_maximum") {
            return fields.integer("bytes_maximum").map { Self(scalars: nil, bytes: $0) }
        }
        return Self(scalars: fields.known("maximum") { $0.integer($1) }, bytes: nil)
    }
}

extension ModelAsks.MultiPrompt {
    fileprivate static func read(_ fields: inout PresetFields) -> Self? {
        fields.rejectKeys(except: ["maximum", "shortest", "prompt_maximum"])
        let maximum = fields.integer("maximum")
        let shortest = fields.integer("shortest")
        let scalars = fields.known("prompt_maximum") { $0.integer($1) }
        guard let maximum, let shortest else { return nil }
        return Self(
            maximum: maximum, shortest: shortest,
            prompt: ModelAsks.TextLimit(scalars: scalars, bytes: nil))
    }
}

extension ModelAsks.Voices {
    fileprivate static func read(_ fields: inout PresetFields) -> Self? {
        fields.rejectKeys(except: ["maximum", "mention"])
        let maximum = fields.integer("maximum")
        let mention = fields.mention("mention")
        guard let maximum, let mention else { return nil }
        return Self(maximum: maximum, mention: mention)
    }
}

extension PresetFields {
    /// Reads how a prompt refers to an entry, such as `@Element#`.
    fileprivate mutating func mention(_ key: String) -> Mention? {
        value(key, "how a prompt refers to an entry, with # for its number, such as \"@Element#\"")
        {
            $0.text.flatMap(Mention.init)
        }
    }
}

extension ModelAsks.PictureLimits {
    static let unknown = Self(bytesMaximum: nil, sideMinimum: nil, sideMaximum: nil, ratios: nil)

    fileprivate static func read(_ fields: inout PresetFields) -> Self? {
        fields.rejectKeys(except: [
            "bytes_maximum", "side_minimum", "side_maximum", "ratio_minimum", "ratio_maximum",
        ])
        let bytesMaximum = fields.optional("bytes_maximum") { $0.integer($1) }
        let sideMinimum = fields.optional("side_minimum") { $0.integer($1) }
        let sideMaximum = fields.optional("side_maximum") { $0.integer($1) }
        let hasRatios = fields.has("ratio_minimum") || fields.has("ratio_maximum")
        let ratios =
            hasRatios
            ? fields.range(from: "ratio_minimum", to: "ratio_maximum") { $0.number($1) } : nil
        return Self(
            bytesMaximum: bytesMaximum, sideMinimum: sideMinimum, sideMaximum: sideMaximum,
            ratios: ratios)
    }
}

extension ModelAsks.ElementLimits {
    private static let keys: Set = [
        "maximum", "mention", "reference_images_maximum", "videos_maximum", "video_bytes_maximum",
        "video_side", "video_seconds", "video_frame_rate",
    ]

    fileprivate static func read(_ fields: inout PresetFields) -> Self? {
        fields.rejectKeys(except: keys)
        let maximum = fields.integer("maximum")
        let mention = fields.mention("mention")
        let referenceImagesMaximum = fields.value(
            "reference_images_maximum", "a whole number, 0 or more"
        ) { json in
            json.integer.flatMap { $0 >= 0 ? $0 : nil }
        }
        let videosMaximum = fields.integer("videos_maximum")
        let videoBytesMaximum = fields.integer("video_bytes_maximum")
        let videoSides = fields.numberRange("video_side")
        let videoSeconds = fields.numberRange("video_seconds")
        let videoFrameRates = fields.numberRange("video_frame_rate")
        guard let maximum, let mention, let referenceImagesMaximum, let videosMaximum,
            let videoBytesMaximum, let videoSides, let videoSeconds, let videoFrameRates
        else { return nil }
        return Self(
            maximum: maximum, mention: mention, referenceImagesMaximum: referenceImagesMaximum,
            videosMaximum: videosMaximum, videoBytesMaximum: videoBytesMaximum,
            videoSides: videoSides, videoSeconds: videoSeconds, videoFrameRates: videoFrameRates)
    }
}

extension ExtraField {
    private enum Kind: String, CaseIterable { case text, integer, number, bool }

    fileprivate static func read(_ fields: inout PresetFields) -> ExtraField? {
        fields.rejectKeys(except: ["type", "values", "minimum", "maximum", "note"])
        guard let kind: Kind = fields.choice("type") else { return nil }
        let hasRange = fields.has("minimum") || fields.has("maximum")
        switch kind {
        case .bool: return .bool
        case .text:
            guard fields.has("values") else { return .text([]) }
            return fields.texts("values").map(ExtraField.text)
        case .integer:
            guard hasRange else { return .integer(nil) }
            return fields.range(from: "minimum", to: "maximum") { $0.integer($1) }
                .map(ExtraField.integer)
        case .number:
            guard hasRange else { return .number(nil) }
            return fields.range(from: "minimum", to: "maximum") { $0.number($1) }
                .map(ExtraField.number)
        }
    }
}

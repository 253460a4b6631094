package import DailiesJSON
import DailiesMediaTime

extension ModelProfile {
    /// Reads a profile.
    ///
    /// - Throws: `InvalidPreset` with every problem: each key that is missing or has a wrong value.
    package init(_ json: JSONValue) throws(InvalidPreset) {
        var fields = PresetFields(json)
        try fields.checkSchema(Self.schema)
        let id = fields.text("id")
        let name = fields.text("name")
        let hosts = fields.dictionary("hosts") { hosts, provider in
            hosts.object(provider, Host.read)
        }
        let duration = fields.object("duration") { duration in
            (
                range: duration.range(from: "minimum", to: "maximum") { $0.integer($1) },
                standard: duration.integer("default")
            )
        }
        let frameSizes = fields.dictionary("aspect_ratios") { ratios, ratio in
            ratios.value(ratio, "[width, height] in pixels", FrameSize.init)
        }
        let defaultAspectRatio = fields.text("aspect_ratio_default")
        let defaultGenerateAudio = fields.bool("generate_audio_default")
        let frameRate = fields.value("frame_rate", "a frame rate such as \"24/1\"") { json in
            json.text.flatMap { FrameRate($0) }
        }
        let extraFrames = fields.integer("extra_frames")
        let promptMaximum = fields.integer("prompt_maximum")
        let negativePromptMaximum = fields.integer("negative_prompt_maximum")
        let cfgScale = fields.numberRange("cfg_scale")
        let multiPromptPromptMaximum = fields.integer("multi_prompt_prompt_maximum")
        let shotTypes = fields.texts("shot_types")
        let voiceIDsMaximum = fields.integer("voice_ids_maximum")
        let picture = fields.object("picture", PictureLimits.read)
        let elements = fields.object("elements", ElementLimits.read)
        guard fields.problems.isEmpty, let id, let name, let hosts, let durations = duration?.range,
            let defaultDuration = duration?.standard, let frameSizes, let defaultAspectRatio,
            let defaultGenerateAudio, let frameRate, let extraFrames, let promptMaximum,
            let negativePromptMaximum, let cfgScale, let multiPromptPromptMaximum, let shotTypes,
            let voiceIDsMaximum, let picture, let elements
        else { throw InvalidPreset(fields.problems) }
        self.init(
            id: id, name: name, hosts: hosts, durations: durations,
            defaultDuration: defaultDuration, frameSizes: frameSizes,
            defaultAspectRatio: defaultAspectRatio, defaultGenerateAudio: defaultGenerateAudio,
            frameRate: frameRate, extraFrames: extraFrames, promptMaximum: promptMaximum,
            negativePromptMaximum: negativePromptMaximum, cfgScale: cfgScale,
            multiPromptPromptMaximum: multiPromptPromptMaximum, shotTypes: shotTypes,
            voiceIDsMaximum: voiceIDsMaximum, picture: picture, elements: elements)
    }
}

extension ModelProfile.Host {
    fileprivate static func read(_ fields: inout PresetFields) -> Self? {
        let textToVideo = fields.text("text_to_video")
        let textFields = fields.optionalTexts("text_fields")
        let imageToVideo = fields.text("image_to_video")
        let imageFields = fields.optionalTexts("image_fields")
        let imageRequired = fields.optionalTexts("image_required")
        let multiPromptMaximum = fields.integer("multi_prompt_maximum")
        let multiPromptMinimumDuration = fields.integer("multi_prompt_shortest")
        let acceptsDataURIs = fields.bool("data_uris")
        let uploadBytesMaximum = fields.integer("upload_bytes_maximum")
        guard let textToVideo, let imageToVideo, let multiPromptMaximum,
            let multiPromptMinimumDuration, let acceptsDataURIs, let uploadBytesMaximum
        else { return nil }
        return Self(
            textToVideo: ModelProfile.Endpoint(
                address: textToVideo, fields: textFields.map { Set($0) }, required: []),
            imageToVideo: ModelProfile.Endpoint(
                address: imageToVideo, fields: imageFields.map { Set($0) },
                required: Set(imageRequired ?? ["start_image_url"])),
            multiPromptMaximum: multiPromptMaximum,
            multiPromptMinimumDuration: multiPromptMinimumDuration,
            acceptsDataURIs: acceptsDataURIs, uploadBytesMaximum: uploadBytesMaximum)
    }
}

extension ModelProfile.PictureLimits {
    fileprivate static func read(_ fields: inout PresetFields) -> Self? {
        let bytesMaximum = fields.integer("bytes_maximum")
        let sideMinimum = fields.integer("side_minimum")
        let ratios = fields.range(from: "ratio_minimum", to: "ratio_maximum") { $0.number($1) }
        guard let bytesMaximum, let sideMinimum, let ratios else { return nil }
        return Self(bytesMaximum: bytesMaximum, sideMinimum: sideMinimum, ratios: ratios)
    }
}

extension ModelProfile.ElementLimits {
    fileprivate static func read(_ fields: inout PresetFields) -> Self? {
        let maximum = fields.integer("maximum")
        let referenceImagesMaximum = fields.integer("reference_images_maximum")
        let videosMaximum = fields.integer("videos_maximum")
        let videoBytesMaximum = fields.integer("video_bytes_maximum")
        let videoSides = fields.numberRange("video_side")
        let videoSeconds = fields.numberRange("video_seconds")
        let videoFrameRates = fields.numberRange("video_frame_rate")
        guard let maximum, let referenceImagesMaximum, let videosMaximum, let videoBytesMaximum,
            let videoSides, let videoSeconds, let videoFrameRates
        else { return nil }
        return Self(
            maximum: maximum, referenceImagesMaximum: referenceImagesMaximum,
            videosMaximum: videosMaximum, videoBytesMaximum: videoBytesMaximum,
            videoSides: videoSides, videoSeconds: videoSeconds, videoFrameRates: videoFrameRates)
    }
}

extension FrameSize {
    /// Reads `[width, height]`.
    fileprivate init?(_ json: JSONValue) {
        guard let list = json.elements, list.count == 2, let width = list[0].integer,
            let height = list[1].integer
        else { return nil }
        self.init(width: width, height: height)
    }
}

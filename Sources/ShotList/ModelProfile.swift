package import DailiesJSON
package import DailiesMediaTime

/// What a model allows and what it delivers, as data: one file in `presets/models`.
package struct ModelProfile: Hashable, Sendable {
    package static let schema = "dailies.model/2"

    package let id: String
    /// The name for people.
    package let name: String
    /// Who hosts it, by provider, and what each asks of a request in its own way.
    package let hosts: [String: Host]
    /// Seconds that one run may last.
    package let durations: ClosedRange<Int>
    package let defaultDuration: Int
    /// The shapes on offer with the pixels that each is delivered in.
    package let frameSizes: [String: FrameSize]
    package let defaultAspectRatio: String
    package let defaultGenerateAudio: Bool
    package let frameRate: FrameRate
    /// Frames that a run delivers beyond duration × rate.
    package let extraFrames: Int
    /// Characters.
    package let promptMaximum: Int
    package let negativePromptMaximum: Int
    package let cfgScale: ClosedRange<Double>
    /// Characters of each prompt in a row.
    package let multiPromptPromptMaximum: Int
    package let shotTypes: [String]
    package let voiceIDsMaximum: Int
    package let picture: PictureLimits
    package let elements: ElementLimits

    /// A model at one provider.
    package struct Host: Hashable, Sendable {
        /// Where runs from words alone are bought.
        package let textToVideo: Endpoint
        /// Where runs with pictures are bought.
        package let imageToVideo: Endpoint
        /// Prompts in a row.
        package let multiPromptMaximum: Int
        /// Seconds that each of them lasts at the least.
        package let multiPromptShortest: Int
        /// Whether a picture may stand in the request itself.
        package let takesDataURIs: Bool
        /// Bytes that a picture or video handed over to it may have.
        package let uploadBytesMaximum: Int
    }

    /// One of a model's addresses at a provider, with the input fields that its page names.
    package struct Endpoint: Hashable, Sendable {
        package let address: String
        /// The input's fields; `elements.voice_id` is a field of each element. `nil` takes them all.
        let fields: Set<String>?
        /// Fields without which the request is refused.
        let required: Set<String>

        /// Whether the page names a field.
        package func takes(_ field: String) -> Bool { fields?.contains(field) ?? true }
    }

    /// What a picture may be that a run starts or ends with.
    package struct PictureLimits: Hashable, Sendable {
        package let bytesMaximum: Int
        /// Pixels of the shorter side.
        package let sideMinimum: Int
        /// Width divided by height.
        package let ratios: ClosedRange<Double>
    }

    /// What may be shown to the model so that it knows people and things again.
    package struct ElementLimits: Hashable, Sendable {
        package let maximum: Int
        package let referenceImagesMaximum: Int
        package let videosMaximum: Int
        package let videoBytesMaximum: Int
        /// Pixels of each side.
        package let videoSides: ClosedRange<Double>
        package let videoSeconds: ClosedRange<Double>
        /// Frames per second.
        package let videoFrameRates: ClosedRange<Double>
    }

    /// Pixels across and down.
    package struct FrameSize: Hashable, Sendable {
        package let width: Int
        package let height: Int

        package init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }
}

extension ModelProfile {
    /// Reads a profile; `nil` where a key is missing or has the wrong type.
    package init?(_ json: JSONValue) {
        guard json["schema"]?.text == Self.schema,
            let id = json["id"]?.text, let name = json["name"]?.text,
            let hosts = json["hosts"]?.members,
            let shortest = json["duration"]?["minimum"]?.integer,
            let longest = json["duration"]?["maximum"]?.integer, shortest <= longest,
            let defaultDuration = json["duration"]?["default"]?.integer,
            let shapes = json["aspect_ratios"]?.members,
            let defaultAspectRatio = json["aspect_ratio_default"]?.text,
            let defaultGenerateAudio = json["generate_audio_default"]?.bool,
            let frameRate = json["frame_rate"]?.text.flatMap({ FrameRate($0) }),
            let extraFrames = json["extra_frames"]?.integer,
            let promptMaximum = json["prompt_maximum"]?.integer,
            let negativePromptMaximum = json["negative_prompt_maximum"]?.integer,
            let scale = json["cfg_scale"].flatMap(Self.range),
            let elementPromptMaximum = json["multi_prompt_prompt_maximum"]?.integer,
            let shotTypes = json["shot_types"]?.elements?.compactMap(\.text),
            let voiceIDsMaximum = json["voice_ids_maximum"]?.integer,
            let picture = json["picture"].flatMap(PictureLimits.init),
            let elements = json["elements"].flatMap(ElementLimits.init)
        else { return nil }
        self.id = id
        self.name = name
        let readHosts = hosts.compactMapValues(Host.init)
        guard readHosts.count == hosts.count else { return nil }
        self.hosts = readHosts
        durations = shortest...longest
        self.defaultDuration = defaultDuration
        frameSizes = shapes.compactMapValues { size in
            guard let pair = size.elements?.compactMap(\.integer), pair.count == 2 else {
                return nil
            }
            return FrameSize(width: pair[0], height: pair[1])
        }
        self.defaultAspectRatio = defaultAspectRatio
        self.defaultGenerateAudio = defaultGenerateAudio
        self.frameRate = frameRate
        self.extraFrames = extraFrames
        self.promptMaximum = promptMaximum
        self.negativePromptMaximum = negativePromptMaximum
        cfgScale = scale
        multiPromptPromptMaximum = elementPromptMaximum
        self.shotTypes = shotTypes
        self.voiceIDsMaximum = voiceIDsMaximum
        self.picture = picture
        self.elements = elements
    }

    fileprivate static func range(_ json: JSONValue) -> ClosedRange<Double>? {
        guard let lowest = json["minimum"]?.number, let highest = json["maximum"]?.number,
            lowest <= highest
        else { return nil }
        return lowest...highest
    }
}

extension ModelProfile.Host {
    fileprivate init?(_ json: JSONValue) {
        guard let textToVideo = json["text_to_video"]?.text,
            let imageToVideo = json["image_to_video"]?.text,
            let maximum = json["multi_prompt_maximum"]?.integer,
            let shortest = json["multi_prompt_shortest"]?.integer,
            let takesDataURIs = json["data_uris"]?.bool,
            let uploadBytes = json["upload_bytes_maximum"]?.integer
        else { return nil }
        self.textToVideo = ModelProfile.Endpoint(
            address: textToVideo, fields: Self.names(json["text_fields"]), required: [])
        self.imageToVideo = ModelProfile.Endpoint(
            address: imageToVideo, fields: Self.names(json["image_fields"]),
            required: Self.names(json["image_required"]) ?? ["start_image_url"])
        multiPromptMaximum = maximum
        multiPromptShortest = shortest
        self.takesDataURIs = takesDataURIs
        uploadBytesMaximum = uploadBytes
    }
}

extension ModelProfile.Host {
    private static func names(_ json: JSONValue?) -> Set<String>? {
        json?.elements.map { Set($0.compactMap(\.text)) }
    }
}

extension ModelProfile.PictureLimits {
    fileprivate init?(_ json: JSONValue) {
        guard let bytes = json["bytes_maximum"]?.integer, let side = json["side_minimum"]?.integer,
            let lowest = json["ratio_minimum"]?.number,
            let highest = json["ratio_maximum"]?.number, lowest <= highest
        else { return nil }
        bytesMaximum = bytes
        sideMinimum = side
        ratios = lowest...highest
    }
}

extension ModelProfile.ElementLimits {
    fileprivate init?(_ json: JSONValue) {
        guard let maximum = json["maximum"]?.integer,
            let images = json["reference_images_maximum"]?.integer,
            let videos = json["videos_maximum"]?.integer,
            let bytes = json["video_bytes_maximum"]?.integer,
            let sides = json["video_side"].flatMap(ModelProfile.range),
            let seconds = json["video_seconds"].flatMap(ModelProfile.range),
            let rates = json["video_frame_rate"].flatMap(ModelProfile.range)
        else { return nil }
        self.maximum = maximum
        referenceImagesMaximum = images
        videosMaximum = videos
        videoBytesMaximum = bytes
        videoSides = sides
        videoSeconds = seconds
        videoFrameRates = rates
    }
}

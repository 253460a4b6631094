package import DailiesJSON
package import DailiesMediaTime

/// The limits and output properties of a model, read from a file in `presets/models`.
package struct ModelProfile: Hashable, Sendable {
    package static let schema = "dailies.model/2"

    package let id: String
    /// The display name.
    package let name: String
    /// The providers that host the model, by name, with their endpoints and limits.
    package let hosts: [String: Host]
    /// The allowed durations of one run, in seconds.
    package let durations: ClosedRange<Int>
    package let defaultDuration: Int
    /// The allowed aspect ratios, such as `16:9`, with the frame size that each is delivered in.
    package let frameSizes: [String: FrameSize]
    package let defaultAspectRatio: String
    package let defaultGenerateAudio: Bool
    package let frameRate: FrameRate
    /// Frames that a run delivers in addition to duration × frame rate.
    package let extraFrames: Int
    /// In Unicode scalars.
    package let promptMaximum: Int
    /// In Unicode scalars.
    package let negativePromptMaximum: Int
    package let cfgScale: ClosedRange<Double>
    /// Unicode scalars of each prompt of a `multi_prompt`.
    package let multiPromptPromptMaximum: Int
    package let shotTypes: [String]
    package let voiceIDsMaximum: Int
    package let picture: PictureLimits
    package let elements: ElementLimits

    /// A model at one provider.
    package struct Host: Hashable, Sendable {
        /// The endpoint for runs without pictures.
        package let textToVideo: Endpoint
        /// The endpoint for runs with pictures.
        package let imageToVideo: Endpoint
        /// The maximum number of prompts in a `multi_prompt`.
        package let multiPromptMaximum: Int
        /// The minimum duration of each of them, in seconds.
        package let multiPromptMinimumDuration: Int
        /// Whether a picture may be sent in the request itself, as a data URI.
        package let acceptsDataURIs: Bool
        /// The maximum size of an uploaded picture or video, in bytes.
        package let uploadBytesMaximum: Int
    }

    /// An endpoint of a model at a provider, with the input fields that its page lists.
    package struct Endpoint: Hashable, Sendable {
        package let address: String
        /// The accepted input fields; `elements.voice_id` is a field of each element.
        ///
        /// `nil` accepts all.
        let fields: Set<String>?
        /// The required input fields.
        let required: Set<String>

        /// Whether the endpoint accepts an input field.
        package func accepts(_ field: String) -> Bool { fields?.contains(field) ?? true }
    }

    /// The limits of start and end pictures.
    package struct PictureLimits: Hashable, Sendable {
        package let bytesMaximum: Int
        /// The minimum length of the shorter side, in pixels.
        package let sideMinimum: Int
        /// Width divided by height.
        package let ratios: ClosedRange<Double>
    }

    /// The limits of elements: people and things that the model is to recognize.
    package struct ElementLimits: Hashable, Sendable {
        package let maximum: Int
        package let referenceImagesMaximum: Int
        package let videosMaximum: Int
        package let videoBytesMaximum: Int
        /// The allowed length of each side, in pixels.
        package let videoSides: ClosedRange<Double>
        package let videoSeconds: ClosedRange<Double>
        /// Frames per second.
        package let videoFrameRates: ClosedRange<Double>
    }

    /// A frame size in pixels.
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
            let acceptsDataURIs = json["data_uris"]?.bool,
            let uploadBytes = json["upload_bytes_maximum"]?.integer
        else { return nil }
        self.textToVideo = ModelProfile.Endpoint(
            address: textToVideo, fields: Self.names(json["text_fields"]), required: [])
        self.imageToVideo = ModelProfile.Endpoint(
            address: imageToVideo, fields: Self.names(json["image_fields"]),
            required: Self.names(json["image_required"]) ?? ["start_image_url"])
        multiPromptMaximum = maximum
        multiPromptMinimumDuration = shortest
        self.acceptsDataURIs = acceptsDataURIs
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

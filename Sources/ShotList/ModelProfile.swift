package import DailiesJSON
package import DailiesMediaTime

/// What a model allows and what it delivers, as data: one file in `presets/models`.
package struct ModelProfile: Hashable, Sendable {
    package static let schema = "dailies.model/1"

    package let id: String
    /// The name for people.
    package let name: String
    /// The model's address at each provider that hosts it.
    package let textToVideo: [String: String]
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
    package let multiPromptMaximumElements: Int
    package let multiPromptPromptMaximum: Int
    package let multiPromptMinimumDuration: Int
    package let shotTypes: [String]
    package let voiceIDsMaximum: Int

    /// Pixels across and down.
    package struct FrameSize: Hashable, Sendable {
        package let width: Int
        package let height: Int
    }
}

extension ModelProfile {
    /// Reads a profile; `nil` where a key is missing or has the wrong type.
    package init?(_ json: JSONValue) {
        guard json["schema"]?.text == Self.schema,
            let id = json["id"]?.text, let name = json["name"]?.text,
            let endpoints = json["endpoints"]?.members,
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
            let lowestScale = json["cfg_scale"]?["minimum"]?.number,
            let highestScale = json["cfg_scale"]?["maximum"]?.number, lowestScale <= highestScale,
            let maximumElements = json["multi_prompt"]?["maximum_elements"]?.integer,
            let elementPromptMaximum = json["multi_prompt"]?["prompt_maximum"]?.integer,
            let elementMinimum = json["multi_prompt"]?["minimum_duration"]?.integer,
            let shotTypes = json["shot_types"]?.elements?.compactMap(\.text),
            let voiceIDsMaximum = json["voice_ids_maximum"]?.integer
        else { return nil }
        self.id = id
        self.name = name
        textToVideo = endpoints.compactMapValues { $0["text_to_video"]?.text }
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
        cfgScale = lowestScale...highestScale
        multiPromptMaximumElements = maximumElements
        multiPromptPromptMaximum = elementPromptMaximum
        multiPromptMinimumDuration = elementMinimum
        self.shotTypes = shotTypes
        self.voiceIDsMaximum = voiceIDsMaximum
    }
}

/// What may be asked of a model, in the words of shot lists; a trait that is `nil` or empty isn't
/// offered.
package struct ModelAsks: Hashable, Sendable {
    /// The durations of one run in seconds.
    let durations: AllowedNumbers
    /// The durations at the resolutions that have others.
    let resolutionDurations: [String: AllowedNumbers]
    package let defaultDuration: Int
    /// The aspect ratios, such as `16:9`.
    package let aspectRatios: [String]
    package let defaultAspectRatio: String?
    /// The resolutions, such as `720p`.
    package let resolutions: [String]
    package let defaultResolution: String?
    /// The frames per second.
    package let frameRates: AllowedNumbers?
    package let defaultFrameRate: Int?
    package let sound: Sound
    /// Whether sound is asked for if the list doesn't say.
    package let defaultSound: Bool
    package let prompt: TextLimit
    package let negativePrompt: TextLimit?
    package let cfgScale: ClosedRange<Double>?
    package let seed: ClosedRange<Int>?
    package let multiPrompt: MultiPrompt?
    /// The shot types, with who divides the run into shots.
    package let shotTypes: [String: Division]
    package let voices: Voices?
    package let picture: PictureLimits
    package let elements: ElementLimits?
    /// The model's own fields, which are sent under their own names.
    package let extras: [String: ExtraField]

    /// Whether a run has sound.
    package enum Sound: String, CaseIterable, Hashable, Sendable {
        /// As the list asks.
        case optional
        case always
        case never
    }

    /// The maximum length of a text; `nil` if none is known.
    package struct TextLimit: Hashable, Sendable {
        /// In Unicode scalars, as most providers count.
        package let scalars: Int?
        /// In bytes of UTF-8.
        package let bytes: Int?
    }

    /// The limits of several prompts in one run.
    package struct MultiPrompt: Hashable, Sendable {
        package let maximum: Int
        /// The minimum duration of each prompt in seconds.
        package let shortest: Int
        package let prompt: TextLimit
    }

    /// Who divides a run into shots.
    package enum Division: String, CaseIterable, Hashable, Sendable {
        /// Each of several prompts is a shot.
        case prompts
        /// The model divides a single prompt.
        case model
    }

    /// Voices that a prompt refers to.
    package struct Voices: Hashable, Sendable {
        package let maximum: Int
        /// How a prompt refers to one.
        package let mention: Mention
    }

    /// The limits of start and end pictures; `nil` where none is known.
    package struct PictureLimits: Hashable, Sendable {
        package let bytesMaximum: Int?
        /// The minimum length of the shorter side, in pixels.
        package let sideMinimum: Int?
        /// The maximum length of the longer side, in pixels.
        package let sideMaximum: Int?
        /// Width divided by height.
        package let ratios: ClosedRange<Double>?
    }

    /// The limits of elements: people and things that the model is to recognize.
    package struct ElementLimits: Hashable, Sendable {
        package let maximum: Int
        /// How a prompt refers to one.
        package let mention: Mention
        /// The maximum number of pictures beside the frontal one; 0 for none.
        package let referenceImagesMaximum: Int
        package let videosMaximum: Int
        package let videoBytesMaximum: Int
        /// The allowed length of each side, in pixels.
        package let videoSides: ClosedRange<Double>
        package let videoSeconds: ClosedRange<Double>
        /// Frames per second.
        package let videoFrameRates: ClosedRange<Double>
    }

    /// The durations of one run in seconds, at a resolution.
    package func durations(at resolution: String?) -> AllowedNumbers {
        resolution.flatMap { resolutionDurations[$0] } ?? durations
    }

    /// The shot type of a run of several prompts.
    var shotTypeOfPrompts: String? { shotTypes.filter { $0.value == .prompts }.keys.min() }

    /// Whether a field of a shot list is offered.
    package func offers(_ field: String) -> Bool {
        switch field {
        case "multi_prompt": multiPrompt != nil
        case "aspect_ratio": !aspectRatios.isEmpty
        case "resolution": !resolutions.isEmpty
        case "frame_rate": frameRates != nil
        case "generate_audio": sound == .optional
        case "negative_prompt": negativePrompt != nil
        case "cfg_scale": cfgScale != nil
        case "seed": seed != nil
        case "shot_type": !shotTypes.isEmpty
        case "voice_ids": voices != nil
        case "elements": elements != nil
        default: true
        }
    }
}

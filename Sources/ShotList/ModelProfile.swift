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
}

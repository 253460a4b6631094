package import DailiesJSON

/// The names and forms of a request's fields at a provider.
package struct WireForm: Hashable, Sendable {
    /// By the field's name in shot lists; a field without an entry isn't sent.
    package let fields: [String: Field]
    /// Members that every request has.
    package let constants: [String: JSONValue]

    /// A field at a provider.
    package struct Field: Hashable, Sendable {
        package let name: String
        package let form: Form
        /// The provider's values in the place of ours; a value without an entry is sent as it is.
        package let values: [String: JSONValue]
    }

    /// How a value is written.
    package enum Form: Hashable, Sendable {
        /// As JSON has it: a number is a number, a list is a list.
        case plain
        /// As a text: "5".
        case text
        /// As a text with its unit: "5s".
        case seconds
        /// A duration as a number of frames: seconds × frame rate + `extra`.
        ///
        /// `rate` is the frame rate of a request that names none.
        case frames(extra: Int, rate: Int?)
        /// As JSON inside a text.
        case json
        /// A list of prompts as JSON inside a text, in which each prompt's duration is a number.
        case shots
    }

    /// The form with the entries of another one in the place of its own.
    func merging(_ other: WireForm) -> WireForm {
        WireForm(
            fields: fields.merging(other.fields) { $1 },
            constants: constants.merging(other.constants) { $1 })
    }

    static let empty = WireForm(fields: [:], constants: [:])
}

/// The fields of a canonical request that have a name and a form at each provider.
package enum CanonicalField {
    package static let names: Set<String> = [
        "prompt", "multi_prompt", "duration", "aspect_ratio", "resolution", "frame_rate",
        "generate_audio", "negative_prompt", "cfg_scale", "seed", "shot_type", "voice_ids",
        "start_image_url", "end_image_url", "elements",
    ]
}

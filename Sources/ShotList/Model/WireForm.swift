package import DailiesJSON

/// The names and forms of a request's fields at a provider.
package struct WireForm: Hashable, Sendable {
    /// By the field's name in shot lists; a field without an entry isn't sent.
    package let fields: [String: Field]
    /// Members that every request has, by their paths (`WirePath`).
    package let constants: [String: JSONValue]
    /// Members that a request has unless one of its fields gives them, by their paths.
    package let defaults: [String: JSONValue]

    /// A field at a provider.
    package struct Field: Hashable, Sendable {
        /// The field's name, or its path in the request (`WirePath`).
        package let name: String
        package let form: Form
        /// The provider's values in the place of ours; a value without an entry is sent as it is.
        package let values: [String: JSONValue]
        /// Further members of a request with this field, by their paths; they have precedence over
        /// those of other fields.
        package let companions: [String: JSONValue]
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
        /// Prompts in a row as JSON inside a text, in which each prompt's duration is a number.
        case jsonShots
        /// Prompts in a row as one text: "shot 1, 2, a harbour; shot 2, 3, a gull;", with the number
        /// and the seconds of each.
        case shots
        /// Prompts in a row as a list whose entries have their number, from 1, as `index`.
        case numbered
    }

    /// All paths, in order.
    var paths: [String] {
        let members = [constants, defaults] + fields.values.map(\.companions)
        return Set(fields.values.map(\.name) + members.flatMap(\.keys)).sorted()
    }

    /// The form with the entries of another one in the place of its own.
    func merging(_ other: WireForm) -> WireForm {
        WireForm(
            fields: fields.merging(other.fields) { $1 },
            constants: constants.merging(other.constants) { $1 },
            defaults: defaults.merging(other.defaults) { $1 })
    }

    static let empty = WireForm(fields: [:], constants: [:], defaults: [:])
}

/// The fields of a canonical request that have a name and a form at each provider.
package enum CanonicalField {
    package static let names = Set(ordered)

    /// The names in the order in which a request's lists get their entries.
    package static let ordered = [
        "prompt", "multi_prompt", "start_image_url", "end_image_url", "elements", "duration",
        "aspect_ratio", "resolution", "frame_rate", "generate_audio", "negative_prompt",
        "cfg_scale", "seed", "shot_type", "voice_ids",
    ]
}

import DailiesJSON

/// The field names of shots and lists.
package enum ShotFields {
    /// The kind of a field's value, which a cell of a table is read as.
    enum Kind {
        case text
        case number
        /// `true` or `false`.
        case truth
        /// One text or several.
        case texts
        /// A list or an object, in a cell as JSON.
        case json
    }

    /// Supported fields of a shot.
    static let kinds: [String: Kind] = [
        "id": .text, "prompt": .text, "multi_prompt": .json, "duration": .number,
        "aspect_ratio": .text, "generate_audio": .truth, "negative_prompt": .text,
        "cfg_scale": .number, "shot_type": .text, "voice_ids": .texts, "start_image_url": .text,
        "end_image_url": .text, "elements": .json, "continue_from": .text, "scene": .text,
        "note": .text, "caption": .text, "metadata": .json, "resolution": .text,
        "frame_rate": .number, "seed": .number, "extras": .json, "model": .text,
        "provider": .texts,
    ]

    package static let shotFields: Set<String> = Set(kinds.keys)

    /// Fields of a shot that say where it is bought; they may stand in the list itself too.
    static let sourceFields: Set<String> = ["model", "provider"]

    /// Fields that are different in each shot: no preset has them.
    package static let ownFields: Set<String> = [
        "id", "prompt", "multi_prompt", "scene", "note", "caption",
    ]

    /// Fields of the list format that this version rejects, so that nobody pays for a shot that
    /// differs from the written one.
    static let unsupported: Set<String> = [
        "max_takes", "transition", "preset",
    ]

    /// What is wrong with a field's name, and how to correct it; `nil` for a field of a shot.
    ///
    /// `meant` is the field that was probably meant.
    static func unknown(
        _ name: String
    ) -> (wrong: String, correction: String, meant: String?)? {
        if shotFields.contains(name) { return nil }
        if unsupported.contains(name) {
            return ("this version doesn't support this field", "leave it out", nil)
        }
        if name == "image_url" {
            // A sample in a provider's gallery uses this name, but the model refuses it.
            return ("unknown field", "the start picture is \"start_image_url\"", nil)
        }
        if let near = nearest(to: name, among: shotFields) {
            return ("unknown field", "did you mean \"\(near)\"?", near)
        }
        return ("unknown field", "leave it out, or write remarks in \"note\"", nil)
    }

    /// Fields of the list itself.
    package static let listFields: Set<String> = [
        "schema", "title", "model", "provider", "preset", "defaults", "film", "shots", "scene",
        "note",
    ]

    /// Fields whose names are the user's or the model's own.
    static let free: Set<String> = ["metadata", "extras"]

    /// The shot fields that a model profile sets: the lowest layer.
    static func defaults(of model: ModelProfile) -> [String: JSONValue] {
        var fields: [String: JSONValue] = ["generate_audio": .bool(model.asks.defaultSound)]
        fields["aspect_ratio"] = model.asks.defaultAspectRatio.map(JSONValue.string)
        fields["resolution"] = model.asks.defaultResolution.map(JSONValue.string)
        fields["frame_rate"] = model.asks.defaultFrameRate.map(JSONValue.integer)
        return fields
    }
}

import DailiesJSON

/// The field names of shots and lists.
enum ShotFields {
    /// Supported fields of a shot.
    static let shotFields: Set<String> = [
        "id", "prompt", "multi_prompt", "duration", "aspect_ratio", "generate_audio",
        "negative_prompt", "cfg_scale", "shot_type", "voice_ids", "start_image_url",
        "end_image_url", "elements", "continue_from", "scene", "note", "caption", "metadata",
        "resolution", "frame_rate", "seed", "extras", "model", "provider",
    ]

    /// Fields of a shot that say where it is bought; they may stand in the list itself too.
    static let sourceFields: Set<String> = ["model", "provider"]

    /// Fields of the list format that this version rejects, so that nobody pays for a shot that
    /// differs from the written one.
    static let unsupported: Set<String> = [
        "max_takes", "transition", "preset",
    ]

    /// Fields of the list itself.
    static let listFields: Set<String> = [
        "schema", "title", "model", "provider", "preset", "defaults", "film", "shots", "scene",
        "note",
    ]

    /// The shot fields that a model profile sets: the lowest layer.
    static func defaults(of model: ModelProfile) -> [String: JSONValue] {
        var fields: [String: JSONValue] = ["generate_audio": .bool(model.asks.defaultSound)]
        fields["aspect_ratio"] = model.asks.defaultAspectRatio.map(JSONValue.string)
        fields["resolution"] = model.asks.defaultResolution.map(JSONValue.string)
        fields["frame_rate"] = model.asks.defaultFrameRate.map(JSONValue.integer)
        return fields
    }
}

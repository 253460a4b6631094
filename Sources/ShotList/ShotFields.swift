import DailiesJSON

/// The names that a shot may use, and the layers that settle them: a later layer wins.
enum ShotFields {
    /// Fields that reach the request or the report.
    static let known: Set<String> = [
        "id", "prompt", "multi_prompt", "duration", "aspect_ratio", "generate_audio",
        "negative_prompt", "cfg_scale", "shot_type", "voice_ids", "start_image_url",
        "end_image_url", "elements", "continue_from", "scene", "note", "metadata",
    ]

    /// Fields that reach the provider under their own name.
    static let sent: Set<String> = [
        "prompt", "multi_prompt", "duration", "aspect_ratio", "generate_audio", "negative_prompt",
        "cfg_scale", "shot_type", "voice_ids", "start_image_url", "end_image_url", "elements",
    ]

    /// Fields of the list format that this version refuses, so that nobody pays for a shot that
    /// isn't the one they wrote.
    static let notYet: Set<String> = [
        "max_takes", "transition", "model", "provider", "preset",
    ]

    /// Fields of the list itself.
    static let ofList: Set<String> = [
        "schema", "title", "model", "provider", "preset", "defaults", "shots", "scene", "note",
    ]

    static func profile(_ model: ModelProfile) -> [String: JSONValue] {
        [
            "aspect_ratio": .string(model.defaultAspectRatio),
            "generate_audio": .bool(model.defaultGenerateAudio),
        ]
    }

    /// The nearest known name to a mistyped one, where one is near enough to suggest.
    static func suggestion(for name: String, among names: Set<String>) -> String? {
        let ranked = names.map { (name: $0, distance: editDistance($0, name)) }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let best = ranked.first, best.distance <= max(1, name.count / 3) else { return nil }
        return best.name
    }
}

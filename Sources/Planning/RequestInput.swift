import DailiesJSON
import DailiesShotList

/// The model's input for one run, in the field names and types that the hosts of Kling 3.0 share.
enum RequestInput {
    /// Durations travel as strings: some hosts reject a JSON number.
    static func make(shot: Shot, seconds: Int) -> JSONValue {
        var input: [String: JSONValue] = [
            "duration": .string(String(seconds)),
            "aspect_ratio": .string(shot.aspectRatio),
            // Always said: it changes the price and the streams, and hosts differ in the default.
            "generate_audio": .bool(shot.generateAudio),
        ]
        switch shot.content {
        case .prompt(let prompt):
            input["prompt"] = .string(prompt)
        case .multiPrompt(let elements):
            input["multi_prompt"] = .array(
                elements.map { element in
                    [
                        "prompt": .string(element.prompt),
                        "duration": .string(String(element.duration)),
                    ]
                })
        }
        input["negative_prompt"] = shot.negativePrompt.map(JSONValue.string)
        input["cfg_scale"] = shot.cfgScale.map(JSONValue.number)
        input["shot_type"] = shot.shotType.map(JSONValue.string)
        if !shot.voiceIDs.isEmpty {
            input["voice_ids"] = .array(shot.voiceIDs.map(JSONValue.string))
        }
        return .object(input)
    }
}

import DailiesJSON
import DailiesShotList

/// The model's input for one run, in the field names and types that the hosts of Kling 3.0 share.
enum RequestInput {
    /// - Parameters:
    ///   - start: what stands for the picture that the run starts with; `nil` where there is none.
    ///   - isLast: whether the run is its shot's last, with which it ends.
    static func make(shot: Shot, seconds: Int, start: String?, isLast: Bool) -> JSONValue {
        var input: [String: JSONValue] = [
            // Durations travel as strings: some hosts reject a JSON number.
            "duration": .string(String(seconds)),
            // Always said: it changes the price and the streams, and hosts differ in the default.
            "generate_audio": .bool(shot.generateAudio),
        ]
        switch shot.content {
        case .prompt(let prompt):
            input["prompt"] = .string(prompt)
            input["shot_type"] = shot.shotType.map(JSONValue.string)
        case .multiPrompt(let elements):
            input["multi_prompt"] = .array(
                elements.map { element in
                    [
                        "prompt": .string(element.prompt),
                        "duration": .string(String(element.duration)),
                    ]
                })
            // Optional on some pages, required on others.
            input["shot_type"] = .string(shot.shotType ?? "customize")
        }
        input["negative_prompt"] = shot.negativePrompt.map(JSONValue.string)
        input["cfg_scale"] = shot.cfgScale.map(JSONValue.number)
        if !shot.voiceIDs.isEmpty {
            input["voice_ids"] = .array(shot.voiceIDs.map(JSONValue.string))
        }
        if let start { input["start_image_url"] = .string(start) }
        if isLast, let end = shot.end { input["end_image_url"] = .string(end.word) }
        if !shot.elements.isEmpty { input["elements"] = .array(shot.elements.map(element)) }
        // Image-to-video takes no shape: the picture decides.
        if !RequestMedia.isNamed(in: input) {
            input["aspect_ratio"] = shot.aspectRatio.map(JSONValue.string)
        }
        return .object(input)
    }

    private static func element(_ element: Shot.Element) -> JSONValue {
        var members: [String: JSONValue]
        switch element.appearance {
        case .video(let video): members = ["video_url": .string(video.word)]
        case .images(let frontal, let others):
            members = [
                "frontal_image_url": .string(frontal.word),
                "reference_image_urls": .array(others.map { .string($0.word) }),
            ]
        }
        members["voice_id"] = element.voiceID.map(JSONValue.string)
        return .object(members)
    }
}

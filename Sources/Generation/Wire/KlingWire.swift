package import DailiesJSON
package import DailiesPlanning
import DailiesShotList

/// The wire format of Kling 3.0's input, which all its hosts share.
///
/// Sources: Runflow's, fal's and eachlabs' pages of Kling 3.0 text-to-video and image-to-video.
package enum KlingWire {
    /// The model's input for a request whose pictures and videos are all addresses or data URIs.
    package static func input(_ request: RunRequest) -> JSONValue {
        var input: [String: JSONValue] = [
            // A string: some hosts refuse a JSON number.
            "duration": .string(String(request.seconds)),
            // Always sent: it changes the price and the streams, and hosts differ in the default.
            "generate_audio": .bool(request.generateAudio),
        ]
        switch request.content {
        case .prompt(let prompt):
            input["prompt"] = .string(prompt)
        case .multiPrompt(let prompts):
            input["multi_prompt"] = .array(
                prompts.map { element in
                    [
                        "prompt": .string(element.prompt),
                        "duration": .string(String(element.duration)),
                    ]
                })
        }
        input["shot_type"] = request.shotType.map(JSONValue.string)
        input["negative_prompt"] = request.negativePrompt.map(JSONValue.string)
        input["cfg_scale"] = request.cfgScale.map(JSONValue.number)
        input["aspect_ratio"] = request.aspectRatio.map(JSONValue.string)
        if !request.voiceIDs.isEmpty {
            input["voice_ids"] = .array(request.voiceIDs.map(JSONValue.string))
        }
        input["start_image_url"] = request.start.map { .string($0.text) }
        input["end_image_url"] = request.end.map { .string($0.text) }
        if !request.elements.isEmpty {
            input["elements"] = .array(request.elements.map(element))
        }
        return .object(input)
    }

    private static func element(_ element: RunRequest.Element) -> JSONValue {
        var members: [String: JSONValue]
        switch element.appearance {
        case .video(let video): members = ["video_url": .string(video.text)]
        case .images(let frontal, let others):
            members = [
                "frontal_image_url": .string(frontal.text),
                "reference_image_urls": .array(others.map { .string($0.text) }),
            ]
        }
        members["voice_id"] = element.voiceID.map(JSONValue.string)
        return .object(members)
    }

    /// The input without its pictures and videos, whose addresses differ from upload to upload.
    package static func withoutMedia(_ input: JSONValue) -> JSONValue {
        .object((input.members ?? [:]).filter { !mediaFields.contains($0.key) })
    }

    private static let mediaFields: Set = ["start_image_url", "end_image_url", "elements"]
}

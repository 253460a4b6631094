package import DailiesJSON
import DailiesShotList

// The canonical form of a request, with the field names of shot lists. Digests and ledgers depend
// on it: for a request that an earlier version could make, it never changes.
extension RunRequest {
    /// The canonical form.
    package var json: JSONValue {
        var members: [String: JSONValue] = [
            // A string, as in the first version.
            "duration": .string(String(seconds)),
            "generate_audio": .bool(generateAudio),
        ]
        switch content {
        case .prompt(let prompt):
            members["prompt"] = .string(prompt)
        case .multiPrompt(let prompts):
            members["multi_prompt"] = .array(
                prompts.map { element in
                    [
                        "prompt": .string(element.prompt),
                        "duration": .string(String(element.duration)),
                    ]
                })
        }
        members["shot_type"] = shotType.map(JSONValue.string)
        members["negative_prompt"] = negativePrompt.map(JSONValue.string)
        members["cfg_scale"] = cfgScale.map(JSONValue.number)
        members["resolution"] = resolution.map(JSONValue.string)
        members["frame_rate"] = frameRate.map(JSONValue.integer)
        members["seed"] = seed.map(JSONValue.integer)
        if !extras.isEmpty { members["extras"] = .object(extras) }
        members["aspect_ratio"] = aspectRatio.map(JSONValue.string)
        if !voiceIDs.isEmpty { members["voice_ids"] = .array(voiceIDs.map(JSONValue.string)) }
        members["start_image_url"] = start.map { .string($0.text) }
        members["end_image_url"] = end.map { .string($0.text) }
        if !elements.isEmpty { members["elements"] = .array(elements.map(\.json)) }
        return .object(members)
    }

    /// Reads the canonical form; `nil` if the JSON has another form.
    package init?(_ json: JSONValue) {
        guard let seconds = json["duration"]?.text.flatMap({ Int($0) }),
            let generateAudio = json["generate_audio"]?.bool,
            let content = Self.content(json)
        else { return nil }
        let elements = (json["elements"]?.elements ?? []).map(Element.init)
        guard !elements.contains(nil) else { return nil }
        let media = ["start_image_url", "end_image_url"].map { json[$0]?.text }
        self.init(
            content: content, seconds: seconds, aspectRatio: json["aspect_ratio"]?.text,
            resolution: json["resolution"]?.text, frameRate: json["frame_rate"]?.integer,
            generateAudio: generateAudio, negativePrompt: json["negative_prompt"]?.text,
            cfgScale: json["cfg_scale"]?.number, seed: json["seed"]?.integer,
            shotType: json["shot_type"]?.text, extras: json["extras"]?.members ?? [:],
            voiceIDs: (json["voice_ids"]?.elements ?? []).compactMap(\.text),
            start: media[0].map { RequestMedia($0) }, end: media[1].map { RequestMedia($0) },
            elements: elements.compactMap(\.self))
    }

    private static func content(_ json: JSONValue) -> Shot.Content? {
        if let prompt = json["prompt"]?.text { return .prompt(prompt) }
        guard let list = json["multi_prompt"]?.elements else { return nil }
        let prompts = list.compactMap { element -> Shot.PromptElement? in
            guard let prompt = element["prompt"]?.text,
                let seconds = element["duration"]?.text.flatMap({ Int($0) })
            else { return nil }
            return Shot.PromptElement(prompt: prompt, duration: seconds)
        }
        return prompts.count == list.count ? .multiPrompt(prompts) : nil
    }
}

extension RunRequest.Element {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue]
        switch appearance {
        case .video(let video): members = ["video_url": .string(video.text)]
        case .images(let frontal, let others):
            members = [
                "frontal_image_url": .string(frontal.text),
                "reference_image_urls": .array(others.map { .string($0.text) }),
            ]
        }
        members["voice_id"] = voiceID.map(JSONValue.string)
        return .object(members)
    }

    fileprivate init?(_ json: JSONValue) {
        let voiceID = json["voice_id"]?.text
        if let video = json["video_url"]?.text {
            self.init(appearance: .video(RequestMedia(video)), voiceID: voiceID)
        } else if let frontal = json["frontal_image_url"]?.text {
            let others = (json["reference_image_urls"]?.elements ?? []).compactMap(\.text)
            self.init(
                appearance: .images(
                    frontal: RequestMedia(frontal), others: others.map { RequestMedia($0) }),
                voiceID: voiceID)
        } else {
            return nil
        }
    }
}

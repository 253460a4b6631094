import DailiesJSON

// Checking a shot whose model or providers are unknown.
extension ShotReader {
    /// Reports what is wrong whatever the model is: names, types, a missing prompt.
    mutating func checkWithoutModel() {
        checkNames()
        checkID()
        let content = readContent()
        _ = readDuration(content, at: nil)
        _ = readContinuation()
        _ = readReference("start_image_url", fields["start_image_url"])
        _ = readEnd(isMultiShot: content?.isMultiPrompt == true)
        _ = readAudio()
        _ = readCFGScale()
        _ = readSeed()
        _ = readFrameRate()
        _ = readMetadata()
        for field in [
            "negative_prompt", "scene", "note", "caption", "aspect_ratio", "resolution",
            "shot_type",
        ] {
            _ = readText(field, maximum: ModelAsks.TextLimit(scalars: nil, bytes: nil))
        }
        for (field, expected) in [
            ("voice_ids", "a list of ids in quotes"), ("elements", "a list of objects"),
        ] {
            if let value = fields[field], value.elements == nil {
                report(field, "it is \(value.kind)", "write \(expected)")
            }
        }
        if let value = fields["extras"], value.members == nil {
            report("extras", "it is \(value.kind)", "write an object: {\"name\": value}")
        }
    }
}

extension ModelProfile {
    /// A model that is named and isn't known: it offers whatever a shot list can ask for.
    static func unrestricted(_ id: String) -> ModelProfile {
        let anyText = ModelAsks.TextLimit(scalars: nil, bytes: nil)
        return ModelProfile(
            id: id, name: id, sources: [],
            asks: ModelAsks(
                durations: .range(1...3600), resolutionDurations: [:], defaultDuration: 5,
                aspectRatios: [], defaultAspectRatio: nil, resolutions: [], defaultResolution: nil,
                frameRates: .range(1...1000), defaultFrameRate: nil, sound: .optional,
                defaultSound: true, prompt: anyText, negativePrompt: anyText,
                cfgScale: ModelAsks.anyNumber, seed: Int.min...Int.max,
                multiPrompt: ModelAsks.MultiPrompt(maximum: .max, shortest: 1, prompt: anyText),
                shotTypes: [:], voices: nil, picture: .unknown, elements: nil, extras: [:]),
            hosts: [:],
            delivers: ModelDelivery(
                frameSizes: [:], frameRate: .unknown, extraFrames: nil, duration: nil,
                hasKnownSound: false, pictureShape: .unknown))
    }
}

extension ModelHost {
    /// A provider that isn't known: it accepts whatever a shot list can ask for.
    static let unrestricted = ModelHost(
        text: nil, start: nil, startAndEnd: nil, multiPromptMaximum: nil, resolutions: nil,
        acceptsDataURIs: true, uploadBytesMaximum: nil)
}

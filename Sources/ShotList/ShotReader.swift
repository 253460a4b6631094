import DailiesJSON

/// Reads the merged fields of one shot and collects every problem.
struct ShotReader {
    private let id: String
    let fields: [String: JSONValue]
    /// The fields that the shot itself sets, not a lower layer.
    let ownFields: Set<String>
    /// Whether the list has a previous shot.
    let hasPrevious: Bool
    let model: ModelProfile
    let provider: String
    /// The model's endpoints and limits at the provider.
    let host: ModelProfile.Host
    private(set) var problems: [ListProblem] = []
    /// Correct names of misspelled fields, so that these aren't reported as missing too.
    private(set) var misspelled: Set<String> = []

    init(
        id: String, fields: [String: JSONValue], ownFields: Set<String>, hasPrevious: Bool,
        model: ModelProfile, provider: String, host: ModelProfile.Host
    ) {
        self.id = id
        self.fields = fields.filter { $0.value != .null }
        self.ownFields = ownFields
        self.hasPrevious = hasPrevious
        self.model = model
        self.provider = provider
        self.host = host
    }

    mutating func read() -> Shot? {
        checkNames()
        checkID()
        let content = readContent()
        let duration = readDuration(content)
        let aspectRatio = readChoice("aspect_ratio", among: model.frameSizes.keys.sorted())
        let shotType = readShotType(content)
        let continuation = readContinuation()
        let start = readStart(continuation)
        let isMultiShot = content?.isMultiPrompt == true || shotType == "intelligent"
        let end = readEnd(isMultiShot: isMultiShot)
        let elements = readElements(content)
        let isMadeFromPictures = start != nil || end != nil || !elements.isEmpty
        // Parts with the same start picture would be alike.
        let continuesParts = continuation != nil || start != nil
        let shot = Shot(
            id: id,
            content: content ?? .prompt(""),
            duration: duration ?? 0,
            aspectRatio: isMadeFromPictures ? nil : aspectRatio ?? model.defaultAspectRatio,
            generateAudio: readAudio(),
            negativePrompt: readText("negative_prompt", maximum: model.negativePromptMaximum),
            cfgScale: readCFGScale(),
            shotType: shotType,
            voiceIDs: readVoiceIDs(content),
            start: start,
            end: end,
            elements: elements,
            continuesParts: continuesParts,
            scene: readText("scene", maximum: 500),
            note: readText("note", maximum: 5000),
            metadata: readMetadata()
        )
        // After the fields themselves: a field with a problem of its own isn't reported twice.
        checkEndpoints(
            hasStart: start != nil || fields["start_image_url"] != nil,
            hasEnd: fields["end_image_url"] != nil,
            hasElements: fields["elements"]?.isEmptyList == false,
            hasContinuedParts: continuesParts && duration ?? 0 > model.durations.upperBound)
        return problems.isEmpty ? shot : nil
    }

    mutating func report(_ field: String, _ message: String) {
        problems.append(ListProblem(shot: id, field: field, message))
    }

    private mutating func checkNames() {
        for name in fields.keys.sorted() where !ShotFields.shotFields.contains(name) {
            if ShotFields.unsupported.contains(name) {
                report(name, "this version doesn't support this field; leave it out")
            } else if name == "image_url" {
                // A sample in a provider's gallery uses this name, but the model refuses it.
                report(name, "unknown field; the start picture is \"start_image_url\"")
            } else if let near = nearest(to: name, among: ShotFields.shotFields) {
                report(name, "unknown field; did you mean \"\(near)\"?")
                misspelled.insert(near)
            } else {
                report(name, "unknown field; leave it out, or write remarks in \"note\"")
            }
        }
    }

    private mutating func checkID() {
        let isValid = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        if !isValid || !(1...32).contains(id.utf8.count) || id.hasPrefix("-") {
            report(
                "id",
                "it is used in file names: use 1 to 32 letters, digits, _ or -, such as \"010\"")
        }
    }

    mutating func readText(_ field: String, maximum: Int) -> String? {
        guard let value = fields[field] else { return nil }
        guard let text = value.text else {
            report(field, "it is \(value.kind); write a text in quotes")
            return nil
        }
        // Providers count Unicode scalars: "é" may be two, and a family emoji seven.
        let count = text.unicodeScalars.count
        if count > maximum {
            report(field, "it has \(count) characters; at most \(maximum) are allowed")
        }
        return text
    }

    mutating func readChoice(_ field: String, among choices: [String]) -> String? {
        guard let value = fields[field] else { return nil }
        guard let text = value.text, choices.contains(text) else {
            let found = value.text.map { "\"\($0)\"" } ?? value.kind
            report(field, "\(found) isn't allowed; choose \(choices.joined(separator: ", "))")
            return nil
        }
        return text
    }

    private mutating func readAudio() -> Bool {
        guard let value = fields["generate_audio"] else { return model.defaultGenerateAudio }
        guard let isGenerated = value.bool else {
            report("generate_audio", "it is \(value.kind); write true or false, without quotes")
            return model.defaultGenerateAudio
        }
        return isGenerated
    }

    private mutating func readCFGScale() -> Double? {
        guard let value = fields["cfg_scale"] else { return nil }
        guard let scale = value.number, model.cfgScale.contains(scale) else {
            let range = "\(model.cfgScale.lowerBound) to \(model.cfgScale.upperBound)"
            report("cfg_scale", "write a number from \(range)")
            return nil
        }
        return scale
    }

    private mutating func readMetadata() -> [String: JSONValue] {
        guard let value = fields["metadata"] else { return [:] }
        guard let members = value.members else {
            report("metadata", "it is \(value.kind); write an object: {\"reel\": \"A\"}")
            return [:]
        }
        return members
    }

    private mutating func readVoiceIDs(_ content: Shot.Content?) -> [String] {
        guard let value = fields["voice_ids"] else {
            checkReferences(content, "voice_ids", named: /<<<voice_(\d+)>>>/, count: 0)
            return []
        }
        guard let list = value.elements, case let voices = list.compactMap(\.text),
            voices.count == list.count
        else {
            report("voice_ids", "it is \(value.kind); write a list of ids in quotes")
            return []
        }
        if voices.count > model.voiceIDsMaximum {
            report(
                "voice_ids",
                "there are \(voices.count); at most \(model.voiceIDsMaximum) are allowed")
        }
        let text = content?.promptText ?? ""
        checkReferences(content, "voice_ids", named: /<<<voice_(\d+)>>>/, count: voices.count)
        for number in voices.indices where !text.contains("<<<voice_\(number + 1)>>>") {
            report("voice_ids", "the prompt doesn't mention <<<voice_\(number + 1)>>>")
        }
        return voices
    }
}

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
    let host: ModelHost
    private(set) var problems: [ListProblem] = []
    /// Correct names of misspelled fields, so that these aren't reported as missing too.
    private(set) var misspelled: Set<String> = []

    var asks: ModelAsks { model.asks }

    init(
        id: String, fields: [String: JSONValue], ownFields: Set<String>, hasPrevious: Bool,
        model: ModelProfile, provider: String, host: ModelHost
    ) {
        self.id = id
        self.fields = fields.filter { $0.value != .null }
        self.ownFields = ownFields
        self.hasPrevious = hasPrevious
        self.model = model
        self.provider = provider
        self.host = host
    }

    /// Reads the shot; one with problems is what could be read of it.
    mutating func read() -> Shot {
        checkNames()
        checkID()
        let content = readContent()
        let resolution = readResolution()
        let duration = readDuration(content, at: resolution)
        let aspectRatio = readAspectRatio()
        let shotType = readShotType(content)
        let continuation = readContinuation()
        let start = readStart(continuation)
        let isMultiShot =
            content?.isMultiPrompt == true || shotType.map { asks.shotTypes[$0] } == .model
        let end = readEnd(isMultiShot: isMultiShot)
        let elements = readElements(content)
        let endpoint = host.endpoint(
            hasStart: start != nil, hasEnd: end != nil, hasElements: !elements.isEmpty)
        // Parts with the same start picture would be alike.
        let continuesParts = continuation != nil || start != nil
        let later =
            continuesParts && duration ?? 0 > asks.durations(at: resolution).highest
            ? host.endpoint(hasStart: true, hasEnd: end != nil, hasElements: !elements.isEmpty)
            : nil
        let shot = Shot(
            id: id,
            model: model,
            provider: provider,
            content: content ?? .prompt(""),
            duration: duration ?? 0,
            aspectRatio: endpoint?.asksAspectRatio == true
                ? wantedShape(aspectRatio, start) : nil,
            resolution: resolution,
            frameRate: readFrameRate(),
            generateAudio: readAudio(),
            negativePrompt: asks.negativePrompt.flatMap {
                readText("negative_prompt", maximum: $0)
            },
            cfgScale: readCFGScale(),
            seed: readSeed(),
            shotType: shotType ?? (content?.isMultiPrompt == true ? asks.shotTypeOfPrompts : nil),
            extras: readExtras(at: [endpoint, later].compactMap(\.self)),
            voiceIDs: readVoiceIDs(content),
            start: start,
            end: end,
            elements: elements,
            continuesParts: continuesParts,
            scene: readText("scene", maximum: ModelAsks.TextLimit(scalars: 500, bytes: nil)),
            note: readText("note", maximum: ModelAsks.TextLimit(scalars: 5000, bytes: nil)),
            caption: readText(
                "caption", maximum: ModelAsks.TextLimit(scalars: 5000, bytes: nil)),
            metadata: readMetadata()
        )
        // After the fields themselves: a field with a problem of its own isn't reported twice.
        checkEndpoints(
            hasStart: start != nil || fields["start_image_url"] != nil,
            hasEnd: fields["end_image_url"] != nil,
            hasElements: fields["elements"]?.isEmptyList == false,
            hasContinuedParts: continuesParts
                && duration ?? 0 > asks.durations(at: resolution).highest)
        return shot
    }

    /// The aspect ratio to ask for.
    ///
    /// If the shot has a start picture, the model's default aspect ratio is not requested.
    private func wantedShape(_ aspectRatio: String?, _ start: Shot.Start?) -> String? {
        guard case .picture? = start else { return aspectRatio ?? asks.defaultAspectRatio }
        let isChosen =
            ownFields.contains("aspect_ratio") || aspectRatio != asks.defaultAspectRatio
        return isChosen ? aspectRatio : nil
    }

    mutating func report(_ field: String, _ wrong: String, _ correction: String = "") {
        problems.append(ListProblem(shot: id, field: field, wrong, correction))
    }

    mutating func checkNames() {
        for name in fields.keys.sorted() {
            guard let unknown = ShotFields.unknown(name) else { continue }
            if let meant = unknown.meant { misspelled.insert(meant) }
            // A name in the list's defaults is reported once, with the list.
            if ownFields.contains(name) { report(name, unknown.wrong, unknown.correction) }
        }
    }

    mutating func checkID() {
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
                "id", "it is used in file names",
                "use 1 to 32 letters, digits, _ or -, such as \"010\"")
        }
    }

    mutating func readText(_ field: String, maximum: ModelAsks.TextLimit) -> String? {
        guard let value = fields[field] else { return nil }
        guard let text = value.text else {
            report(field, "it is \(value.kind)", "write a text in quotes")
            return nil
        }
        if let excess = maximum.excess(of: text) {
            report(field, excess.wrong, excess.correction)
        }
        return text
    }

    mutating func readChoice(_ field: String, among choices: [String]) -> String? {
        guard let value = fields[field] else { return nil }
        guard let text = value.text, choices.contains(text) else {
            let found = value.text.map { "\"\($0)\"" } ?? value.kind
            report(field, "\(found) isn't allowed", "choose \(choices.joined(separator: ", "))")
            return nil
        }
        return text
    }

    /// An inherited value that the model can't give has no effect: its sound is always, or never,
    /// there.
    mutating func readAudio() -> Bool {
        guard let value = fields["generate_audio"] else { return asks.defaultSound }
        guard let isGenerated = value.bool else {
            report("generate_audio", "it is \(value.shown)", "write true or false, without quotes")
            return asks.defaultSound
        }
        guard asks.sound != .optional else { return isGenerated }
        if isGenerated != asks.defaultSound, ownFields.contains("generate_audio") {
            report(
                "generate_audio",
                "\(model.name) \(asks.sound == .always ? "always" : "never") makes sound",
                "leave it out, or choose another model")
        }
        return asks.defaultSound
    }

    mutating func readCFGScale() -> Double? {
        guard let value = fields["cfg_scale"], let allowed = asks.cfgScale else { return nil }
        guard let scale = value.number, allowed.contains(scale) else {
            let isBounded = allowed != ModelAsks.anyNumber
            report(
                "cfg_scale", "it is \(value.line)",
                "write a number"
                    + (isBounded ? " from \(allowed.lowerBound) to \(allowed.upperBound)" : ""))
            return nil
        }
        return scale
    }

    mutating func readMetadata() -> [String: JSONValue] {
        guard let value = fields["metadata"] else { return [:] }
        guard let members = value.members else {
            report("metadata", "it is \(value.kind)", "write an object: {\"reel\": \"A\"}")
            return [:]
        }
        return members
    }

    private mutating func readVoiceIDs(_ content: Shot.Content?) -> [String] {
        guard let limits = asks.voices else { return [] }
        guard let value = fields["voice_ids"] else {
            checkReferences(content, "voice_ids", limits.mention, count: 0)
            return []
        }
        guard let list = value.elements, case let voices = list.compactMap(\.text),
            voices.count == list.count
        else {
            report("voice_ids", "it is \(value.kind)", "write a list of ids in quotes")
            return []
        }
        if voices.count > limits.maximum {
            report(
                "voice_ids", "there are \(voices.count)", "at most \(limits.maximum) are allowed")
        }
        checkReferences(content, "voice_ids", limits.mention, count: voices.count)
        return voices
    }
}

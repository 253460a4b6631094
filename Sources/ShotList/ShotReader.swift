import DailiesJSON

/// Reads the settled fields of one shot and notes everything that is wrong with them.
struct ShotReader {
    private let id: String
    private let fields: [String: JSONValue]
    private let model: ModelProfile
    private(set) var problems: [ListProblem] = []
    /// Fields that are there under a mistyped name: said once, not missed as well.
    private var mistyped: Set<String> = []

    init(id: String, fields: [String: JSONValue], model: ModelProfile) {
        self.id = id
        self.fields = fields.filter { $0.value != .null }
        self.model = model
    }

    mutating func read() -> Shot? {
        checkNames()
        checkID()
        let content = readContent()
        let duration = readDuration(content)
        let shot = Shot(
            id: id,
            content: content ?? .prompt(""),
            duration: duration ?? 0,
            aspectRatio: readChoice("aspect_ratio", among: model.frameSizes.keys.sorted())
                ?? model.defaultAspectRatio,
            generateAudio: readAudio(),
            negativePrompt: readText("negative_prompt", maximum: model.negativePromptMaximum),
            cfgScale: readScale(),
            shotType: readChoice("shot_type", among: model.shotTypes),
            voiceIDs: readVoices(content),
            scene: readText("scene", maximum: 500),
            note: readText("note", maximum: 5000)
        )
        return problems.isEmpty ? shot : nil
    }

    private mutating func report(_ field: String, _ message: String) {
        problems.append(ListProblem(shot: id, field: field, message))
    }

    private mutating func checkNames() {
        for name in fields.keys.sorted() where !ShotFields.known.contains(name) {
            if ShotFields.notYet.contains(name) {
                report(name, "this version can't do this yet; leave the field out")
            } else if let near = ShotFields.suggestion(for: name, among: ShotFields.known) {
                report(name, "there is no such field; did you mean \"\(near)\"?")
                mistyped.insert(near)
            } else {
                report(name, "there is no such field; leave it out, or put remarks under \"note\"")
            }
        }
    }

    private mutating func checkID() {
        let isFit = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        if !isFit || !(1...32).contains(id.utf8.count) || id.hasPrefix("-") {
            report("id", "it names files: use 1 to 32 letters, digits, _ or -, such as \"010\"")
        }
    }

    private mutating func readText(_ field: String, maximum: Int) -> String? {
        guard let value = fields[field] else { return nil }
        guard let text = value.text else {
            report(field, "it is \(value.kind); write a text in quotes")
            return nil
        }
        if text.count > maximum {
            report(field, "it has \(text.count) characters; at most \(maximum) are allowed")
        }
        return text
    }

    private mutating func readChoice(_ field: String, among choices: [String]) -> String? {
        guard let value = fields[field] else { return nil }
        guard let text = value.text, choices.contains(text) else {
            let found = value.text.map { "\"\($0)\"" } ?? value.kind
            report(field, "\(found) isn't on offer; choose \(choices.joined(separator: ", "))")
            return nil
        }
        return text
    }

    private mutating func readAudio() -> Bool {
        guard let value = fields["generate_audio"] else { return model.defaultGenerateAudio }
        guard let wanted = value.bool else {
            report("generate_audio", "it is \(value.kind); write true or false, without quotes")
            return model.defaultGenerateAudio
        }
        return wanted
    }

    private mutating func readScale() -> Double? {
        guard let value = fields["cfg_scale"] else { return nil }
        guard let scale = value.number, model.cfgScale.contains(scale) else {
            let range = "\(model.cfgScale.lowerBound) to \(model.cfgScale.upperBound)"
            report("cfg_scale", "write a number from \(range)")
            return nil
        }
        return scale
    }

    private mutating func readVoices(_ content: Shot.Content?) -> [String] {
        guard let value = fields["voice_ids"] else { return [] }
        guard let list = value.elements, case let voices = list.compactMap(\.text),
            voices.count == list.count
        else {
            report("voice_ids", "it is \(value.kind); write a list of texts")
            return []
        }
        if voices.count > model.voiceIDsMaximum {
            report(
                "voice_ids",
                "there are \(voices.count); at most \(model.voiceIDsMaximum) are allowed")
        }
        let words: String =
            switch content {
            case .prompt(let prompt): prompt
            case .multiPrompt(let elements): elements.map(\.prompt).joined(separator: " ")
            case nil: ""
            }
        for number in voices.indices where !words.contains("<<<voice_\(number + 1)>>>") {
            report("voice_ids", "the prompt never says <<<voice_\(number + 1)>>>")
        }
        return voices
    }
}

// MARK: Prompt and duration, which depend on each other

extension ShotReader {
    private mutating func readContent() -> Shot.Content? {
        switch (fields["prompt"], fields["multi_prompt"]) {
        case (nil, nil):
            guard mistyped.isDisjoint(with: ["prompt", "multi_prompt"]) else { return nil }
            report("prompt", "it is missing; say what is to be seen (or use \"multi_prompt\")")
            return nil
        case (_?, _?):
            report("multi_prompt", "a shot has \"prompt\" or \"multi_prompt\", not both")
            return nil
        case (_?, nil): return readPrompt()
        case (nil, let list?): return readElements(list)
        }
    }

    private mutating func readPrompt() -> Shot.Content? {
        guard let text = readText("prompt", maximum: model.promptMaximum) else { return nil }
        if text.allSatisfy(\.isWhitespace) {
            report("prompt", "it is empty; say what is to be seen")
        }
        return .prompt(text)
    }

    private mutating func readElements(_ value: JSONValue) -> Shot.Content? {
        guard let list = value.elements, !list.isEmpty else {
            report("multi_prompt", "write a list of {\"prompt\", \"duration\"}")
            return nil
        }
        if list.count > model.multiPromptMaximumElements {
            let most = model.multiPromptMaximumElements
            report("multi_prompt", "it has \(list.count) elements; \(model.name) takes \(most)")
        }
        var elements: [Shot.PromptElement] = []
        for (index, entry) in list.enumerated() {
            let place = "multi_prompt[\(index + 1)]"
            let prompt = entry["prompt"]?.text ?? ""
            if prompt.allSatisfy(\.isWhitespace) {
                report(place, "its \"prompt\" is missing or empty")
            } else if prompt.count > model.multiPromptPromptMaximum {
                let most = model.multiPromptPromptMaximum
                report(place, "its prompt has \(prompt.count) characters; at most \(most)")
            }
            let duration = entry["duration"].map(seconds) ?? model.defaultDuration
            let least = model.multiPromptMinimumDuration
            let most = model.durations.upperBound
            guard let duration, duration >= least, duration <= most else {
                report(
                    place,
                    "its \"duration\" must be a whole number of seconds from \(least) to \(most)")
                continue
            }
            elements.append(Shot.PromptElement(prompt: prompt, duration: duration))
        }
        return elements.count == list.count ? .multiPrompt(elements) : nil
    }

    /// Seconds written as a number or, as the providers do, as a string.
    private func seconds(_ value: JSONValue) -> Int? {
        value.integer ?? value.text.flatMap { Int($0) }
    }

    private mutating func readDuration(_ content: Shot.Content?) -> Int? {
        var asked: Int?
        if let value = fields["duration"] {
            guard let whole = seconds(value) else {
                report("duration", "write a whole number of seconds, such as 5")
                return nil
            }
            asked = whole
        }
        let shortest = model.durations.lowerBound
        let longest = model.durations.upperBound
        if case .multiPrompt(let elements) = content {
            let sum = elements.reduce(0) { $0 + $1.duration }
            if let asked, asked != sum {
                report(
                    "duration",
                    "it is \(asked), but multi_prompt adds up to \(sum); make them equal")
            } else if !model.durations.contains(sum) {
                report(
                    "multi_prompt",
                    "it adds up to \(sum) s; one run lasts \(shortest) to \(longest) s: "
                        + "split it into several shots")
            }
            return sum
        }
        let duration = asked ?? model.defaultDuration
        if duration < shortest {
            report(
                "duration", "\(duration) s is too short; \(model.name) makes \(shortest) s or more")
        }
        if duration > longest * 26 {
            report("duration", "\(duration) s is too long; at most 26 parts of \(longest) s")
        }
        return duration
    }
}

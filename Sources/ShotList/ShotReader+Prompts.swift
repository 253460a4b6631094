import DailiesJSON

// The prompt and the duration, which depend on each other.
extension ShotReader {
    mutating func readContent() -> Shot.Content? {
        switch (fields["prompt"], fields["multi_prompt"]) {
        case (nil, nil):
            guard misspelled.isDisjoint(with: ["prompt", "multi_prompt"]) else { return nil }
            report("prompt", "it is missing", "write a prompt (or use \"multi_prompt\")")
            return nil
        case (_?, _?):
            report("multi_prompt", "", "use \"prompt\" or \"multi_prompt\", not both")
            return nil
        case (_?, nil): return readPrompt()
        case (nil, let list?): return readMultiPrompt(list)
        }
    }

    private mutating func readPrompt() -> Shot.Content? {
        guard let text = readText("prompt", maximum: asks.prompt) else { return nil }
        if text.allSatisfy(\.isWhitespace) {
            report("prompt", "it is empty", "write a prompt")
        }
        return .prompt(text)
    }

    private mutating func readMultiPrompt(_ value: JSONValue) -> Shot.Content? {
        guard let list = value.elements, !list.isEmpty else {
            report(
                "multi_prompt", "it is \(value.isEmptyList ? "empty" : value.kind)",
                "write a list of {\"prompt\", \"duration\"}")
            return nil
        }
        guard let limits = asks.multiPrompt else { return nil }
        let maximum = host.multiPromptMaximum ?? limits.maximum
        if list.count > maximum {
            report(
                "multi_prompt",
                "it has \(list.count) elements", "\(model.name) allows \(maximum) at \(provider)")
        }
        var elements: [Shot.PromptElement] = []
        for (index, entry) in list.enumerated() {
            let place = "multi_prompt[\(index + 1)]"
            for name in (entry.members ?? [:]).keys.sorted()
            where !["prompt", "duration"].contains(name) {
                report(
                    "\(place).\(name)", "unknown field",
                    suggestion(for: name, among: ["prompt", "duration"]))
            }
            let prompt = entry["prompt"]?.text ?? ""
            if prompt.allSatisfy(\.isWhitespace) {
                report(place, "its \"prompt\" is missing or empty")
            } else if let most = limits.prompt.scalars, prompt.unicodeScalars.count > most {
                let count = prompt.unicodeScalars.count
                report(place, "its prompt has \(count) characters", "at most \(most)")
            }
            let duration = entry["duration"].map(seconds) ?? asks.defaultDuration
            let least = limits.shortest
            let most = asks.durations(at: nil).highest
            guard let duration, duration >= least, duration <= most else {
                report(
                    place, "",
                    "its \"duration\" must be a whole number of seconds from \(least) to \(most)")
                continue
            }
            elements.append(Shot.PromptElement(prompt: prompt, duration: duration))
        }
        return elements.count == list.count ? .multiPrompt(elements) : nil
    }

    /// With a `multi_prompt` each prompt is a shot, whatever type of shot the model divides itself.
    mutating func readShotType(_ content: Shot.Content?) -> String? {
        guard !asks.shotTypes.isEmpty else { return nil }
        let type = readChoice("shot_type", among: asks.shotTypes.keys.sorted())
        if let type, asks.shotTypes[type] == .model, content?.isMultiPrompt == true {
            let other = asks.shotTypeOfPrompts.map { "use \"\($0)\" with" } ?? "leave out"
            report(
                "shot_type",
                "\"\(type)\" needs a single \"prompt\"", "\(other) \"multi_prompt\"")
        }
        return type
    }

    /// Reports numbered references in the prompt, such as `@Element2`, that exceed the number of
    /// entries, and entries that the prompt doesn't mention.
    ///
    /// - Parameter content: `nil` if it couldn't be read: nothing is known of its references then.
    mutating func checkReferences(
        _ content: Shot.Content?, _ field: String, _ mention: Mention, count: Int
    ) {
        guard let content else { return }
        let mentioned = Set(mention.numbers(in: content.promptText))
        let missing = mentioned.filter { digits in
            Int(digits).map { $0 < 1 || $0 > count } ?? true
        }
        for reference in missing.map(mention.written).sorted() {
            report(field, "the prompt mentions \(reference), but no entry has that number")
        }
        for digits in (0..<count).map({ String($0 + 1) }) where !mentioned.contains(digits) {
            report(field, "the prompt doesn't mention \(mention.written(digits))")
        }
    }

    /// Seconds, written as a number or, as providers do, as a string.
    private func seconds(_ value: JSONValue) -> Int? {
        value.integer ?? value.text.flatMap { Int($0) }
    }

    mutating func readDuration(_ content: Shot.Content?, at resolution: String?) -> Int? {
        var written: Int?
        if let value = fields["duration"] {
            guard let whole = seconds(value) else {
                report(
                    "duration", "it is \(value.line)", "write a whole number of seconds, such as 5")
                return nil
            }
            written = whole
        }
        let allowed = asks.durations(at: resolution)
        let (shortest, longest) = (allowed.lowest, allowed.highest)
        if case .multiPrompt(let elements) = content {
            let sum = elements.reduce(0) { $0 + $1.duration }
            if let written, written != sum {
                report(
                    "duration",
                    "it is \(written), but multi_prompt adds up to \(sum)", "make them equal")
            } else if !allowed.contains(sum) {
                report(
                    "multi_prompt",
                    "it adds up to \(sum) s",
                    "one run lasts \(allowed) s"
                        + (sum > longest ? ": split it into several shots" : ""))
            }
            return sum
        }
        let duration =
            written ?? (allowed.contains(asks.defaultDuration) ? asks.defaultDuration : longest)
        if duration < shortest {
            report(
                "duration", "\(duration) s is too short",
                "\(model.name) allows \(shortest) s or more"
            )
        }
        let parts = Shot.partNames.count
        if duration > longest * parts {
            report(
                "duration", "\(duration) s is too long",
                "at most \(longest * parts) s (\(parts) parts of \(longest) s)")
        }
        return duration
    }
}

extension Shot.Content {
    var isMultiPrompt: Bool { if case .multiPrompt = self { true } else { false } }

    /// The text of all prompts.
    var promptText: String {
        switch self {
        case .prompt(let prompt): prompt
        case .multiPrompt(let elements): elements.map(\.prompt).joined(separator: " ")
        }
    }
}

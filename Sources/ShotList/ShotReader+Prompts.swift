import DailiesJSON

// Prompt and duration, which depend on each other.
extension ShotReader {
    mutating func readContent() -> Shot.Content? {
        switch (fields["prompt"], fields["multi_prompt"]) {
        case (nil, nil):
            guard mistyped.isDisjoint(with: ["prompt", "multi_prompt"]) else { return nil }
            report("prompt", "it is missing; say what is to be seen (or use \"multi_prompt\")")
            return nil
        case (_?, _?):
            report("multi_prompt", "a shot has \"prompt\" or \"multi_prompt\", not both")
            return nil
        case (_?, nil): return readPrompt()
        case (nil, let list?): return readRow(list)
        }
    }

    private mutating func readPrompt() -> Shot.Content? {
        guard let text = readText("prompt", maximum: model.promptMaximum) else { return nil }
        if text.allSatisfy(\.isWhitespace) {
            report("prompt", "it is empty; say what is to be seen")
        }
        return .prompt(text)
    }

    private mutating func readRow(_ value: JSONValue) -> Shot.Content? {
        guard let list = value.elements, !list.isEmpty else {
            report("multi_prompt", "write a list of {\"prompt\", \"duration\"}")
            return nil
        }
        if list.count > host.multiPromptMaximum {
            report(
                "multi_prompt",
                "it has \(list.count) elements; \(model.name) takes \(host.multiPromptMaximum) at "
                    + provider)
        }
        var elements: [Shot.PromptElement] = []
        for (index, entry) in list.enumerated() {
            let place = "multi_prompt[\(index + 1)]"
            for name in (entry.members ?? [:]).keys.sorted()
            where !["prompt", "duration"].contains(name) {
                report(place, "it has no field \"\(name)\"")
            }
            let prompt = entry["prompt"]?.text ?? ""
            if prompt.allSatisfy(\.isWhitespace) {
                report(place, "its \"prompt\" is missing or empty")
            } else if prompt.unicodeScalars.count > model.multiPromptPromptMaximum {
                let count = prompt.unicodeScalars.count
                let most = model.multiPromptPromptMaximum
                report(place, "its prompt has \(count) characters; at most \(most)")
            }
            let duration = entry["duration"].map(seconds) ?? model.defaultDuration
            let least = host.multiPromptShortest
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

    /// Several prompts are the shots themselves; "intelligent" has the model find them in one.
    mutating func readShotType(_ content: Shot.Content?) -> String? {
        let type = readChoice("shot_type", among: model.shotTypes)
        if type == "intelligent", content?.isMultiPrompt == true {
            report(
                "shot_type",
                "\"intelligent\" has the model find the shots in one \"prompt\"; with "
                    + "\"multi_prompt\" use \"customize\"")
        }
        return type
    }

    /// What the prompt calls by number must be there.
    mutating func checkReferences(
        _ content: Shot.Content?, _ field: String, named name: Regex<(Substring, Substring)>,
        count: Int
    ) {
        let missing = (content?.words ?? "").matches(of: name).filter { match in
            Int(match.output.1).map { $0 < 1 || $0 > count } ?? true
        }
        for word in Set(missing.map { String($0.output.0) }).sorted() {
            report(field, "the prompt says \(word), and there is none of that number")
        }
    }

    /// Seconds written as a number or, as the providers do, as a string.
    private func seconds(_ value: JSONValue) -> Int? {
        value.integer ?? value.text.flatMap { Int($0) }
    }

    mutating func readDuration(_ content: Shot.Content?) -> Int? {
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

extension Shot.Content {
    var isMultiPrompt: Bool { if case .multiPrompt = self { true } else { false } }

    /// All that is said in it.
    var words: String {
        switch self {
        case .prompt(let prompt): prompt
        case .multiPrompt(let elements): elements.map(\.prompt).joined(separator: " ")
        }
    }
}

/// The attributes of an element, turned into a policy or a rule; what isn't known is refused.
///
/// A misspelt attribute would otherwise ask less than its writer meant.
struct PolicyAttributes {
    private let values: [String: String]
    private let line: Int

    init(_ values: [String: String], line: Int) {
        // Namespaces and schema locations say nothing about the file.
        self.values = values.filter { !$0.key.contains(":") && $0.key != "xmlns" }
        self.line = line
    }

    func group() throws(PolicyError) -> PolicyGroup {
        try refuseOthers(than: ["type", "name", "license", "level", "version", "tags"])
        return PolicyGroup(
            combination: try word("type") ?? .all, name: values["name"] ?? "",
            level: try word("level") ?? .fail)
    }

    func rule(_ text: String) throws(PolicyError) -> PolicyRule {
        try refuseOthers(than: [
            "name", "value", "tracktype", "occurrence", "operator", "scope", "level",
        ])
        let operand = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return PolicyRule(
            name: values["name"] ?? "", level: try word("level") ?? .fail,
            subject: try subject(), condition: try condition(operand))
    }

    private func subject() throws(PolicyError) -> PolicyRule.Subject {
        guard let field = values["value"], !field.isEmpty else {
            throw expected("a rule names no field", "value=\"Width\" or the like")
        }
        if let scope = values["scope"], !scope.isEmpty {
            guard ["mt", "mmt"].contains(scope) else {
                throw expected("the scope \"\(scope)\" isn't known", "mt or mmt")
            }
            return .trace(field)
        }
        guard let track: PolicyRule.Track = try word("tracktype") else {
            throw expected("a rule names no tracktype", words(PolicyRule.Track.self))
        }
        return .field(track: track, name: field, occurrence: try occurrence())
    }

    private func occurrence() throws(PolicyError) -> Int? {
        guard let text = values["occurrence"], !text.isEmpty, text != "*" else { return nil }
        guard let number = Int(text), number > 0 else {
            throw expected("the occurrence \"\(text)\" isn't known", "* or a number from 1 on")
        }
        return number
    }

    private func condition(_ operand: String) throws(PolicyError) -> PolicyRule.Condition {
        let name = values["operator"] ?? "exists"
        if name == "exists" { return .exists }
        if name == "must not exist" { return .mustNotExist }
        let condition: PolicyRule.Condition? =
            switch name {
            case "starts with": .startsWith(operand)
            case "must not start with": .mustNotStartWith(operand)
            default: PolicyRule.Comparison(rawValue: name).map { .compares($0, operand) }
            }
        guard let condition else {
            throw expected(
                "the operator \"\(name)\" isn't known",
                words(PolicyRule.Comparison.self)
                    + ", exists, must not exist, starts with, must not start with")
        }
        guard !operand.isEmpty else {
            throw expected("the rule's operator \"\(name)\" has nothing to compare with", "a value")
        }
        return condition
    }

    // MARK: Words

    private func word<Word: RawRepresentable<String> & CaseIterable>(
        _ attribute: String
    ) throws(PolicyError) -> Word? {
        guard let text = values[attribute] else { return nil }
        guard let word = Word(rawValue: text) else {
            throw expected("the \(attribute) \"\(text)\" isn't known", words(Word.self))
        }
        return word
    }

    private func words<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) -> String {
        Word.allCases.map(\.rawValue).joined(separator: ", ")
    }

    private func refuseOthers(than known: Set<String>) throws(PolicyError) {
        guard let other = values.keys.filter({ !known.contains($0) }).min() else { return }
        throw expected(
            "the attribute \"\(other)\" isn't known", known.sorted().joined(separator: ", "))
    }

    private func expected(_ found: String, _ expected: String) -> PolicyError {
        PolicyError(line: line, "\(found); expected was: \(expected)")
    }
}

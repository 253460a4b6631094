/// The attributes of an element, parsed into a policy or a rule; unknown attributes are rejected.
///
/// If a misspelt attribute were ignored, the policy would check less than its author intended.
struct PolicyAttributes {
    private let values: [String: String]
    private let line: Int

    init(_ values: [String: String], line: Int) {
        // Namespaces and schema locations have no meaning for the policy.
        self.values = values.filter { !$0.key.contains(":") && $0.key != "xmlns" }
        self.line = line
    }

    func group() throws(PolicyError) -> PolicyGroup {
        try rejectOthers(than: ["type", "name", "license", "level", "version", "tags"])
        return PolicyGroup(
            combination: try keyword("type") ?? .all, name: values["name"] ?? "",
            level: try keyword("level") ?? .fail)
    }

    func rule(_ text: String) throws(PolicyError) -> PolicyRule {
        try rejectOthers(than: [
            "name", "value", "tracktype", "occurrence", "operator", "scope", "level",
        ])
        let operand = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return PolicyRule(
            name: values["name"] ?? "", level: try keyword("level") ?? .fail,
            subject: try subject(), condition: try condition(operand))
    }

    private func subject() throws(PolicyError) -> PolicyRule.Subject {
        guard let field = values["value"], !field.isEmpty else {
            throw expected("a rule names no field", "value=\"Width\" or similar")
        }
        if let scope = values["scope"], !scope.isEmpty {
            guard ["mt", "mmt"].contains(scope) else {
                throw expected("the scope \"\(scope)\" is unknown", "mt or mmt")
            }
            return .trace(field)
        }
        guard let track: PolicyRule.Track = try keyword("tracktype") else {
            throw expected("a rule names no tracktype", keywords(PolicyRule.Track.self))
        }
        return .field(track: track, name: field, occurrence: try occurrence())
    }

    private func occurrence() throws(PolicyError) -> Int? {
        guard let text = values["occurrence"], !text.isEmpty, text != "*" else { return nil }
        guard let number = Int(text), number > 0 else {
            throw expected("the occurrence \"\(text)\" is invalid", "* or a number from 1 on")
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
                "the operator \"\(name)\" is unknown",
                keywords(PolicyRule.Comparison.self)
                    + ", exists, must not exist, starts with, must not start with")
        }
        guard !operand.isEmpty else {
            throw expected("the rule's operator \"\(name)\" has nothing to compare with", "a value")
        }
        return condition
    }

    // MARK: Enumerated values

    private func keyword<Keyword: RawRepresentable<String> & CaseIterable>(
        _ attribute: String
    ) throws(PolicyError) -> Keyword? {
        guard let text = values[attribute] else { return nil }
        guard let keyword = Keyword(rawValue: text) else {
            throw expected("the \(attribute) \"\(text)\" is unknown", keywords(Keyword.self))
        }
        return keyword
    }

    private func keywords<Keyword: RawRepresentable<String> & CaseIterable>(
        _: Keyword.Type
    ) -> String {
        Keyword.allCases.map(\.rawValue).joined(separator: ", ")
    }

    private func rejectOthers(than known: Set<String>) throws(PolicyError) {
        guard let other = values.keys.filter({ !known.contains($0) }).min() else { return }
        throw expected(
            "the attribute \"\(other)\" is unknown", known.sorted().joined(separator: ", "))
    }

    private func expected(_ found: String, _ expected: String) -> PolicyError {
        PolicyError(line: line, "\(found); expected: \(expected)")
    }
}

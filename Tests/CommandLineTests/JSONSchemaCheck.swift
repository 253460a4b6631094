import DailiesJSON
import Foundation

/// A validator for the part of JSON Schema (2020-12) that our schemas use.
struct JSONSchemaCheck {
    let schema: JSONValue

    /// What is wrong with a value; empty if it is valid.
    func problems(_ value: JSONValue) -> [String] { problems(value, schema, "") }

    private func problems(_ value: JSONValue, _ rule: JSONValue, _ place: String) -> [String] {
        var rule = rule
        while let name = rule["$ref"]?.text?.split(separator: "/").last {
            guard let target = schema["$defs"]?[String(name)] else { return ["no \(name)"] }
            rule = target
        }
        var problems: [String] = []
        for keyword in rule.members?.keys.sorted() ?? [] where !Self.keywords.contains(keyword) {
            problems.append("\(place): this check doesn't know the keyword \(keyword)")
        }
        if let constant = rule["const"], constant != value { problems.append("\(place): const") }
        if let words = rule["enum"]?.elements, !words.contains(value) {
            problems.append("\(place): enum")
        }
        if let type = rule["type"] {
            let types = (type.elements ?? [type]).compactMap(\.text)
            if !types.contains(where: { isOf($0, value) }) { problems.append("\(place): type") }
        }
        if let pattern = rule["pattern"]?.text, let text = value.text,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            problems.append("\(place): pattern")
        }
        if let least = rule["minimum"]?.number, let number = value.number, number < least {
            problems.append("\(place): minimum")
        }
        for alternatives in ["oneOf", "anyOf"] {
            guard let rules = rule[alternatives]?.elements else { continue }
            let results = rules.map { self.problems(value, $0, place) }
            let count = results.count(where: \.isEmpty)
            if count == 0 || (alternatives == "oneOf" && count > 1) {
                problems.append("\(place): \(count) of \(alternatives): \(results)")
            }
        }
        for name in rule["required"]?.elements?.compactMap(\.text) ?? []
        where value.members?[name] == nil {
            problems.append("\(place): \(name) is missing")
        }
        for (name, member) in value.members ?? [:] {
            if let rule = rule["properties"]?[name] {
                problems += self.problems(member, rule, "\(place).\(name)")
            }
        }
        for (index, element) in (value.elements ?? []).enumerated() {
            if let rule = rule["items"] {
                problems += self.problems(element, rule, "\(place)[\(index)]")
            }
        }
        return problems
    }

    /// The keywords that are checked, and those that only describe.
    ///
    /// A schema with another one must not pass unchecked.
    private static let keywords: Set<String> = [
        "const", "enum", "type", "pattern", "minimum", "oneOf", "anyOf", "required", "properties",
        "items", "$schema", "$id", "$defs", "title", "description",
    ]

    private func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch type {
        case "object": value.members != nil
        case "array": value.elements != nil
        case "string": value.text != nil
        case "integer": value.integer != nil
        case "number": value.number != nil
        case "boolean": value == true || value == false
        case "null": value == .null
        default: false
        }
    }
}

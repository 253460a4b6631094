import DailiesJSON

/// Reads the keys of a JSON object, and collects a problem for each key that is missing or has a
/// wrong value.
///
/// Each method returns `nil` if it added a problem. A `null` counts as missing.
struct PresetFields {
    private let json: JSONValue
    /// The path of the object, to which a key is appended; empty for the file's top level.
    private let path: String
    private(set) var problems: [PresetProblem] = []

    init(_ json: JSONValue, path: String = "") {
        self.json = json
        self.path = path
        if json.members == nil {
            problems = [
                PresetProblem(
                    key: path.isEmpty ? nil : path, "it is \(json.kind); write an object")
            ]
        }
    }

    /// Checks the `schema` key.
    ///
    /// - Throws: `InvalidPreset` for another schema, whose other keys may differ.
    mutating func checkSchema(_ schema: String) throws(InvalidPreset) {
        guard let found = text("schema"), found != schema else { return }
        report("schema", "it is \"\(found)\"; this version reads \"\(schema)\"")
        throw InvalidPreset(problems)
    }

    mutating func report(_ key: String, _ message: String) {
        problems.append(PresetProblem(key: name(key), message))
    }

    private func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// Reads a key with a conversion that returns `nil` for a wrong value.
    mutating func value<Value>(
        _ key: String, _ expected: String, _ convert: (JSONValue) -> Value?
    ) -> Value? {
        guard json.members != nil else { return nil }
        guard let found = json[key] else {
            report(key, "it is missing; write \(expected)")
            return nil
        }
        guard let value = convert(found) else {
            report(key, "it is \(Self.shown(found)); write \(expected)")
            return nil
        }
        return value
    }

    /// A value in a message: itself, or the type of a list or an object, which may be long.
    private static func shown(_ json: JSONValue) -> String {
        switch json {
        case .array, .object: json.kind
        default: json.line
        }
    }

    mutating func text(_ key: String) -> String? { value(key, "a text in quotes", \.text) }

    mutating func integer(_ key: String) -> Int? { value(key, "a whole number", \.integer) }

    mutating func number(_ key: String) -> Double? { value(key, "a number", \.number) }

    mutating func bool(_ key: String) -> Bool? { value(key, "true or false", \.bool) }

    mutating func texts(_ key: String) -> [String]? {
        value(key, "a list of texts in quotes") { json in
            guard let list = json.elements, case let texts = list.compactMap(\.text),
                texts.count == list.count
            else { return nil }
            return texts
        }
    }

    /// Reads an optional list of texts; `nil` without a problem if it is missing.
    mutating func optionalTexts(_ key: String) -> [String]? {
        json[key] == nil ? nil : texts(key)
    }

    /// Reads an object with its own keys.
    mutating func object<Value>(
        _ key: String, _ read: (inout PresetFields) -> Value?
    ) -> Value? {
        guard let members = value(key, "an object", \.members) else { return nil }
        var fields = PresetFields(.object(members), path: name(key))
        let value = read(&fields)
        problems += fields.problems
        return value
    }

    /// Reads an object whose keys are names; `nil` if any of its values has a problem.
    mutating func dictionary<Value>(
        _ key: String, _ read: (inout PresetFields, String) -> Value?
    ) -> [String: Value]? {
        object(key) { fields in
            let names = (fields.json.members ?? [:]).keys.sorted()
            var values: [String: Value] = [:]
            for name in names { values[name] = read(&fields, name) }
            return values.count == names.count ? values : nil
        }
    }

    /// Reads two bounds of the same object.
    mutating func range<Bound>(
        from lowest: String, to highest: String, _ read: (inout PresetFields, String) -> Bound?
    ) -> ClosedRange<Bound>? {
        let lowerBound = read(&self, lowest)
        let upperBound = read(&self, highest)
        guard let lowerBound, let upperBound else { return nil }
        guard lowerBound <= upperBound else {
            report(lowest, "it is \(lowerBound), more than \"\(highest)\", which is \(upperBound)")
            return nil
        }
        return lowerBound...upperBound
    }

    /// Reads an object with the numbers `minimum` and `maximum`.
    mutating func numberRange(_ key: String) -> ClosedRange<Double>? {
        object(key) { fields in
            fields.range(from: "minimum", to: "maximum") { $0.number($1) }
        }
    }
}

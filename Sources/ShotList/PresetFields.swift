package import DailiesJSON

/// Reads the keys of a JSON object, and collects a problem for each key that is missing or has a
/// wrong value.
///
/// Each method returns `nil` if it added a problem. A `null` counts as missing.
package struct PresetFields {
    private let json: JSONValue
    /// The path of the object, to which a key is appended; empty for the file's top level.
    private let path: String
    package private(set) var problems: [PresetProblem] = []

    package init(_ json: JSONValue, path: String = "") {
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
    package mutating func checkSchema(_ schema: String) throws(InvalidPreset) {
        guard let found = text("schema"), found != schema else { return }
        report("schema", "it is \"\(found)\"; this version reads \"\(schema)\"")
        throw InvalidPreset(problems)
    }

    package mutating func report(_ key: String, _ message: String) {
        problems.append(PresetProblem(key: name(key), message))
    }

    private func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// Reads a key with a conversion that returns `nil` for a wrong value.
    package mutating func value<Value>(
        _ key: String, _ expected: String, _ convert: (JSONValue) -> Value?
    ) -> Value? {
        guard json.members != nil else { return nil }
        guard let found = json[key] else {
            report(key, "it is missing; write \(expected)")
            return nil
        }
        guard let value = convert(found) else {
            report(key, "it is \(found.shown); write \(expected)")
            return nil
        }
        return value
    }

    package mutating func text(_ key: String) -> String? { value(key, "a text in quotes", \.text) }

    package mutating func integer(_ key: String) -> Int? { value(key, "a whole number", \.integer) }

    package mutating func number(_ key: String) -> Double? { value(key, "a number", \.number) }

    package mutating func bool(_ key: String) -> Bool? { value(key, "true or false", \.bool) }

    package mutating func texts(_ key: String) -> [String]? {
        value(key, "a list of texts in quotes") { json in
            guard let list = json.elements, case let texts = list.compactMap(\.text),
                texts.count == list.count
            else { return nil }
            return texts
        }
    }

    /// Whether the object has a key.
    package func has(_ key: String) -> Bool { json[key] != nil }

    /// Whether the value of a key is an object.
    package func isObject(_ key: String) -> Bool { json[key]?.members != nil }

    /// Reads a key that may be missing.
    package mutating func optional<Value>(
        _ key: String, _ read: (inout PresetFields, String) -> Value?
    ) -> Value? {
        has(key) ? read(&self, key) : nil
    }

    /// Reads a key whose value may be the text `unknown`; `nil` then.
    package mutating func known<Value>(
        _ key: String, _ read: (inout PresetFields, String) -> Value?
    ) -> Value? {
        json[key] == "unknown" ? nil : read(&self, key)
    }

    /// Reads one of the raw values of an enumeration.
    package mutating func choice<Value: RawRepresentable & CaseIterable>(_ key: String) -> Value?
    where Value.RawValue == String {
        let words = Value.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return value(key, "one of \(words)") { $0.text.flatMap(Value.init) }
    }

    /// Reports every key that isn't a known one.
    package mutating func rejectKeys(except known: Set<String>) {
        for key in (json.members ?? [:]).keys.sorted()
        where !known.contains(key) && !JSONValue.isRemark(key) {
            report(key, "unknown key; " + suggestion(for: key, among: known))
        }
    }

    /// Reads an object with its own keys.
    package mutating func object<Value>(
        _ key: String, _ read: (inout PresetFields) -> Value?
    ) -> Value? {
        guard let members = value(key, "an object", \.members) else { return nil }
        var fields = PresetFields(.object(members), path: name(key))
        let value = read(&fields)
        problems += fields.problems
        return value
    }

    /// Reads a list of objects, whose paths have their numbers from 1.
    package mutating func list<Value>(
        _ key: String, _ read: (inout PresetFields) -> Value?
    ) -> [Value]? {
        guard let entries = value(key, "a list of objects", \.elements) else { return nil }
        var values: [Value] = []
        for (index, entry) in entries.enumerated() {
            var fields = PresetFields(entry, path: "\(name(key))[\(index + 1)]")
            if let value = read(&fields) { values.append(value) }
            problems += fields.problems
        }
        return values.count == entries.count ? values : nil
    }

    /// Reads an object whose keys are names; `nil` if any of its values has a problem.
    package mutating func dictionary<Value>(
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
    package mutating func range<Bound>(
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
    package mutating func numberRange(_ key: String) -> ClosedRange<Double>? {
        object(key) { fields in
            fields.range(from: "minimum", to: "maximum") { $0.number($1) }
        }
    }

    /// Reads an object with the whole numbers `minimum` and `maximum`.
    package mutating func integerRange(_ key: String) -> ClosedRange<Int>? {
        object(key) { fields in
            fields.range(from: "minimum", to: "maximum") { $0.integer($1) }
        }
    }

    /// Reads an object with `minimum` and `maximum`, or with a list of `values`.
    package mutating func allowedNumbers(_ key: String) -> AllowedNumbers? {
        object(key) { fields in
            guard fields.has("values") else {
                fields.rejectKeys(except: ["minimum", "maximum", "values"])
                return fields.range(from: "minimum", to: "maximum") { $0.integer($1) }
                    .map(AllowedNumbers.range)
            }
            fields.rejectKeys(except: ["values"])
            return fields.value("values", "a list of whole numbers") { json in
                guard let list = json.elements, case let numbers = list.compactMap(\.integer),
                    numbers.count == list.count, !numbers.isEmpty
                else { return nil }
                return .values(numbers.sorted())
            }
        }
    }
}

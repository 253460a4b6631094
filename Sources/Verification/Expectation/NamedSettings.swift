package import DailiesMediaTime

/// Maps the names that users and JSON files use to the properties of a settings type.
package struct NamedSettings<Owner: Sendable>: Sendable {
    /// The type of a setting's value.
    package enum Setting: Sendable {
        case share(any WritableKeyPath<Owner, Double> & Sendable)
        case seconds(any WritableKeyPath<Owner, MediaTime> & Sendable)
        /// A whole number, or `nil`.
        case count(any WritableKeyPath<Owner, Int?> & Sendable)
    }

    private let settings: [String: Setting]

    package init(_ settings: [String: Setting]) { self.settings = settings }

    package var names: [String] { settings.keys.sorted() }

    /// Sets a setting by name; returns `false` if the name is unknown or the value is out of range.
    package func set(_ name: String, to value: Double, in owner: inout Owner) -> Bool {
        guard value >= 0, value <= 1_000_000, let setting = settings[name],
            let time = MediaTime(seconds: value)
        else { return false }
        switch setting {
        case .share(let path): owner[keyPath: path] = value
        case .seconds(let path): owner[keyPath: path] = time
        case .count(let path):
            guard let count = Int(exactly: value) else { return false }
            owner[keyPath: path] = count
        }
        return true
    }

    private func value(of setting: Setting, in owner: Owner) -> Double? {
        switch setting {
        case .share(let path): owner[keyPath: path]
        case .seconds(let path): owner[keyPath: path].seconds
        case .count(let path): owner[keyPath: path].map(Double.init)
        }
    }

    // MARK: JSON

    /// Writes an object with the schema and every setting that has a value.
    package func encode(_ owner: Owner, as schema: String, to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Name.self)
        try object.encode(schema, forKey: Name("schema"))
        for (name, setting) in settings {
            try object.encodeIfPresent(value(of: setting, in: owner), forKey: Name(name))
        }
    }

    /// Reads settings into an owner that holds the defaults; a setting that isn't named keeps its
    /// default.
    ///
    /// - Throws: `DecodingError` for another schema, an unknown name or a value out of range.
    package func decode(
        into owner: inout Owner, as schema: String, from decoder: any Decoder
    ) throws {
        let object = try decoder.container(keyedBy: Name.self)
        guard try object.decode(String.self, forKey: Name("schema")) == schema else {
            throw DecodingError.dataCorruptedError(
                forKey: Name("schema"), in: object, debugDescription: "expected \(schema)")
        }
        for key in object.allKeys where key.stringValue != "schema" {
            let value = try object.decode(Double.self, forKey: key)
            guard set(key.stringValue, to: value, in: &owner) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: object,
                    debugDescription: "expected one of \(names.joined(separator: ", "))")
            }
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }
}

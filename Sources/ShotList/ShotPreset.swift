package import DailiesJSON

/// Shot fields under a name, read from a file in `presets/looks`.
package struct ShotPreset: Hashable, Sendable {
    package static let schema = "dailies.preset/1"

    package let name: String
    /// The shot fields that the preset sets.
    package let shot: [String: JSONValue]

    /// Reads a preset.
    ///
    /// - Throws: `InvalidPreset` with every problem: each key that is missing or has a wrong value.
    package init(_ json: JSONValue) throws(InvalidPreset) {
        var fields = PresetFields(json)
        try fields.checkSchema(Self.schema)
        let name = fields.text("name")
        let shot = fields.value("shot", "an object", \.members)
        guard fields.problems.isEmpty, let name, let shot else {
            throw InvalidPreset(fields.problems)
        }
        self.name = name
        self.shot = shot
    }
}

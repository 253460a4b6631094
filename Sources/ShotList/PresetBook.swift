package import DailiesJSON

/// The data that ships with the product, read: model profiles and presets by name.
package struct PresetBook: Sendable {
    package static let presetSchema = "dailies.preset/1"

    /// Model profiles by id.
    package let models: [String: ModelProfile]
    /// Shot fields that a preset sets, by the preset's name.
    package let presets: [String: [String: JSONValue]]

    /// The model that a list means when it names none.
    package static let defaultModel = "kling-v3-pro"
    /// The provider that a list means when it names none.
    package static let defaultProvider = "runflow"

    package init(models: [String: ModelProfile], presets: [String: [String: JSONValue]]) {
        self.models = models
        self.presets = presets
    }
}

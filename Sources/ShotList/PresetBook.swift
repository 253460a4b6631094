package import DailiesJSON

/// The model profiles and presets, by name, with the problems of the files that can't be used.
///
/// A file with problems affects only the lists that name its model or preset.
package struct PresetBook: Sendable {
    /// Model profiles by id.
    package private(set) var models: [String: ModelProfile]
    /// Shot fields that a preset sets, by the preset's name.
    package let presets: [String: [String: JSONValue]]
    /// The problems of model files, by model id, or by the file's name without its extension if the
    /// id can't be read.
    package private(set) var invalidModels: [String: [PresetProblem]]
    /// The problems of preset files, by preset name, or by the file's name without its extension if
    /// the name can't be read.
    package let invalidPresets: [String: [PresetProblem]]

    /// The model of a list that names none.
    package static let defaultModel = "kling-v3-pro"
    /// The provider of a list that names none.
    package static let defaultProvider = "runflow"

    package init(
        models: [String: ModelProfile], presets: [String: [String: JSONValue]],
        invalidModels: [String: [PresetProblem]] = [:],
        invalidPresets: [String: [PresetProblem]] = [:]
    ) {
        self.models = models
        self.presets = presets
        self.invalidModels = invalidModels
        self.invalidPresets = invalidPresets
    }

    /// Adds a model that a list names by its file.
    package mutating func add(_ model: ModelProfile, as name: String) { models[name] = model }

    /// Adds a model file that can't be used.
    package mutating func addInvalidModel(_ name: String, _ problems: [PresetProblem]) {
        invalidModels[name] = problems
    }

    /// A model's profile.
    ///
    /// - Throws: `Unusable` if the model is unknown or its file has problems.
    func model(_ id: String) throws(Unusable) -> ModelProfile {
        try Self.find(id, in: models, invalid: invalidModels, kind: "models")
    }

    /// The shot fields of a preset.
    ///
    /// - Throws: `Unusable` if the preset is unknown or its file has problems.
    func preset(_ name: String) throws(Unusable) -> [String: JSONValue] {
        try Self.find(name, in: presets, invalid: invalidPresets, kind: "presets")
    }

    /// Why a model or preset can't be used.
    struct Unusable: Error {
        let messages: [String]
    }

    private static func find<Value>(
        _ name: String, in values: [String: Value], invalid: [String: [PresetProblem]],
        kind: String
    ) throws(Unusable) -> Value {
        if let problems = invalid[name] {
            throw Unusable(messages: problems.map { "\"\(name)\" can't be used: \($0)" })
        }
        guard let value = values[name] else {
            let known = values.keys.sorted().joined(separator: ", ")
            let broken = invalid.keys.sorted().joined(separator: ", ")
            throw Unusable(messages: [
                "\"\(name)\" is unknown; known \(kind): \(known)"
                    + (broken.isEmpty ? "" : "; with errors: \(broken)")
            ])
        }
        return value
    }
}

/// The model profiles and presets, by name, with the problems of the files that can't be used.
///
/// A file with problems affects only the lists that name its model or preset.
package struct PresetBook: Sendable {
    /// Model profiles by id.
    package private(set) var models: [String: ModelProfile]
    /// Presets by name.
    package private(set) var presets: [String: ShotPreset]
    /// The problems of model files, by model id, or by the file's name without its extension if the
    /// id can't be read.
    package private(set) var invalidModels: [String: [PresetProblem]]
    /// The problems of preset files, by preset name, or by the file's name without its extension if
    /// the name can't be read.
    package private(set) var invalidPresets: [String: [PresetProblem]]

    /// The model of a list that names none.
    package static let defaultModel = "kling-v3-pro"
    /// The provider of a list that names none.
    package static let defaultProvider = "runflow"

    package init(
        models: [String: ModelProfile], presets: [String: ShotPreset],
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

    /// Adds a preset that a list or the command line names by its file.
    package mutating func add(_ preset: ShotPreset, as name: String) { presets[name] = preset }

    /// Adds a preset file that can't be used.
    package mutating func addInvalidPreset(_ name: String, _ problems: [PresetProblem]) {
        invalidPresets[name] = problems
    }

    /// A model's profile.
    ///
    /// - Throws: `Unusable` if the model is unknown or its file has problems.
    func model(_ id: String) throws(Unusable<ModelProfile>) -> ModelProfile {
        try Self.find(id, in: models, invalid: invalidModels, kind: "model")
    }

    /// A preset.
    ///
    /// - Throws: `Unusable` if the preset is unknown or its file has problems.
    func preset(_ name: String) throws(Unusable<ShotPreset>) -> ShotPreset {
        try Self.find(name, in: presets, invalid: invalidPresets, kind: "preset")
    }

    /// Every provider that hosts a model.
    var providers: Set<String> { Set(models.values.flatMap(\.hosts.keys)) }

    /// Why a model or preset can't be used.
    struct Unusable<Value: Sendable>: Error {
        /// What is wrong, each with how to correct it.
        let problems: [(wrong: String, correction: String)]
        /// What was probably meant: the rest of the list is read with it, so that its other problems are
        /// found too.
        var meant: Value?
    }

    private static func find<Value>(
        _ name: String, in values: [String: Value], invalid: [String: [PresetProblem]],
        kind: String
    ) throws(Unusable<Value>) -> Value {
        if let problems = invalid[name] {
            throw Unusable(problems: problems.map { ("\"\(name)\" can't be used: \($0)", "") })
        }
        if let value = values[name] { return value }
        let named = values.keys.filter { !$0.hasSuffix(".json") }
        if let near = nearest(to: name, among: named) {
            throw Unusable(
                problems: [("there is no \(kind) \"\(name)\"", "did you mean \"\(near)\"?")],
                meant: values[near])
        }
        let known = named.sorted().joined(separator: ", ")
        let broken = invalid.keys.sorted().joined(separator: ", ")
        throw Unusable(problems: [
            (
                "there is no \(kind) \"\(name)\"",
                "known \(kind)s: \(known)" + (broken.isEmpty ? "" : "; with errors: \(broken)")
            )
        ])
    }
}

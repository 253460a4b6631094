import DailiesJSON
import DailiesMediaTime
import DailiesProduction
import DailiesShotList

/// Lists and explains presets.
struct PresetsCommand: Command {
    static let name = "presets"
    static let summary = "list the presets and what they set, or check a preset's file"
    static let discussion = """
        A preset sets fields of all shots, of the film and of sessions, for a look or a purpose.
        Without an operand: every preset with what it sets; with names, only these.
        check FILE… names every problem of preset files, with its place.
        A list names presets: "preset": ["widescreen", "nightly"], a command line --preset NAME. What
        comes later counts: the model's own defaults, the list's presets in their order, its "model"
        and "provider", its "defaults" and "film", a shot's own fields, --preset, other options.
        Your own files belong to dailies/presets in $XDG_CONFIG_HOME (or ~/.config); a list or
        --preset can also name a file: my-look.json. Paths of pictures and music in a preset start at
        the list's folder. presets/schema/preset.schema.json describes the files.
        Exit 0 no problem, 1 a file has problems, 2 usage.
        """
    static let examples = [
        CommandExample(
            "presets nightly",
            "Explains what a preset sets"),
        CommandExample(
            "presets check my-look.json",
            "Names every problem of a file"),
    ]

    private let checks: Bool
    private let operands: [String]
    private let writesJSON: Bool

    init(_ options: inout OptionReader) {
        writesJSON = options.json()
        let operands = options.operands("[check FILE… | NAME…]", .file)
        checks = operands.first == "check"
        self.operands = checks ? Array(operands.dropFirst()) : operands
        options.require(!checks || operands.count > 1, "name the files to check")
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        guard checks else { return try list(context) }
        return PresetFileCheck(files: operands, writesJSON: writesJSON, console: context.console)
            .run { file throws(InvalidPreset) in try PresetsFolder.preset(in: file).name }
    }

    private func list(_ context: CommandContext) throws -> ExitCode {
        let entries = try PresetsFolder.find(environment: context.environment).presetFiles()
        let known = entries.map(\.name)
        for name in operands where !known.contains(name) {
            throw UsageError("there is no preset \(name)\(proposal(for: name, among: known))")
        }
        let chosen = PresetsFolder.counting(entries).filter {
            operands.isEmpty || operands.contains($0.name)
        }
        for entry in chosen {
            guard let preset = entry.value else { continue }
            context.console.output(
                writesJSON
                    ? preset.json(file: entry.file).line : context.console.printable(preset.text))
        }
        let problems = chosen.flatMap(\.problems)
        for problem in problems { context.console.message("\(problem)") }
        return problems.isEmpty ? .success : .failed
    }
}

extension ShotPreset {
    /// What the preset sets, by the names that lists and options have.
    private var settings: [(name: String, value: JSONValue)] {
        var settings = shot.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        func add(_ name: String, _ value: JSONValue?) {
            if let value { settings.append((name, value)) }
        }
        add("film.frame_size", film.frameSize.map { .string("\($0)") })
        add("film.frame_rate", film.frameRate.map { .string("\($0)") })
        add("film.fit", film.fit.map { .string($0.rawValue) })
        add("film.loudness", film.loudness.map(JSONValue.number))
        add(
            "film.transition",
            film.transition.map { .string($0 == .cut ? "cut" : "dissolve:\($0.frames)") })
        add("film.music", film.music.map { .string($0.file) })
        add("film.label", film.label.map { .string("\($0.seconds) s, \($0.text)") })
        add("film.captions", film.captions.map(JSONValue.bool))
        add("session.max_takes", session.maximumTakes.map(JSONValue.integer))
        add("session.concurrency", session.concurrency.map(JSONValue.integer))
        add("session.stop_submitting_at", session.stopSubmittingAt.map(JSONValue.string))
        add("session.max_runtime", session.maximumRuntime.map(JSONValue.string))
        add("session.partial", session.makesPartialFilm.map(JSONValue.bool))
        return settings
    }

    fileprivate var text: String {
        let values = settings.map { "\($0.name) \($0.value.text ?? $0.value.line)" }
        let line = values.isEmpty ? "sets nothing" : values.joined(separator: ", ")
        return "\(name)  \(purpose)\n    \(line)"
    }

    fileprivate func json(file: String) -> JSONValue {
        [
            "name": .string(name), "purpose": .string(purpose), "file": .string(file),
            "sets": .object(Dictionary(settings.map { ($0.name, $0.value) }) { $1 }),
        ]
    }
}

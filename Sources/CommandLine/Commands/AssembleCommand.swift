import DailiesAssembly
import DailiesJSON
import DailiesLanding
import DailiesMediaTime
import DailiesReporting
import DailiesThreads
import Foundation

extension OptionSpec {
    fileprivate static let film = OptionSpec(
        "output", short: "o", value: "FILE", "the film to write")
    fileprivate static let overwrite = OptionSpec(
        "overwrite", "replace a film that is there already")
    fileprivate static let chapters = OptionSpec(
        "chapters", "make each clip a chapter, named after its file")
    fileprivate static let planOnly = OptionSpec(
        "dry-run", "say what would become of each clip, and write nothing")
    fileprivate static let verifyFrames = OptionSpec(
        "verify-frames", "decode every copied picture again and hold it against its clip's")
    fileprivate static let timeline = OptionSpec(
        "otio", value: "FILE", "write the timeline too, as OpenTimelineIO")
    fileprivate static let title = OptionSpec(
        "title", value: "TEXT", "what the film says its title is (default: its file's name)")
    fileprivate static let cover = OptionSpec(
        "cover", value: "FILE", "a JPEG that players show for the film")
    fileprivate static let language = OptionSpec(
        "language", value: "CODE", "the sound's language, such as eng")
    fileprivate static let decisions = OptionSpec(
        "edl", value: "FILE", "write the timeline too, as an edit decision list")
}

extension Command {
    static let assemble = Command(
        name: "assemble",
        summary: "join media files into one film, copying their pictures",
        operands: "CLIP… -o FILE",
        options: [.film, .overwrite, .chapters, .planOnly, .verifyFrames]
            + AssemblyOptions.specs
            + [.title, .cover, .language, .timeline, .decisions, .json],
        discussion: """
            Clips that differ from the rest in size, rate, codec or colours are encoded anew, the others
            are copied to the byte; --dry-run tells which and why. Sound is encoded once, as a whole.
            Exit 0 joined, 1 the clips can't be joined, 2 usage.
            """,
        perform: performAssemble)
}

private func performAssemble(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    let clips = arguments.operands
    guard !clips.isEmpty else { throw UsageError("name the clips to join, in film order") }
    let settings = try AssemblyOptions.settings(arguments)
    let output = arguments.value(.film)
    if arguments.has(.planOnly) {
        let plan = try await onOwnThread(named: "assemble") {
            try Assembler(settings: settings).plan(clips)
        }
        AssemblySummary(plan: plan, output: output).print(
            to: context.console, asJSON: arguments.has(.json), isWhole: true)
        return .success
    }
    guard let output else {
        throw UsageError("say where the film is to be written: -o FILE")
    }
    try checkTargets(output, arguments)
    var assembler = Assembler(
        settings: settings, metadata: try labels(arguments, clips, output))
    assembler.verifiesFrames = arguments.has(.verifyFrames)
    let (plan, film) = try await assemble(
        clips, assembler, output, overwrite: arguments.has(.overwrite), context)
    try writeTimelines(
        plan.timeline(title: baseName(output), names: clips.map(baseName)), arguments)
    AssemblySummary(plan: plan, output: output, film: film).print(
        to: context.console, asJSON: arguments.has(.json), isWhole: false)
    return .success
}

/// Nothing that is read is ever written, and nothing that is there is replaced unasked.
private func checkTargets(_ output: String, _ arguments: Arguments) throws {
    let sources =
        arguments.operands + AssemblyOptions.sources(arguments)
        + [arguments.value(.cover)].compactMap(\.self)
    var targets = [output]
    for timeline in [arguments.value(.timeline), arguments.value(.decisions)].compactMap(\.self) {
        if targets.contains(where: { isSameFile($0, timeline) }) {
            throw UsageError("\(timeline) would be written twice; give each file its own name")
        }
        targets.append(timeline)
    }
    for target in targets {
        if let source = sources.first(where: { isSameFile($0, target) }) {
            throw UsageError(
                "\(target) is \(source), which the film is made from; write it elsewhere")
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: target, isDirectory: &isFolder) else {
            continue
        }
        if isFolder.boolValue { throw UsageError("\(target) is a folder; name a file in it") }
        if !arguments.has(.overwrite) {
            throw UsageError("\(target) is there already; --overwrite replaces it")
        }
    }
}

/// Whether two names lead to one file, by whatever way.
private func isSameFile(_ one: String, _ other: String) -> Bool {
    func resolved(_ path: String) -> URL {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL
    }
    if resolved(one) == resolved(other) { return true }
    var (first, second) = (stat(), stat())
    return stat(one, &first) == 0 && stat(other, &second) == 0
        && first.st_dev == second.st_dev && first.st_ino == second.st_ino
}

private func labels(
    _ arguments: Arguments, _ clips: [String], _ output: String
) throws -> FilmMetadata {
    var labels = FilmMetadata(
        title: arguments.value(.title) ?? baseName(output),
        chapters: arguments.has(.chapters) ? clips.map(baseName) : nil)
    labels.creationTime = Int(Date().timeIntervalSince1970)
    labels.language = arguments.value(.language)
    if let path = arguments.value(.cover) {
        guard let bytes = FileManager.default.contents(atPath: path),
            let cover = CoverImage(jpeg: Array(bytes))
        else { throw UsageError("--cover takes a JPEG file, and \(path) is none") }
        labels.cover = cover
    }
    if let language = labels.language,
        language.count != 3
            || !language.allSatisfy({ ("a"..."z").contains($0) })
    {
        throw UsageError(
            "--language takes a code of three letters such as eng, not \"\(language)\"")
    }
    return labels
}

private func assemble(
    _ clips: [String], _ assembler: Assembler, _ output: String, overwrite: Bool,
    _ context: CommandContext
) async throws -> (AssemblyPlan, AssembledFilm) {
    let stop = StopFlag()
    return try await withInterrupts {
        try await withTaskCancellationHandler {
            try await onOwnThread(named: "assemble") {
                let plan = try assembler.plan(clips)
                // Two seconds of copying are over before anybody has read a line.
                let line = CountingLine(
                    count: plan.frameCount, "frames", from: 1000, console: context.console)
                defer { line.clear() }
                let film = try assembler.perform(
                    plan, to: output, overwrite: overwrite, shouldStop: { stop.isRaised },
                    report: { event in
                        if case .written(let frames, _) = event { line.reach(frames) }
                    })
                return (plan, film)
            }
        } onCancel: {
            stop.raise()
        }
    }
}

private func writeTimelines(_ timeline: FilmTimeline, _ arguments: Arguments) throws {
    func write(_ text: String, as path: String) throws {
        do {
            try Landing.write(Data(text.utf8), as: path)
        } catch {
            throw AssemblyError.notWritten(path: path, reason: error.description)
        }
    }
    if let path = arguments.value(.timeline) {
        try write(OpenTimeline.document(timeline).pretty + "\n", as: path)
    }
    if let path = arguments.value(.decisions) {
        try write(EditDecisionList.text(timeline), as: path)
    }
}

private func baseName(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
}

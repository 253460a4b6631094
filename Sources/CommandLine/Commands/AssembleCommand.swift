import DailiesAssembly
import DailiesThreads
import Foundation

/// Joins media files into one film.
struct AssembleCommand: Command {
    static let name = "assemble"
    static let summary = "join media files into one film, copying their pictures"
    static let discussion = """
        Clips that differ from the rest in size, rate, codec or colours are encoded again, the others
        are copied byte for byte; --dry-run shows which and why. Sound is encoded once, as a whole.
        Exit 0 joined, 1 the clips can't be joined, 2 wrong usage.
        """
    static let examples = [
        CommandExample(
            "assemble 1.mp4 2.mp4 3.mp4 -o film.mp4",
            "Joins clips with hard cuts"),
        CommandExample(
            "assemble 1.mp4 2.mp4 -o film.mp4 --transition dissolve:12 --loudness -14",
            "Joins with a dissolve, at the loudness of streaming services"),
        CommandExample(
            "assemble 1.mp4 phone.mp4 -o film.mp4 --dry-run",
            "Shows which clips would be encoded, and why"),
    ]

    private let film: String?
    private let files: FilmFiles
    private let hasChapters: Bool
    private let isDryRun: Bool
    private let verifiesFrames: Bool
    private let assembly: AssemblyOptions
    private let disclosure: DisclosureOptions
    private let title: String?
    private let language: String?
    private let writesJSON: Bool
    private let clips: [String]

    init(_ options: inout OptionReader) {
        film = options.option(
            "output", short: "o", isInUsage: true, .file(), "the film to write")
        let overwrites = options.flag("overwrite", "replace existing files")
        hasChapters = options.flag("chapters", "make each clip a chapter, named after its file")
        isDryRun = options.flag(
            "dry-run", "show how each clip would be joined, and write nothing")
        verifiesFrames = options.flag(
            "verify-frames", "decode every copied picture again and compare it with its clip's")
        assembly = AssemblyOptions(&options)
        title = options.option(
            "title", .text("TEXT"), "the film's title (default: its file's name)")
        let cover = options.option("cover", .file(), "a JPEG that players show for the film")
        language = options.option("language", .language, "the sound's language, such as eng")
        disclosure = DisclosureOptions(&options)
        let timelines = TimelineOptions(&options)
        writesJSON = options.json()
        clips = options.operands(
            "CLIP…", .file, orElse: "name the clips to join, in film order")
        files = FilmFiles(
            sources: clips + assembly.sources, cover: cover, timelines: timelines,
            overwrites: overwrites)
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        if isDryRun {
            let plan = try await onOwnThread(named: "assemble") {
                try Assembler(settings: assembly.settings).plan(clips)
            }
            AssemblySummary(plan: plan, output: film).print(
                to: context.console, asJSON: writesJSON, isWhole: true)
            return .success
        }
        guard let film else {
            throw UsageError("name the film to write: -o FILE")
        }
        try files.check(film: film)
        var assembler = Assembler(settings: assembly.settings, metadata: try metadata(film))
        assembler.verifiesFrames = verifiesFrames
        assembler.signing = disclosure.signing
        let (plan, assembled) = try await assemble(with: assembler, into: film, context)
        AssemblySummary(plan: plan, output: film, film: assembled).print(
            to: context.console, asJSON: writesJSON, isWhole: false)
        return .success
    }

    private func metadata(_ film: String) throws(UsageError) -> FilmMetadata {
        var metadata = FilmMetadata(
            title: title ?? baseName(film), chapters: hasChapters ? clips.map(baseName) : nil)
        metadata.creationTime = Int(Date().timeIntervalSince1970)
        metadata.language = language
        metadata.disclosure.marking = disclosure.marking
        metadata.cover = try files.readCover()
        return metadata
    }

    private func assemble(
        with assembler: Assembler, into film: String, _ context: CommandContext
    ) async throws -> (AssemblyPlan, AssembledFilm) {
        let stop = StopFlag()
        return try await withInterrupts {
            try await withTaskCancellationHandler {
                try await onOwnThread(named: "assemble") {
                    let plan = try assembler.plan(clips)
                    // Before the film is written: a format may not be able to express it.
                    let timeline = plan.timeline(
                        title: title ?? baseName(film), names: clips.map(baseName),
                        in: FileManager.default.currentDirectoryPath)
                    let texts = try files.timelines.texts(timeline)
                    // Fewer frames are written before anybody has read the line.
                    let line = ProgressLine(
                        count: plan.frameCount, "frames", from: 1000, console: context.console)
                    defer { line.clear() }
                    let assembled = try assembler.perform(
                        plan, to: film, overwrite: files.overwrites,
                        shouldStop: { stop.isRaised },
                        report: { event in
                            if case .written(let frames, _) = event { line.advance(to: frames) }
                        })
                    try files.timelines.write(
                        texts, timeline, shouldStop: { stop.isRaised })
                    return (plan, assembled)
                }
            } onCancel: {
                stop.raise()
            }
        }
    }
}

extension OptionValue<String> {
    /// A language code as ISO 639-2 has it.
    fileprivate static var language: OptionValue {
        OptionValue("CODE", expected: "a code of three letters such as eng") { text in
            text.count == 3 && text.allSatisfy { ("a"..."z").contains($0) } ? text : nil
        }
    }
}

/// A file's name without its folder and extension.
private func baseName(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
}

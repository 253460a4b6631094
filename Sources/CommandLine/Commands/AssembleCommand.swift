import DailiesAssembly
import DailiesJSON
import DailiesShards
import DailiesThreads
import Dispatch
import Foundation

/// Joins media files into one film.
struct AssembleCommand: Command {
    static let name = "assemble"
    static let summary = "join media files into one film, copying their pictures"
    static let discussion = """
        Clips that differ from the rest in size, rate, codec or colours are encoded again, the others
        are copied byte for byte; --dry-run shows which and why. Sound is encoded once, as a whole.
        --jobs-file has a line of JSON for each film: {"output": "a.mp4", "clips": ["1.mp4", "2.mp4"]},
        and "title" and "film" as in a shot list; the other options hold for every film.
        Exit 0 joined, 1 the clips can't be joined, 2 wrong usage.
        \(ShardOptions.exitCodes)
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
    private let jobsFile: String?
    private let jobs: JobsOption
    private let shards: ShardOptions
    /// The options on which results depend.
    private let given: [GivenOption]
    private let overwrites: Bool
    private let clips: [String]

    init(_ options: inout OptionReader) {
        film = options.option(
            "output", short: "o", isInUsage: true, .file(), "the film to write")
        overwrites = options.flag("overwrite", "replace existing files")
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
        jobsFile = options.option(
            "jobs-file", .file(), "join many films: a file with a line of JSON for each")
        jobs = JobsOption(&options)
        shards = ShardOptions(&options)
        given = options.given(except: ShardOptions.names.union(Self.namesWithoutEffect))
        clips = options.operands("CLIP…", .file)
        options.require(
            clips.isEmpty != (jobsFile == nil),
            jobsFile == nil
                ? "name the clips to join, in film order"
                : "--jobs-file names the clips of each film; leave the others out")
        options.require(shards.target == nil || jobsFile != nil, "--shard needs --jobs-file")
        options.require(
            jobsFile == nil
                || (film == nil && title == nil && cover == nil && timelines.targets.isEmpty
                    && !isDryRun),
            "--jobs-file doesn't go with --output, --title, --cover, --dry-run and timelines")
        files = FilmFiles(
            sources: clips + AssemblyOptions.sources(of: assembly.settings), cover: cover,
            timelines: timelines,
            overwrites: overwrites)
    }

    /// Options on which the results of a shard don't depend.
    private static let namesWithoutEffect: Set<String> = [
        JobsOption.name, "jobs-file", "json", "overwrite",
    ]

    func run(_ context: CommandContext) async throws -> ExitCode {
        jobs.apply()
        if let jobsFile { return try await makeFilms(of: jobsFile, context) }
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

    /// Makes the films of a file of jobs, or those of one shard of it.
    private func makeFilms(of file: String, _ context: CommandContext) async throws -> ExitCode {
        let stop = StopFlag()
        let maker = FilmJobMaker(
            assembly: assembly, disclosure: disclosure, hasChapters: hasChapters,
            verifiesFrames: verifiesFrames, language: language, overwrites: overwrites, stop: stop)
        let grace: DispatchTimeInterval? = shards.target == nil ? nil : .seconds(4)
        return try await withInterrupts(grace: grace) { [self] in
            try await withTaskCancellationHandler {
                try await onOwnThread(named: "assemble") {
                    let jobs = try FilmJob.read(file)
                    guard let target = shards.target else {
                        return try makeAll(jobs, with: maker, context.console)
                    }
                    let entries = FilmShard.entries(of: target.shard, in: jobs)
                    let header = ShardHeader(
                        .assemble, tool: CommandLineTool.version,
                        options: try OptionsDigest.make(given), list: jobs.map(\.line),
                        shard: target.shard, entries: entries.count)
                    let run = ShardRun(
                        header: header, folder: target.results, unit: "films",
                        console: context.console)
                    let outcome = try FilmShard(
                        run: run, maker: maker, entries: entries,
                        isLastAttempt: shards.isLastAttempt
                    ).perform()
                    run.report(outcome, asJSON: writesJSON)
                    return .success
                }
            } onCancel: {
                stop.raise()
            }
        }
    }

    /// Makes every film on this machine.
    private func makeAll(
        _ jobs: [FilmJob], with maker: FilmJobMaker, _ console: Console
    ) throws -> ExitCode {
        var isComplete = true
        for job in jobs {
            if maker.stop.isRaised { throw CancellationError() }
            let result = try maker.make(job, mayReplace: overwrites, isLastAttempt: true)
            if let problem = result.problem {
                isComplete = false
                console.message("dailies: \(problem)")
            }
            if writesJSON {
                console.output(result.row.line)
            } else {
                result.summary?.print(to: console, asJSON: false, isWhole: false)
            }
        }
        return isComplete ? .success : .failed
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
                    let texts = try files.timelines?.texts(timeline) ?? []
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
                    try files.timelines?.write(
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
func baseName(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
}

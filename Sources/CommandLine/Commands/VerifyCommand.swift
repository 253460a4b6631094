import DailiesJSON
import DailiesMediaFilter
import DailiesMediaTime
import DailiesShards
import DailiesThreads
import DailiesVerification
import Dispatch
import Synchronization

/// Judges media files against an expectation.
struct VerifyCommand: Command {
    static let name = "verify"
    static let summary = "judge media files against an expectation"
    static let discussion = """
        Levels, each with the checks of those before it:
        header   reads the index: less than a millisecond a file.
        packets  reads every byte: a few milliseconds for a clip of ten seconds.
        decode   decodes every picture and all sound: a second for eight seconds of 1080p.
        content  decodes as much, and looks at the pictures: a fifth to a third more.

        What libav's decoders notice of a single flipped bit: nearly all in H.264, two thirds in
        AV1, half in MPEG-4, few in VP9 and none in H.265, unless the pictures carry checksums.
        Larger damage to H.264 and H.265 is found in the packets.

        Files are MP4, QuickTime, WebM and Matroska files.

        Tolerances: \(ToleranceSetting.names.joined(separator: ", ")).

        - reads file names from standard input, one a line.
        Rules of a policy about facts that aren't measured are skipped; a file whose policy depends
        on them counts as one that could not be looked at.
        Exit 0 none failed, 1 at least one failed, 2 wrong usage, 3 at least one could not be looked at
        and none failed.
        \(ShardOptions.exitCodes)
        """
    static let examples = [
        CommandExample(
            "verify --duration 5 --audio present take.mp4",
            "Judges a file by its index"),
        CommandExample(
            "verify --level content --aspect-ratio 16:9 takes/*.mp4",
            "Also looks at every picture"),
        CommandExample(
            "verify --json --tolerance duration-short=0.5 --policy house.xml take.mp4",
            "Judges by a tolerance and a policy of your own, for a program"),
    ]

    private let verification: VerificationOptions
    private let writesJSON: Bool
    private let junitReport: String?
    private let ebuReport: String?
    private let jobs: JobsOption
    private let shards: ShardOptions
    /// The options on which results depend.
    private let given: [GivenOption]
    private let files: FileOperands

    init(_ options: inout OptionReader) {
        verification = VerificationOptions(&options)
        writesJSON = options.json()
        junitReport = options.option(
            "junit", .file(), "write the results as a JUnit report too")
        ebuReport = options.option(
            "ebu", .file(), "write the results as EBU quality control reports too, in JSON")
        jobs = JobsOption(&options)
        shards = ShardOptions(&options)
        options.require(
            shards.target == nil || (junitReport == nil && ebuReport == nil),
            "a shard writes no reports; dailies merge writes those of all shards")
        given = options.given(
            except: ShardOptions.names.union([JobsOption.name, "json", "junit", "ebu"]))
        files = FileOperands(&options)
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        jobs.apply()
        // Without libavfilter, content would be judged in part only.
        if verification.depth == .content { try FilterLibrary.load() }
        let policies = try await PolicyReading.read(verification.policies)
        let paths = try await files.paths()
        let stop = StopFlag()
        let batch = verification.batch(
            rules: policies.rules, limits: VerificationLimits(shouldStop: { stop.isRaised }))
        if let target = shards.target {
            return try await run(target, batch, of: paths, stop, context)
        }
        let console = context.console
        let progress = ProgressLine(count: paths.count, "files", from: 20, console: console)
        let width = min(48, paths.map { console.line($0).count }.max() ?? 0)
        let summary = Mutex(
            VerificationSummary(keepsCases: junitReport != nil, keepsReports: ebuReport != nil))
        try await withInterrupts(message: Self.stopped) {
            try await withTaskCancellationHandler {
                try await onOwnThread(named: "verify") {
                    batch.verify(paths) { verification in
                        // A file whose judgement was stopped has no result.
                        guard !stop.isRaised else { return false }
                        progress.clear()
                        console.output(
                            writesJSON
                                ? JSONValue.line(encoding: verification)
                                : row(verification, width, console))
                        summary.withLock { $0.add(verification) }
                        progress.advance()
                        return true
                    }
                }
                progress.clear()
                // Reports are also written after a stop, with what was judged before it.
                let results = summary.withLock { $0 }
                try await onOwnThread(named: "write reports") {
                    try results.writeReports(junit: junitReport, ebu: ebuReport)
                }
                try Task.checkCancellation()
            } onCancel: {
                stop.raise()
            }
        }
        return summary.withLock(\.exitCode)
    }

    /// Verifies the files of one shard.
    private func run(
        _ target: (shard: Shard, results: String), _ batch: VerificationBatch, of paths: [String],
        _ stop: StopFlag, _ context: CommandContext
    ) async throws -> ExitCode {
        try await withInterrupts(message: Self.shardStopped, grace: .seconds(4)) {
            [self] in
            try await withTaskCancellationHandler {
                try await onOwnThread(named: "verify") {
                    let entries = paths.enumerated()
                        .filter { target.shard.contains($0.element) }
                        .map { (position: $0.offset, path: $0.element) }
                    let header = ShardHeader(
                        .verify, tool: CommandLineTool.version,
                        options: try OptionsDigest.make(given), list: paths, shard: target.shard,
                        entries: entries.count)
                    let run = ShardRun(
                        header: header, folder: target.results, unit: "files",
                        console: context.console)
                    let outcome = try VerificationShard(
                        run: run, batch: batch, entries: entries,
                        isLastAttempt: shards.isLastAttempt, stop: stop
                    ).perform()
                    run.report(outcome, asJSON: writesJSON)
                    return ExitCode.success
                }
            } onCancel: {
                stop.raise()
            }
        }
    }

    private static let shardStopped =
        "stopped; the shard has no results yet: the same command does it"
    private static let stopped = "stopped; the files without a result were not verified"
}

/// A row of the table: the verdict, the file and its measurement, and below it what is wrong or
/// unknown.
private func row(_ verification: Verification, _ width: Int, _ console: Console) -> String {
    // A check that was skipped although something is expected is listed too.
    let listed = verification.checks.filter { check in
        check.result != .pass && (check.execution != .skipped || check.expected != nil)
    }
    let reasons = listed.map { check in
        let at = check.at.map { " [\($0.start) – \($0.end)]" } ?? ""
        return "    \(check.code.rawValue): \(check.message)\(at)"
    }
    let verdict = verification.verdict.rawValue.rightPadded(7)
    let facts = verification.measurement.map(facts) ?? ""
    let row = "\(verdict)  \(console.line(verification.file).rightPadded(width))  \(facts)"
    return ([row.trimmingTrailingSpaces] + reasons).map(console.line).joined(separator: "\n")
}

private func facts(_ measured: MediaMeasurement) -> String {
    let picture = measured.video.map { video in
        [
            video.duration?.description ?? "?", video.displaySize.description,
            "\(video.frameRate?.description ?? "?") fps",
        ].joined(separator: "  ")
    }
    let sound = measured.audio.map { "\($0.codec) \($0.sampleRate) Hz, \($0.channels) ch" }
    return "\(picture ?? "no picture")  \(sound ?? "no sound")"
}

extension String {
    /// The text with spaces behind it, at least `width` characters long.
    fileprivate func rightPadded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}

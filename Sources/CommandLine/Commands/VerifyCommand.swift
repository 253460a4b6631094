import DailiesInspection
import DailiesJSON
import DailiesLanding
import DailiesMediaTime
import DailiesThreads
import DailiesVerification
import Foundation
import Synchronization

extension OptionSpec {
    fileprivate static let duration = OptionSpec(
        "duration", value: "S", "seconds that the picture is to last")
    fileprivate static let aspectRatio = OptionSpec(
        "aspect-ratio", value: "W:H", "the shape in which it is to be shown")
    fileprivate static let frameSize = OptionSpec(
        "frame-size", value: "WxH", "the size in which it is to be shown")
    fileprivate static let frameRate = OptionSpec(
        "frame-rate", value: "R", "frames per second, such as 24 or 24000/1001")
    fileprivate static let audio = OptionSpec(
        "audio", value: "present|absent|any", "whether there is to be sound (default any)")
    fileprivate static let level = OptionSpec(
        "level", value: "LEVEL",
        "header, packets, decode or content: how deep to look (default header)")
    fileprivate static let everyPicture = OptionSpec(
        "every-picture", "with --level content: decode all, not only what looks suspicious")
    fileprivate static let cuts = OptionSpec(
        "cuts", value: "S,S,…", "with --level content: seconds at which the picture is to cut")
    fileprivate static let tolerance = OptionSpec(
        "tolerance", value: "NAME=VALUE",
        "another tolerance; can be given several times")
}

extension OptionSpec {
    fileprivate static let policy = OptionSpec(
        "policy", value: "FILE", "a MediaConch policy to hold too; can be given several times")
    fileprivate static let junit = OptionSpec(
        "junit", value: "FILE", "write the results as a JUnit report too")
    fileprivate static let ebu = OptionSpec(
        "ebu", value: "FILE", "write the results as EBU quality control reports too, in JSON")
}

extension Command {
    static let verify = Command(
        name: "verify",
        summary: "judge media files against an expectation",
        operands: "FILE…",
        options: [
            .duration, .aspectRatio, .frameSize, .frameRate, .audio, .cuts, .level, .everyPicture,
            .tolerance, .policy, .json, .junit, .ebu,
        ],
        discussion: """
            Tolerances: \(Settings.names.joined(separator: ", ")).
            - reads file names from standard input, one a line.
            A policy's rules on what isn't measured are skipped; a file whose policy depends on
            them could not be looked at.
            Exit 0 none failed, 1 at least one failed, 2 usage, 3 at least one could not be looked at.
            """,
        perform: performVerify)
}

private func performVerify(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    let policies = try PolicyReading(arguments.all(.policy))
    let files = try FileOperands(arguments.operands)
    let stop = StopFlag()
    let limits = VerificationLimits(shouldStop: { stop.isRaised })
    let batch = try batch(arguments, rules: policies.rules, limits)
    let console = context.console
    let progress = CountingLine(count: files.paths.count, "files", from: 20, console: console)
    let asJSON = arguments.has(.json)
    let summary = Mutex(
        VerificationSummary(
            keepsCases: arguments.has(.junit), keepsReports: arguments.has(.ebu)))
    let width = min(48, files.paths.map(\.count).max() ?? 0)
    try await withInterrupts {
        try await withTaskCancellationHandler {
            try await onOwnThread(named: "verify") {
                batch.verify(files.paths) { verification in
                    // A file that was given up is no result.
                    guard !stop.isRaised else { return false }
                    progress.clear()
                    console.data(
                        asJSON
                            ? JSONValue(encoding: verification).line
                            : console.printable(description(verification, width)))
                    summary.withLock { $0.add(verification) }
                    progress.advance()
                    return true
                }
            }
            progress.clear()
            // What was judged before a stop is reported too.
            try summary.withLock { try writeReports($0, arguments) }
            try Task.checkCancellation()
        } onCancel: {
            stop.raise()
        }
    }
    return summary.withLock(\.exitCode)
}

private func writeReports(_ summary: VerificationSummary, _ arguments: Arguments) throws {
    if let path = arguments.value(.junit) {
        try Landing.write(Data(summary.junit.utf8), as: path)
    }
    if let path = arguments.value(.ebu) {
        let reports = JSONValue.array(summary.reports.map { JSONValue(encoding: $0) })
        try Landing.write(Data((reports.pretty + "\n").utf8), as: path)
    }
}

/// A row of the table: the verdict, the file, what it is, and below it what is wrong or unknown.
private func description(_ verification: Verification, _ width: Int) -> String {
    // What was asked and not looked at is a reason too.
    let told = verification.checks.filter { check in
        check.result != .pass && (check.execution != .skipped || check.expected != nil)
    }
    let reasons = told.map { check in
        let at = check.at.map { " [\($0.start) – \($0.end)]" } ?? ""
        return "    \(check.code.rawValue): \(check.message)\(at)"
    }
    let word = verification.verdict.rawValue.padding(7)
    let facts = verification.measurement.map(facts) ?? ""
    let row = "\(word)  \(verification.file.padding(width))  \(facts)"
    return ([row.trimmingTrailingSpaces] + reasons).joined(separator: "\n")
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

private func expectation(_ arguments: Arguments) throws(UsageError) -> Expectation {
    var expectation = Expectation()
    if let text = arguments.value(.duration) {
        guard let seconds = Double(text), seconds > 0, let time = MediaTime(seconds: seconds) else {
            throw UsageError("--duration takes seconds such as 5 or 5.5, not \"\(text)\"")
        }
        expectation.duration = time
    }
    if let text = arguments.value(.aspectRatio) {
        guard let ratio = AspectRatio(text) else {
            throw UsageError("--aspect-ratio takes a shape such as 16:9, not \"\(text)\"")
        }
        expectation.aspectRatio = ratio
    }
    if let text = arguments.value(.frameSize) {
        guard let size = FrameSize(text) else {
            throw UsageError("--frame-size takes a size such as 1920x1080, not \"\(text)\"")
        }
        expectation.frameSize = size
    }
    if let text = arguments.value(.frameRate) {
        guard let rate = FrameRate(text) else {
            throw UsageError("--frame-rate takes a rate such as 24 or 24000/1001, not \"\(text)\"")
        }
        expectation.frameRate = rate
    }
    if let text = arguments.value(.audio) {
        guard let wish = Expectation.AudioPresence(rawValue: text) else {
            throw UsageError("--audio takes present, absent or any, not \"\(text)\"")
        }
        expectation.audio = wish
    }
    if let text = arguments.value(.cuts) {
        let times = text.split(separator: ",", omittingEmptySubsequences: false)
            .map { Double($0).flatMap { MediaTime(seconds: $0) } }
        guard times.allSatisfy({ $0.map { $0 >= .zero } ?? false }) else {
            throw UsageError("--cuts takes seconds such as 5,8.5, not \"\(text)\"")
        }
        expectation.cuts = times.compactMap(\.self)
    }
    return expectation
}

/// How far a file may be from what was asked, and from where on what is seen is a fault.
private struct Settings {
    private(set) var tolerances = Tolerances()
    private(set) var thresholds = InspectionThresholds()

    static let names = (Tolerances.names + InspectionThresholds.names).sorted()

    init(_ arguments: Arguments) throws(UsageError) {
        for setting in arguments.all(.tolerance) {
            let pieces = setting.split(separator: "=", maxSplits: 1)
            guard pieces.count == 2, let value = Double(pieces[1]),
                tolerances.set(String(pieces[0]), to: value)
                    || thresholds.set(String(pieces[0]), to: value)
            else {
                let names = Self.names.joined(separator: ", ")
                throw UsageError(
                    "--tolerance takes NAME=VALUE, not \"\(setting)\"; names are: \(names)")
            }
        }
    }
}

private func batch(
    _ arguments: Arguments, rules: [MediaFile.Rule], _ limits: VerificationLimits
) throws(UsageError) -> VerificationBatch {
    let expectation = try expectation(arguments)
    let settings = try Settings(arguments)
    let text = arguments.value(.level) ?? Verification.Level.header.rawValue
    if text == contentLevel {
        let coverage: InspectionCoverage =
            arguments.has(.everyPicture) ? .everyPicture : .suspicious
        return VerificationBatch { file in
            file.inspect(
                against: expectation, coverage: coverage, tolerances: settings.tolerances,
                thresholds: settings.thresholds, limits: limits, rules: rules)
        }
    }
    for option in [OptionSpec.everyPicture, .cuts] where arguments.has(option) {
        throw UsageError("--\(option.name) needs --level \(contentLevel)")
    }
    guard let level = Verification.Level(rawValue: text) else {
        let known = Verification.Level.allCases.map(\.rawValue) + [contentLevel]
        throw UsageError("--level takes \(known.joined(separator: ", ")), not \"\(text)\"")
    }
    return VerificationBatch(
        expectation: expectation, level: level, tolerances: settings.tolerances, limits: limits,
        rules: rules)
}

/// The deepest level: the one that looks at the pictures and listens to the sound.
private let contentLevel = "content"

extension String {
    fileprivate func padding(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}

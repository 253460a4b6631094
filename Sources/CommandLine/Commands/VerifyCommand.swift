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
    fileprivate static let tolerance = OptionSpec(
        "tolerance", value: "NAME=VALUE",
        "another tolerance; can be given several times")
}

extension OptionSpec {
    fileprivate static let junit = OptionSpec(
        "junit", value: "FILE", "write the results as a JUnit report too")
}

extension Command {
    static let verify = Command(
        name: "verify",
        summary: "judge media files against an expectation",
        operands: "FILE…",
        options: [
            .duration, .aspectRatio, .frameSize, .frameRate, .audio, .level, .tolerance, .json,
            .junit,
        ],
        discussion: """
            Tolerances: \(Tolerances.names.joined(separator: ", ")).
            - reads file names from standard input, one a line.
            Exit 0 none failed, 1 at least one failed, 2 usage, 3 at least one could not be looked at.
            """,
        perform: performVerify)
}

private func performVerify(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    let files = try FileOperands(arguments.operands)
    let depth = try Depth(arguments)
    let batch = VerificationBatch(
        expectation: try expectation(arguments), level: depth.level,
        tolerances: try tolerances(arguments))
    let console = context.console
    let progress = FileProgress(count: files.paths.count, console: console)
    let asJSON = arguments.has(.json)
    let summary = Mutex(VerificationSummary())
    let stop = StopFlag()
    try await withInterrupts {
        try await withTaskCancellationHandler {
            try await onOwnThread(named: "verify") {
                batch.verify(files.paths, refine: depth.refine) { verification in
                    progress.clear()
                    console.data(
                        asJSON
                            ? JSONValue(encoding: verification).line
                            : console.printable(description(verification)))
                    summary.withLock { $0.add(verification) }
                    progress.advance()
                    return !stop.isRaised
                }
            }
            try Task.checkCancellation()
        } onCancel: {
            stop.raise()
        }
    }
    progress.clear()
    let outcome = summary.withLock { $0 }
    if let path = arguments.value(.junit) {
        try Landing.write(Data(outcome.junit.utf8), as: path)
    }
    return outcome.exitCode
}

private func description(_ verification: Verification) -> String {
    let reasons = verification.checks.filter { $0.result != .pass }.map { check in
        let at = check.at.map { " [\($0.start) – \($0.end)]" } ?? ""
        return "    \(check.code.rawValue): \(check.message)\(at)"
    }
    let word = verification.verdict.rawValue.padding(7)
    return (["\(word)  \(verification.file)"] + reasons).joined(separator: "\n")
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
        guard let wish = Expectation.AudioWish(rawValue: text) else {
            throw UsageError("--audio takes present, absent or any, not \"\(text)\"")
        }
        expectation.audio = wish
    }
    return expectation
}

private func tolerances(_ arguments: Arguments) throws(UsageError) -> Tolerances {
    var tolerances = Tolerances()
    for setting in arguments.all(.tolerance) {
        let pieces = setting.split(separator: "=", maxSplits: 1)
        guard pieces.count == 2, let value = Double(pieces[1]),
            tolerances.set(String(pieces[0]), to: value)
        else {
            let names = Tolerances.names.joined(separator: ", ")
            throw UsageError(
                "--tolerance takes NAME=VALUE, not \"\(setting)\"; names are: \(names)")
        }
    }
    return tolerances
}

/// How deep to look: the verification's level, and whether picture and sound are inspected too.
private struct Depth: Sendable {
    let level: Verification.Level
    private let isInspected: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        let text = arguments.value(.level) ?? Verification.Level.header.rawValue
        isInspected = text == "content"
        guard let level = isInspected ? .decode : Verification.Level(rawValue: text) else {
            let known = Verification.Level.allCases.map(\.rawValue) + ["content"]
            throw UsageError(
                "--level takes \(known.joined(separator: ", ")), not \"\(text)\"")
        }
        self.level = level
    }

    /// Adds what looking and listening shows to a file that could be measured at all.
    @Sendable func refine(_ verification: Verification) -> Verification {
        guard isInspected, verification.measurement != nil else { return verification }
        return verification.adding(MediaFile(path: verification.file).inspect())
    }
}

extension String {
    fileprivate func padding(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

import DailiesJSON
import DailiesMediaTime
import DailiesThreads
import DailiesVerification

extension Command {
    static let probe = Command(
        name: "probe",
        summary: "measure media files",
        operands: "FILE…",
        options: [.json],
        discussion:
            "- reads file names from standard input, one a line.\nExit 0 all measured, 1 some not, 2 usage.",
        perform: performProbe)
}

private func performProbe(
    _ arguments: Arguments, _ context: CommandContext
) async throws -> ExitCode {
    var allMeasured = true
    for path in try FileOperands(arguments.operands).paths {
        let result = try await onOwnThread(named: "probe") {
            Result { () throws(MeasurementError) in try MediaFile(path: path).measure() }
        }
        switch result {
        case .success(let measurement):
            context.console.data(
                arguments.has(.json)
                    ? row(measurement).line
                    : context.console.printable(description(measurement)))
        case .failure(let error):
            allMeasured = false
            if arguments.has(.json) {
                let problem: JSONValue = [
                    "file": .string(path),
                    "error": [
                        "code": .string(error.code.rawValue), "message": .string(error.message),
                    ],
                ]
                context.console.data(problem.line)
            } else {
                context.console.talk("\(path): \(error.message)")
            }
        }
    }
    return allMeasured ? .success : .failed
}

/// The part of a measurement that scripts rely on.
private func row(_ measurement: MediaMeasurement) -> JSONValue {
    let whole = JSONValue(encoding: measurement)
    func keep(_ keys: [String], of value: JSONValue?) -> JSONValue {
        guard let members = value?.members else { return .null }
        return .object(members.filter { keys.contains($0.key) })
    }
    let keys = [
        "file", "container", "bytes", "duration", "complete", "faststart", "video", "audio",
    ]
    guard case .object(var members) = keep(keys, of: whole) else { return whole }
    members["video"] = keep(
        [
            "codec", "profile", "width", "height", "displayWidth", "displayHeight", "rotation",
            "sampleAspectRatio", "frameRate", "frameCount", "duration", "pixelFormat",
        ], of: whole["video"])
    members["audio"] = keep(
        ["codec", "sampleRate", "channels", "duration"], of: whole["audio"])
    return .object(members)
}

private func description(_ measured: MediaMeasurement) -> String {
    var rows: [(String, String)] = []
    let state = [
        measured.complete ? "complete" : "CUT OFF",
        measured.faststart ? "index in front" : "index at the end",
    ]
    rows.append(
        ("  \(measured.container)", "\(measured.bytes) bytes, \(state.joined(separator: ", "))"))
    if let video = measured.video {
        let profile = video.profile.map { " \($0)" } ?? ""
        let turned = video.rotation == 0 ? "" : ", turned by \(video.rotation)°"
        rows.append(
            (
                "  picture",
                "\(video.codec)\(profile), \(video.displaySize)\(turned), "
                    + "\(video.frameRate?.description ?? "no") fps, \(video.frameCount) frames, "
                    + "\(video.duration?.description ?? "unknown length")"
            ))
    }
    if let audio = measured.audio {
        rows.append(
            (
                "  sound",
                "\(audio.codec), \(audio.sampleRate) Hz, \(audio.channels) channels, "
                    + "\(audio.duration?.description ?? "unknown length")"
            ))
    } else {
        rows.append(("  sound", "none"))
    }
    return "\(measured.file)\n\(columns(rows))"
}

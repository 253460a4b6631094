import DailiesJSON
import DailiesMediaTime
import DailiesThreads
import DailiesVerification

/// Measures media files.
struct ProbeCommand: Command {
    static let name = "probe"
    static let summary = "measure media files"
    static let discussion = """
        - reads file names from standard input, one a line.
        Exit 0 all measured, 1 some not, 2 wrong usage.
        """
    static let examples = [
        CommandExample(
            "probe takes/*.mp4",
            "Measures files"),
        CommandExample(
            "probe --json - < names.txt",
            "Measures the files that a list names, for a program"),
    ]

    private let writesJSON: Bool
    private let files: FileOperands

    init(_ options: inout OptionReader) {
        writesJSON = options.json()
        files = FileOperands(&options)
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let paths = try await files.paths()
        let allMeasured = try await onOwnThread(named: "probe") {
            var allMeasured = true
            try OrderedWorkQueue.forEach(
                paths,
                { path in
                    Result { () throws(MeasurementError) in try MediaFile(path: path).measure() }
                },
                { path, result in
                    switch result {
                    case .success(let measurement): write(measurement, context.console)
                    case .failure(let error):
                        allMeasured = false
                        write(error, of: path, context.console)
                    }
                })
            return allMeasured
        }
        return allMeasured ? .success : .failed
    }

    private func write(_ measurement: MediaMeasurement, _ console: Console) {
        console.output(
            writesJSON
                ? measurement.row.line : description(measurement, console))
    }

    private func write(_ error: MeasurementError, of path: String, _ console: Console) {
        guard writesJSON else {
            return console.message(console.line("\(path): \(error.message)"))
        }
        let row: JSONValue = [
            "file": .string(path),
            "error": ["code": .string(error.code.rawValue), "message": .string(error.message)],
        ]
        console.output(row.line)
    }
}

private func description(_ measured: MediaMeasurement, _ console: Console) -> String {
    var rows: [(String, String)] = []
    let completeness =
        switch measured.complete {
        case true?: "complete"
        case false?: "CUT OFF"
        case nil: "its end isn't stated"
        }
    // Matroska files are played without their index.
    let needsIndex = ["mp4", "mov"].contains(measured.container)
    let index = measured.faststart ? "index in front" : "index at the end"
    let state = [completeness] + (needsIndex ? [index] : [])
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
    for (name, mark) in [("XMP", measured.disclosure?.xmp), ("C2PA", measured.disclosure?.c2pa)] {
        guard let mark, mark.state != .absent else { continue }
        let terms = mark.sourceTypes.map(\.term).joined(separator: ", ")
        let text = mark.fault.map { "broken: it \($0)" } ?? (terms.isEmpty ? "present" : terms)
        rows.append(("  origin", "\(name) \(text)"))
    }
    return console.line(measured.file) + "\n" + console.printable(columns(rows))
}

import DailiesProduction
import DailiesThreads
import DailiesTimeline

/// Writes a production for other programs.
struct ExportCommand: Command {
    static let name = "export"
    static let summary = "write timelines, subtitles, chapters and a contact sheet of a production"
    static let discussion = """
        Writes to the folder exports in the production; without a format, all of them. Nothing else is
        changed, also while a session is at work. What is missing is a gap. The takes that aren't in the
        film are in the OTIO files, OTIOZ and FCPXML too; a gap names those of its shot in its metadata
        or note. Subtitles are the captions of the shots, or their notes if no shot has a caption.
        Exit 0 written, 1 a format can't express the film, 2 there is nothing to export.
        """
    static let examples = [
        CommandExample(
            "export lighthouse",
            "Writes all files for other programs"),
        CommandExample(
            "export lighthouse --otio --srt",
            "Writes the timeline and the subtitles"),
    ]

    private let folder: ProductionFolder
    private let formats: [ExportFormat]
    private let addressing: MediaAddressing

    init(_ options: inout OptionReader) {
        var formats: [ExportFormat] = []
        for format in ExportFormat.allCases where options.flag(format.rawValue, format.help) {
            formats.append(format)
        }
        self.formats = formats.isEmpty ? ExportFormat.allCases : formats
        addressing = options.relativeAddresses()
        options.require(
            addressing == .absolute || self.formats.contains(.otio),
            "--relative is about the addresses in --otio, which is missing")
        folder = options.productionFolder()
    }

    func run(_ context: CommandContext) async throws -> ExitCode {
        let export: FilmExport
        do {
            export = try await FilmExport(of: folder)
        } catch let nothing as FilmExport.NoTakes {
            throw UsageError(nothing.description)
        }
        if !export.isAsJoined {
            context.console.message(
                "the takes aren't those of the film that was joined last: the timeline has them one "
                    + "after the other; the next run of the list joins them")
        }
        let stop = StopFlag()
        let outcome = try await withInterrupts {
            try await withTaskCancellationHandler {
                try await export.write(formats, addressing, shouldStop: { stop.isRaised })
            } onCancel: {
                stop.raise()
            }
        }
        for file in outcome.files {
            context.console.output(context.console.printable(folder.place(file)))
        }
        for omission in outcome.omissions {
            context.console.message(context.console.printable(omission))
        }
        for refusal in outcome.refusals {
            context.console.message(context.console.printable("dailies: \(refusal)"))
        }
        return outcome.refusals.isEmpty ? .success : .failed
    }
}

extension ExportFormat {
    fileprivate var help: String {
        switch self {
        case .otio: "a timeline as OpenTimelineIO"
        case .otioz: "the same with copies of all takes in one file"
        case .edl: "a timeline as edit decision list (CMX 3600)"
        case .fcpxml: "a timeline for Final Cut Pro and Resolve"
        case .srt: "subtitles"
        case .chapters: "the shots as chapters (WebVTT)"
        case .sheet: "a picture of every shot with its verdict (PNG)"
        }
    }
}

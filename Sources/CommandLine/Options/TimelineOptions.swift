import DailiesAssembly
import DailiesLanding
import DailiesTimeline
import Foundation

/// The timelines for editing programs that are written beside a film.
struct TimelineOptions: OptionGroup {
    private let openTimeline: String?
    private let bundle: String?
    private let decisionList: String?
    private let finalCut: String?
    private let addressing: MediaAddressing

    init(_ options: inout OptionReader) {
        openTimeline = options.option(
            "otio", .file(), "write the timeline too, as OpenTimelineIO")
        bundle = options.option(
            "otioz", .file(), "write the timeline with copies of the clips in one file")
        decisionList = options.option(
            "edl", .file(), "write the timeline too, as an edit decision list")
        finalCut = options.option(
            "fcpxml", .file(), "write the timeline too, for Final Cut Pro and Resolve")
        addressing = options.relativeAddresses()
        options.require(
            addressing == .absolute || openTimeline != nil,
            "--relative is about the addresses in --otio FILE, which is missing")
    }

    /// The files that are written.
    var targets: [String] {
        [openTimeline, bundle, decisionList, finalCut].compactMap(\.self)
    }

    /// A timeline in each of the formats that are text.
    ///
    /// - Throws: `TimelineRefusal` if a format can't express it.
    func texts(_ timeline: FilmTimeline) throws(TimelineRefusal) -> [TimelineText] {
        var texts: [TimelineText] = []
        if let openTimeline {
            let folder = Landing.folder(of: openTimeline)
            let text = OpenTimeline.text(timeline, in: absolutePath(folder), addressing)
            texts.append(TimelineText(path: openTimeline, text: text))
        }
        if let decisionList {
            texts.append(
                TimelineText(path: decisionList, text: try EditDecisionList.text(timeline)))
        }
        if let finalCut {
            texts.append(TimelineText(path: finalCut, text: try FinalCutXML.text(timeline)))
        }
        return texts
    }

    /// Writes the timelines.
    ///
    /// - Throws: `AssemblyError.notWritten`, `OpenTimelineBundle.WritingError`, `CancellationError`.
    func write(
        _ texts: [TimelineText], _ timeline: FilmTimeline, shouldStop: () -> Bool
    ) throws {
        for file in texts {
            do {
                try Landing.write(Data(file.text.utf8), as: file.path)
            } catch {
                throw AssemblyError.notWritten(path: file.path, reason: error.description)
            }
        }
        if let bundle {
            try OpenTimelineBundle(timeline).write(to: bundle, shouldStop: shouldStop)
        }
    }
}

/// A timeline's text and the file that it is written to.
struct TimelineText: Sendable {
    let path: String
    let text: String
}

/// The absolute path of a folder, without `.`, `..` and links.
///
/// - Parameter folder: empty for the working directory.
func absolutePath(_ folder: String) -> String {
    URL(fileURLWithPath: folder.isEmpty ? "." : folder).standardizedFileURL.path
}

extension OptionReader {
    /// How timelines name media.
    mutating func relativeAddresses() -> MediaAddressing {
        flag("relative", "name media in OTIO relative to its folder, to move both together")
            ? .relative : .absolute
    }
}

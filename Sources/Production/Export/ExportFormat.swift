/// A file that a production is exported to.
package enum ExportFormat: String, CaseIterable, Sendable {
    /// A timeline in the format of OpenTimelineIO.
    case otio
    /// The same with copies of all takes.
    case otioz
    /// A timeline as CMX 3600 edit decision list.
    case edl
    /// A timeline for Final Cut Pro and Resolve.
    case fcpxml
    /// Subtitles.
    case srt
    /// The shots as chapters, in WebVTT.
    case chapters
    /// A picture of every shot.
    case sheet

    /// What a session writes: all that takes no room.
    package static let small = allCases.filter { $0 != .otioz }

    /// The end of the file's name, after the title.
    var suffix: String {
        switch self {
        case .otio, .otioz, .edl, .fcpxml, .srt: "." + rawValue
        case .chapters: ".vtt"
        case .sheet: ".png"
        }
    }
}

public import DailiesMediaTime

/// A range of the film: one take, or nothing.
public struct TimelineClip: Hashable, Sendable {
    /// What is shown.
    public enum Content: Hashable, Sendable {
        /// A file, and the other takes of the same shot, which can take its place.
        case media(TimelineMedia, others: [TimelineMedia])
        /// Nothing: no take of the shot is in the film; `others` are those that there are.
        case gap(name: String, others: [TimelineMedia] = [])
    }

    /// What is shown.
    public var content: Content
    /// The range of the file that is used, on the file's own time line.
    public var source: TimeRange
    /// The range of the film in which the clip is shown, in whole frames of the film; clips overlap
    /// in dissolves.
    public var film: TimeRange
    /// The shot that the clip belongs to: clips in a row with the same one are one chapter and have
    /// one subtitle.
    public var shot: String
    /// The scene that the shot belongs to.
    public var scene: String?
    /// What is said or shown as a subtitle.
    public var subtitle: String?
    /// Markers at times of the clip's active file.
    public var markers: [TimelineMarker]
    /// Whatever else is to be kept with the clip.
    public var metadata: [String: String]

    /// Makes a clip.
    public init(
        _ content: Content, source: TimeRange, film: TimeRange, shot: String,
        scene: String? = nil, subtitle: String? = nil, markers: [TimelineMarker] = [],
        metadata: [String: String] = [:]
    ) {
        self.content = content
        self.source = source
        self.film = film
        self.shot = shot
        self.scene = scene
        self.subtitle = subtitle
        self.markers = markers
        self.metadata = metadata
    }

    /// The file that is shown; `nil` for a gap.
    public var media: TimelineMedia? {
        if case .media(let media, _) = content { media } else { nil }
    }

    /// The takes that could take its place.
    public var otherMedia: [TimelineMedia] {
        switch content {
        case .media(_, let others), .gap(_, let others): others
        }
    }

    /// The name in an editor: the file's name, because editors find media by it.
    public var name: String {
        switch content {
        case .media(let media, _): media.fileName
        case .gap(let name, _): name
        }
    }

    /// Whether something is heard.
    var hasSound: Bool { media?.sound != nil }
}

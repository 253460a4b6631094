/// A film as an edit: which range of which file is shown when.
///
/// It is exported to timelines for other programs (OpenTimelineIO, EDL, FCPXML).
public struct FilmTimeline: Hashable, Sendable {
    /// A range of a file that is shown in the film.
    public struct Clip: Hashable, Sendable {
        /// The path of the file.
        public let path: String
        /// The clip's name in an editor.
        public let name: String
        /// The whole range of the file, counted from its first frame; unused parts are handles.
        public let available: TimeRange
        /// The range of the file that is used.
        public let source: TimeRange
        /// The range of the film in which the clip is shown; clips overlap in dissolves.
        public let film: TimeRange
        /// Whether the file has sound.
        public let hasSound: Bool

        /// Makes a clip.
        public init(
            path: String, name: String, available: TimeRange, source: TimeRange, film: TimeRange,
            hasSound: Bool
        ) {
            self.path = path
            self.name = name
            self.available = available
            self.source = source
            self.film = film
            self.hasSound = hasSound
        }
    }

    /// The film's title.
    public let title: String
    /// The film's constant frame rate.
    public let frameRate: FrameRate
    /// The clips in film order.
    public let clips: [Clip]

    /// Makes a timeline.
    public init(title: String, frameRate: FrameRate, clips: [Clip]) {
        self.title = title
        self.frameRate = frameRate
        self.clips = clips
    }

    /// The duration of the dissolve between clip `index` and the one before it; zero for a hard cut.
    public func dissolve(into index: Int) -> MediaTime {
        guard index > 0, index < clips.count else { return .zero }
        return max(.zero, clips[index - 1].film.end - clips[index].film.start)
    }

    /// The number of whole frames of the film in a time.
    public func frames(_ time: MediaTime) -> Int { frameRate.frames(in: time) }
}

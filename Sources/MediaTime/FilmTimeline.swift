/// A film as an editor sees it: which stretch of which file is seen when.
///
/// A value for whoever writes timelines for other programs (OpenTimelineIO, EDL, FCPXML).
public struct FilmTimeline: Hashable, Sendable {
    /// A stretch of a file in the film.
    public struct Clip: Hashable, Sendable {
        /// Where the file lies.
        public let path: String
        /// What an editor calls it.
        public let name: String
        /// All that the file holds, counted from its first frame: what isn't used are handles.
        public let available: TimeRange
        /// What is used of it.
        public let source: TimeRange
        /// When it is seen in the film; dissolves overlap.
        public let film: TimeRange
        /// Whether it has sound.
        public let hasSound: Bool

        /// Makes a clip of a timeline.
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
    /// The film's constant rate.
    public let frameRate: FrameRate
    /// The clips in film order.
    public let clips: [Clip]

    /// Makes a timeline.
    public init(title: String, frameRate: FrameRate, clips: [Clip]) {
        self.title = title
        self.frameRate = frameRate
        self.clips = clips
    }

    /// How long clip `index` and the one before it are seen together; none in a hard cut.
    public func dissolve(into index: Int) -> MediaTime {
        guard index > 0, index < clips.count else { return .zero }
        return max(.zero, clips[index - 1].film.end - clips[index].film.start)
    }

    /// A time as whole frames of the film.
    public func frames(_ time: MediaTime) -> Int { frameRate.frames(in: time) }
}

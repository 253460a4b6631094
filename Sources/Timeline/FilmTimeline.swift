public import DailiesMediaTime

/// A film as an edit: which range of which file is shown when.
///
/// The writers of this module turn it into the formats that other programs import. What each format
/// transports:
///
/// | | OTIO, OTIOZ | FCPXML 1.10 | EDL (CMX 3600) |
/// |---|---|---|---|
/// | cuts, dissolves, gaps | yes | yes | yes |
/// | handles: unused parts of files | yes | yes | no: only what is used |
/// | takes that aren't in the film | as further media references | as clips of the event | no |
/// | takes of a shot that is a gap | as metadata of the gap | as clips of the event | no |
/// | findings | as markers, by colour | as markers | as locators |
/// | size and rate of each file | rate | size and rate | no |
/// | scene, prompt, run, cost | as metadata | scene and prompt | no |
/// | link between picture and sound | Resolve's link groups | one clip has both | one event has both |
/// | any frame rate | yes | ten rates | ten rates |
public struct FilmTimeline: Hashable, Sendable {
    /// The film's title.
    public var title: String
    /// The film's constant frame rate.
    public var frameRate: FrameRate
    /// The film's displayed size; `nil` if it isn't known.
    public var frameSize: FrameSize?
    /// The clips in film order.
    public var clips: [TimelineClip]

    /// Makes a timeline.
    public init(
        title: String, frameRate: FrameRate, frameSize: FrameSize? = nil, clips: [TimelineClip]
    ) {
        self.title = title
        self.frameRate = frameRate
        self.frameSize = frameSize
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

import DailiesMediaTime

/// A clip between the middles of its dissolves, in frames of the film: the form in which OTIO and
/// FCPXML place clips, where a transition lies across the cut and uses the clips' handles.
struct EditedClip {
    /// The film's frames in which the clip is shown, up to the middle of each dissolve.
    let film: Range<Int>
    /// The frame of the file at the beginning, counted in frames of the film.
    let sourceStart: Int
    /// The frames of the dissolve at its beginning; 0 for a cut.
    let dissolve: Int

    init(_ timeline: FilmTimeline, _ index: Int) {
        let clip = timeline.clips[index]
        dissolve = timeline.frames(timeline.dissolve(into: index))
        let after = timeline.frames(timeline.dissolve(into: index + 1))
        let start = timeline.frames(clip.film.start) + dissolve / 2
        let end = timeline.frames(clip.film.end) - (after - after / 2)
        film = start..<max(start, end)
        sourceStart = timeline.sourceFrames(of: clip).lowerBound + dissolve / 2
    }
}

extension FilmTimeline {
    /// The clips, cut in the middle of each dissolve.
    var editedClips: [EditedClip] { clips.indices.map { EditedClip(self, $0) } }

    /// The range of a file that a clip uses, in frames of the film from the beginning of the file's own
    /// time line.
    func sourceFrames(of clip: TimelineClip) -> Range<Int> {
        let start = frameRate.framesCovering(clip.source.start)
        return start..<start + frames(clip.source.duration)
    }

    /// The end of the range of a file that a clip uses, in whole frames of the film.
    func sourceEnd(of clip: TimelineClip) -> MediaTime {
        frameRate.duration(frames: sourceFrames(of: clip).upperBound)
    }

    /// The film's number of frames.
    var frameCount: Int { clips.last.map { frames($0.film.end) } ?? 0 }
}

extension TimelineMedia {
    /// The whole range of the file in whole frames of its own rate; in the film's, if its rate varies.
    ///
    /// A clip of another rate is shown up to the end of a frame of the film, which may be up to half a
    /// frame after the end of the file. Programs refuse a clip that reaches beyond its media: the
    /// range then ends with the first frame that covers the clip.
    ///
    /// - Parameter used: where the film's use of the file ends; `nil` for a take that it doesn't use.
    func availableFrames(
        covering used: MediaTime?, filmRate: FrameRate
    ) -> (rate: FrameRate, start: Int, count: Int) {
        let rate = frameRate ?? filmRate
        let start = rate.frames(in: available.start)
        let end = rate.nearestFrames(in: available.end)
        let covering = used.map(rate.framesCovering) ?? end
        return (rate, start, max(end, covering) - start)
    }
}

extension FrameRate {
    /// The number of frames whose duration is nearest to a time.
    func nearestFrames(in time: MediaTime) -> Int {
        let (top, bottom) = fraction(time)
        return Int(clamping: max(0, (2 * top + bottom) / (2 * bottom)))
    }

    /// The smallest number of frames that lasts at least as long as a time.
    func framesCovering(_ time: MediaTime) -> Int {
        let (top, bottom) = fraction(time)
        return Int(clamping: max(0, (top + bottom - 1) / bottom))
    }

    /// A time in frames, as a fraction.
    private func fraction(_ time: MediaTime) -> (Int128, Int128) {
        (Int128(time.value) * Int128(numerator), Int128(time.timescale) * Int128(denominator))
    }
}

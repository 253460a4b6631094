import DailiesMediaTime

/// A shot's place in the film: its clips in a row are one range.
struct ShotRange {
    let shot: String
    let scene: String?
    let subtitle: String?
    /// In frames of the film, up to the beginning of the next shot: ranges don't overlap.
    let frames: Range<Int>
}

extension FilmTimeline {
    /// The shots in film order; a dissolve belongs to the later one.
    var shotRanges: [ShotRange] {
        var starts: [TimelineClip] = []
        for clip in clips where starts.last?.shot != clip.shot { starts.append(clip) }
        let ends = starts.dropFirst().map { frames($0.film.start) } + [frameCount]
        return zip(starts, ends).map { clip, end in
            let start = frames(clip.film.start)
            return ShotRange(
                shot: clip.shot, scene: clip.scene, subtitle: clip.subtitle,
                frames: start..<max(start, end))
        }
    }

    /// A frame's time as subtitles and chapters have it, such as `00:01:02.345`.
    ///
    /// It is rounded down to a millisecond: players show a cue from the first frame on whose time isn't
    /// before it, which is then this frame and not the next one.
    func clockTime(_ frame: Int, _ separator: String) -> String {
        let milliseconds = Int(
            Int128(frame) * Int128(frameRate.denominator) * 1000 / Int128(frameRate.numerator))
        let seconds = milliseconds / 1000
        return [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
            .joined(separator: ":") + separator + padded(milliseconds % 1000, 3)
    }
}

/// The words of a text, without control characters.
func words(_ text: some StringProtocol) -> [String] {
    text.unicodeScalars.split {
        $0.properties.isWhitespace || $0.properties.generalCategory == .control
    }.map { String(String.UnicodeScalarView($0)) }
}

/// Writes a film's shots as chapters in WebVTT (`.vtt`).
///
/// Source: W3C WebVTT, chapter files: one cue for each chapter, with its title as text, for a `track`
/// of the kind `chapters`. A chapter ends where the next begins; a dissolve belongs to the later one.
public enum ChapterList {
    /// The text of the file; a title is the shot with its scene.
    public static func text(_ timeline: FilmTimeline) -> String {
        let cues = timeline.shotRanges.map { range in
            let title = words([range.shot, range.scene ?? ""].joined(separator: " "))
                .joined(separator: " ")
            let start = timeline.clockTime(range.frames.lowerBound, ".")
            let end = timeline.clockTime(range.frames.upperBound, ".")
            return "\(start) --> \(end)\n\(escaped(title))\n"
        }
        return (["WEBVTT\n"] + cues).joined(separator: "\n")
    }

    /// A text without markup (WebVTT, 3.2 and 4.2.2).
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}

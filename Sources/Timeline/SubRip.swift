/// Writes a film's subtitles as SubRip (`.srt`).
///
/// A shot's subtitle is shown from the shot's first frame to its last, as measured from the film. What
/// doesn't fit into two lines of 42 characters is divided into several cues, which share the time by
/// their lengths. Lines that the text already has are kept. Source of the limits: Netflix, Timed Text
/// Style Guide (42 characters, two lines).
///
/// SubRip has no escape for markup: angle and curly brackets are replaced by similar characters.
public enum SubRip {
    /// The longest line in characters.
    public static let columns = 42
    /// The lines of a cue.
    public static let rows = 2

    /// The text of the file; empty if no clip has a subtitle.
    public static func text(_ timeline: FilmTimeline) -> String {
        let cues = timeline.shotRanges.flatMap { range in self.cues(range) }
        return cues.enumerated().map { index, cue in
            let start = timeline.clockTime(cue.frames.lowerBound, ",")
            let end = timeline.clockTime(cue.frames.upperBound, ",")
            return "\(index + 1)\n\(start) --> \(end)\n\(cue.lines.joined(separator: "\n"))\n"
        }.joined(separator: "\n")
    }

    private struct Cue {
        let frames: Range<Int>
        let lines: [String]
    }

    /// The cues of a shot, each with at least one frame: text for which no frame is left is dropped.
    private static func cues(_ range: ShotRange) -> [Cue] {
        let lines = self.lines(range.subtitle ?? "")
        let blocks = stride(from: 0, to: lines.count, by: rows)
            .map { Array(lines[$0..<min($0 + rows, lines.count)]) }
            .prefix(range.frames.count)
        let lengths = blocks.map { $0.reduce(0) { $0 + max(1, $1.count) } }
        let total = lengths.reduce(0, +)
        var cues: [Cue] = []
        var shown = 0
        var start = range.frames.lowerBound
        for (index, block) in blocks.enumerated() {
            shown += lengths[index]
            let left = blocks.count - index - 1
            let share = range.frames.lowerBound + range.frames.count * shown / total
            let end =
                left == 0
                ? range.frames.upperBound
                : min(max(share, start + 1), range.frames.upperBound - left)
            cues.append(Cue(frames: start..<end, lines: block))
            start = end
        }
        return cues
    }

    /// The lines of a text, each of at most `columns` characters.
    static func lines(_ text: String) -> [String] {
        plain(text).split(whereSeparator: \.isNewline).flatMap { wrapped(words($0)) }
    }

    private static func wrapped(_ words: [String]) -> [String] {
        var lines: [String] = []
        for word in words {
            if let last = lines.last, last.count + 1 + word.count <= columns {
                lines[lines.count - 1] = last + " " + word
                continue
            }
            // A word that is longer than a line, as in scripts without spaces, is divided.
            var rest = Substring(word)
            while !rest.isEmpty {
                lines.append(String(rest.prefix(columns)))
                rest = rest.dropFirst(columns)
            }
        }
        return lines
    }

    private static func plain(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { plain, scalar in
            switch scalar {
            case "<": plain += "\u{2039}"
            case ">": plain += "\u{203A}"
            case "{": plain += "("
            case "}": plain += ")"
            default: plain.unicodeScalars.append(scalar)
            }
        }
    }
}

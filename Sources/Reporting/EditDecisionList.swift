package import DailiesMediaTime

/// Writes a film's timeline as an edit decision list (EDL), which editing programs import.
///
/// Source: CMX 3600 as current programs write it: one event for each cut or dissolve,
/// non-drop-frame timecode, and the clip's file in a comment.
package enum EditDecisionList {
    /// The text of the list; the film starts at 01:00:00:00, as is usual.
    package static func text(_ timeline: FilmTimeline) -> String {
        var lines = ["TITLE: \(singleLine(timeline.title))", "FCM: NON-DROP FRAME", ""]
        for index in timeline.clips.indices { lines += event(timeline, index) }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private static func event(_ timeline: FilmTimeline, _ index: Int) -> [String] {
        let clip = timeline.clips[index]
        let number = padded(index + 1, 3)
        let overlap = timeline.frames(timeline.dissolve(into: index))
        let after = timeline.frames(timeline.dissolve(into: index + 1))
        let channels = clip.hasSound ? "B" : "V"
        let start = timeline.frames(clip.source.start)
        // The frames of a dissolve belong to the event of the later clip.
        let end = timeline.frames(clip.source.end) - after
        let filmStart = timeline.frames(clip.film.start)
        func row(_ kind: String, _ range: (Int, Int)) -> String {
            let timecodes = [
                range.0, range.1, filmStart + hour(timeline),
                filmStart + range.1 - range.0 + hour(timeline),
            ]
            .map { timecode($0, timeline) }
            return "\(number)  AX       \(channels)     \(kind) " + timecodes.joined(separator: " ")
        }
        var lines: [String] = []
        if overlap > 0 {
            let cut = timeline.frames(timeline.clips[index - 1].source.end) - overlap
            lines.append(row("C        ", (cut, cut)))
            lines.append("* FROM CLIP NAME: \(singleLine(timeline.clips[index - 1].name))")
            lines.append(row("D    \(padded(overlap, 3)) ", (start, end)))
            lines.append("* TO CLIP NAME: \(singleLine(clip.name))")
        } else {
            lines.append(row("C        ", (start, end)))
            lines.append("* FROM CLIP NAME: \(singleLine(clip.name))")
        }
        lines.append("* SOURCE FILE: \(singleLine(clip.path))")
        return lines
    }

    /// The frames in one second of timecode: the frame rate, rounded to a whole number.
    private static func framesPerSecond(_ timeline: FilmTimeline) -> Int {
        Int(timeline.frameRate.framesPerSecond.rounded())
    }

    /// The frames in one hour of timecode.
    private static func hour(_ timeline: FilmTimeline) -> Int { 3600 * framesPerSecond(timeline) }

    private static func timecode(_ frames: Int, _ timeline: FilmTimeline) -> String {
        let rate = framesPerSecond(timeline)
        let seconds = frames / rate
        return [seconds / 3600, seconds / 60 % 60, seconds % 60, frames % rate]
            .map { padded($0, 2) }.joined(separator: ":")
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// The text on one line: the format can't represent line breaks.
    private static func singleLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

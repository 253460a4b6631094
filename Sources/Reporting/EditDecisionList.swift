package import DailiesMediaTime

/// A film's timeline as an edit decision list, which every editing program reads.
///
/// Source: CMX 3600, as today's programs write it: one event for each cut or dissolve, time codes
/// without drop frames, and the clip's file in a comment.
package enum EditDecisionList {
    /// The whole list; the film begins at one hour, as is usual.
    package static func text(_ timeline: FilmTimeline) -> String {
        var lines = ["TITLE: \(plain(timeline.title))", "FCM: NON-DROP FRAME", ""]
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
        // What is seen in a dissolve belongs to the later clip's event.
        let end = timeline.frames(clip.source.end) - after
        let place = timeline.frames(clip.film.start)
        func row(_ kind: String, _ range: (Int, Int), at place: Int) -> String {
            let codes = [
                range.0, range.1, place + hour(timeline),
                place + range.1 - range.0 + hour(timeline),
            ]
            .map { code($0, timeline) }
            return "\(number)  AX       \(channels)     \(kind) " + codes.joined(separator: " ")
        }
        var lines: [String] = []
        if overlap > 0 {
            let left = timeline.frames(timeline.clips[index - 1].source.end) - overlap
            lines.append(row("C        ", (left, left), at: place))
            lines.append("* FROM CLIP NAME: \(plain(timeline.clips[index - 1].name))")
            lines.append(row("D    \(padded(overlap, 3)) ", (start, end), at: place))
            lines.append("* TO CLIP NAME: \(plain(clip.name))")
        } else {
            lines.append(row("C        ", (start, end), at: place))
            lines.append("* FROM CLIP NAME: \(plain(clip.name))")
        }
        lines.append("* SOURCE FILE: \(plain(clip.path))")
        return lines
    }

    /// Frames counted in whole seconds of the nearest whole rate, as time code does.
    private static func base(_ timeline: FilmTimeline) -> Int {
        Int(timeline.frameRate.framesPerSecond.rounded())
    }

    private static func hour(_ timeline: FilmTimeline) -> Int { 3600 * base(timeline) }

    private static func code(_ frames: Int, _ timeline: FilmTimeline) -> String {
        let base = base(timeline)
        let seconds = frames / base
        return [seconds / 3600, seconds / 60 % 60, seconds % 60, frames % base]
            .map { padded($0, 2) }.joined(separator: ":")
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// One line: a list has no way to write another.
    private static func plain(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

import DailiesContainer
import DailiesMediaTime

/// Writes a film's timeline as an edit decision list (`.edl`).
///
/// Source: CMX 3600 as current programs write it. What is transported, and how:
/// - Programs find media by reel and source timecode. The reel is made from the take's name and is
///   different for each file; the timecode is that of the file, or counts from its first frame if it
///   has none, in frames and the numbering of the film: the labels of a file at 23.976 with a
///   timecode of its own differ in a film at 29.97. `* FROM CLIP NAME:` is the file's name,
///   `* FROM CLIP:` its path.
/// - The film starts at 01:00:00:00. Timecode is drop-frame at 29.97 and 59.94 frames a second, so
///   that it agrees with the clock, and non-drop-frame otherwise.
/// - In a dissolve both clips are named; `* OTIO REFERENCE TO:` is how OpenTimelineIO's adapter reads
///   the path of the second one.
/// - A gap is an event of black (`BL`).
/// - Findings are locators (`* LOC:`).
/// - Takes that aren't in the film, handles, metadata, and the sizes and rates of files can't be
///   expressed. Sound is channel 1 of the same event; it dissolves only where both clips have some.
public enum EditDecisionList {
    /// The text of the list.
    ///
    /// - Throws: `TimelineRefusal` for a frame rate that has no timecode, a film that doesn't end
    ///   before 24:00:00:00, or a file whose name can't be written into one line.
    public static func text(_ timeline: FilmTimeline) throws(TimelineRefusal) -> String {
        guard let timecode = Timecode(timeline.frameRate) else {
            throw refusal(
                "its timecode counts \(Timecode.rates) frames a second, and the film has "
                    + "\(timeline.frameRate); make the film with one of those rates, or use OTIO")
        }
        guard timeline.frameCount + timecode.hour <= 24 * timecode.hour else {
            throw refusal("it ends at 24:00:00:00, and the film is longer than 23 hours")
        }
        for media in timeline.clips.compactMap(\.media) where !isOneLine(media.path) {
            let isFolder = isOneLine(media.fileName)
            throw refusal(
                "it can't hold the \(isFolder ? "path" : "name") of "
                    + "\(media.fileName.debugDescription)\(isFolder ? ": its folder's name" : ", which") "
                    + "has a line break or another control character, or isn't UTF-8; rename the "
                    + (isFolder ? "folder" : "file"))
        }
        var list = List(timeline: timeline, timecode: timecode, reels: ReelNames(timeline))
        for index in timeline.clips.indices { list.addEvents(of: index) }
        return list.lines.joined(separator: "\r\n") + "\r\n"
    }

    private static func refusal(_ reason: String) -> TimelineRefusal {
        TimelineRefusal(format: "EDL", reason: reason)
    }

    private static func isOneLine(_ path: String) -> Bool {
        path.unicodeScalars.allSatisfy { scalar in
            scalar.properties.generalCategory != .control && FileName.byte(scalar) == nil
                && !scalar.properties.isLineBreak
        }
    }
}

/// The lines of a list while it is made.
private struct List {
    let timeline: FilmTimeline
    let timecode: Timecode
    let reels: ReelNames
    private(set) var lines: [String]
    private var number = 0

    init(timeline: FilmTimeline, timecode: Timecode, reels: ReelNames) {
        self.timeline = timeline
        self.timecode = timecode
        self.reels = reels
        lines = [
            "TITLE: \(singleLine(timeline.title))",
            "FCM: \(timecode.isDropFrame ? "DROP FRAME" : "NON-DROP FRAME")", "",
        ]
    }

    /// A range of a source, and where it is in the film.
    private struct Row {
        let reel: String
        let source: Range<Int>
        let film: Int
    }

    mutating func addEvents(of index: Int) {
        let clip = timeline.clips[index]
        let overlap = timeline.frames(timeline.dissolve(into: index))
        let after = timeline.frames(timeline.dissolve(into: index + 1))
        // The frames of a dissolve belong to the event of the later clip.
        let start = timeline.sourceFrames(of: clip).lowerBound
        let filmStart = timeline.frames(clip.film.start)
        let count = max(0, timeline.frames(clip.film.end) - after - filmStart)
        let row = Row(reel: reel(clip), source: start..<start + count, film: filmStart)
        guard overlap > 0 else {
            number += 1
            add(row, clip.hasSound ? "B" : "V", "C")
            addComments(clip, "FROM")
            return addLocators(clip, row)
        }
        let earlier = timeline.clips[index - 1]
        let cut =
            timeline.sourceFrames(of: earlier).lowerBound
            + filmStart - timeline.frames(earlier.film.start)
        let bothSound = clip.hasSound && earlier.hasSound
        number += 1
        let channels = bothSound ? "B" : "V"
        add(Row(reel: reel(earlier), source: cut..<cut, film: filmStart), channels, "C")
        add(row, channels, "D    \(padded(overlap, 3))")
        addComments(earlier, "FROM")
        addComments(clip, "TO")
        if let media = clip.media { lines.append("* OTIO REFERENCE TO: \(media.path)") }
        addLocators(clip, row)
        if clip.hasSound, !bothSound {
            // There is no sound that it could dissolve from.
            number += 1
            add(row, "A", "C")
            addComments(clip, "FROM")
        }
    }

    private func reel(_ clip: TimelineClip) -> String {
        clip.media.map { reels.reel(of: $0) } ?? "BL"
    }

    private mutating func add(_ row: Row, _ channels: String, _ kind: String) {
        let film = row.film + timecode.hour
        let times = [
            row.source.lowerBound, row.source.upperBound, film, film + row.source.count,
        ].map(timecode.text)
        lines.append(
            "\(padded(number, 3))  \(column(row.reel, 8)) \(column(channels, 5)) "
                + "\(column(kind, 9)) \(times.joined(separator: " "))")
    }

    private func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private mutating func addComments(_ clip: TimelineClip, _ side: String) {
        guard let media = clip.media else { return }
        lines.append("* \(side) CLIP NAME: \(media.fileName)")
        lines.append("* \(side) CLIP: \(media.path)")
    }

    /// Marks within the used range, at their place in the film.
    private mutating func addLocators(_ clip: TimelineClip, _ row: Row) {
        for marker in clip.markers {
            let frame = timeline.frames(marker.range.start)
            guard row.source.contains(frame) else { continue }
            let place = timecode.text(row.film + frame - row.source.lowerBound + timecode.hour)
            let text = singleLine("\(marker.name): \(marker.comment)")
            lines.append("* LOC: \(place) \(column(marker.colour, 7)) \(text)")
        }
    }
}

/// The text on one line, without control characters: the format can't represent line breaks.
private func singleLine(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        let isPlain =
            scalar.properties.generalCategory != .control && !scalar.properties.isLineBreak
        line.append(isPlain ? scalar : " ")
    }
    return String(line)
}

extension UnicodeScalar.Properties {
    /// Whether readers take the character for the end of a line.
    fileprivate var isLineBreak: Bool {
        generalCategory == .lineSeparator || generalCategory == .paragraphSeparator
    }
}

package import DailiesJSON
package import DailiesMediaTime

/// Writes a film's timeline as OpenTimelineIO JSON, which editing programs import.
///
/// Source: OpenTimelineIO's file format, schemas `Timeline.1` to `Transition.1`.
package enum OpenTimeline {
    /// The document: a video track and, if any clip has sound, an audio track.
    package static func document(_ timeline: FilmTimeline) -> JSONValue {
        var tracks = [track(timeline, "Video")]
        if timeline.clips.contains(where: \.hasSound) { tracks.append(track(timeline, "Audio")) }
        return [
            "OTIO_SCHEMA": "Timeline.1",
            "name": .string(timeline.title),
            "global_start_time": .null,
            "metadata": [:],
            "tracks": [
                "OTIO_SCHEMA": "Stack.1", "name": "tracks", "source_range": .null, "metadata": [:],
                "markers": [], "effects": [], "children": .array(tracks),
            ],
        ]
    }

    private static func track(_ timeline: FilmTimeline, _ kind: String) -> JSONValue {
        var children: [JSONValue] = []
        for index in timeline.clips.indices {
            let overlap = timeline.frames(timeline.dissolve(into: index))
            if overlap > 0 {
                // The cut is in the middle of the dissolve, so that each clip has half of it.
                children.append([
                    "OTIO_SCHEMA": "Transition.1", "name": "", "metadata": [:],
                    "transition_type": "SMPTE_Dissolve",
                    "in_offset": time(overlap / 2, timeline.frameRate),
                    "out_offset": time(overlap - overlap / 2, timeline.frameRate),
                ])
            }
            children.append(clip(timeline, index, kind))
        }
        return [
            "OTIO_SCHEMA": "Track.1", "name": .string(kind), "kind": .string(kind),
            "source_range": .null, "metadata": [:], "markers": [], "effects": [],
            "children": .array(children),
        ]
    }

    private static func clip(_ timeline: FilmTimeline, _ index: Int, _ kind: String) -> JSONValue {
        let clip = timeline.clips[index]
        let before = timeline.frames(timeline.dissolve(into: index))
        let after = timeline.frames(timeline.dissolve(into: index + 1))
        let start = timeline.frames(clip.source.start) + before / 2
        let end = timeline.frames(clip.source.end) - (after - after / 2)
        let hasMedia = kind == "Video" || clip.hasSound
        return [
            "OTIO_SCHEMA": .string(hasMedia ? "Clip.1" : "Gap.1"),
            "name": .string(clip.name), "metadata": [:], "markers": [], "effects": [],
            "source_range": range(start, end - start, timeline.frameRate),
            "media_reference": hasMedia
                ? [
                    "OTIO_SCHEMA": "ExternalReference.1", "name": .string(clip.name),
                    "metadata": [:], "target_url": .string(address(of: clip.path)),
                    "available_range": range(
                        timeline.frames(clip.available.start),
                        timeline.frames(clip.available.duration), timeline.frameRate),
                ] : .null,
        ]
    }

    /// A path as an address: percent-encoded, and with a scheme if it is absolute (RFC 3986, 2.3
    /// and 4.2).
    private static func address(of path: String) -> String {
        let encoded = path.utf8.map { byte -> String in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                String(UnicodeScalar(byte))
            default:
                "%" + String(byte >> 4, radix: 16, uppercase: true)
                    + String(byte & 15, radix: 16, uppercase: true)
            }
        }
        return (path.hasPrefix("/") ? "file://" : "") + encoded.joined()
    }

    private static func range(_ start: Int, _ count: Int, _ rate: FrameRate) -> JSONValue {
        [
            "OTIO_SCHEMA": "TimeRange.1", "start_time": time(start, rate),
            "duration": time(count, rate),
        ]
    }

    private static func time(_ frames: Int, _ rate: FrameRate) -> JSONValue {
        [
            "OTIO_SCHEMA": "RationalTime.1", "rate": .number(rate.framesPerSecond),
            "value": .number(Double(frames)),
        ]
    }
}

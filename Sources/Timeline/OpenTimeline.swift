import DailiesJSON
import DailiesMediaTime

/// Writes a film's timeline as OpenTimelineIO JSON (`.otio`).
///
/// Source: OpenTimelineIO's file format, schemas `Timeline.1` to `Clip.2`. What is transported, and how:
/// - All takes of a shot are `media_references` of one `Clip.2`, by the names of the takes. The one in
///   the film is active; its key is `DEFAULT_MEDIA`, the only one that every program looks for.
/// - A gap has no media: the takes of a shot of which none is in the film are references in the
///   metadata of its gap, as `other_takes`.
/// - Clips and references are named like their files, with the extension: DaVinci Resolve finds media
///   by that name.
/// - `available_range` is the whole file in its own rate, `source_range` the used part in the film's.
///   What is between them are the handles.
/// - Findings are markers, red for a failure, yellow for a warning, purple for a check that could not
///   be made.
/// - Sound is a track of its own. OpenTimelineIO can't link it to the picture: DaVinci Resolve reads
///   the links in its metadata, other programs see two clips at the same time.
/// - Everything else is in the metadata `dailies`, which programs keep and don't show. The EDL's reel
///   is in the metadata `cmx_3600`, where the adapter for EDLs looks for it.
/// - The mix of the film's sound, and music under it, aren't transported.
public enum OpenTimeline {
    /// The text of the file.
    ///
    /// - Parameters:
    ///   - timeline: the film.
    ///   - folder: the absolute path of the folder that it is written to; without it all addresses are as
    ///     the paths are.
    ///   - addressing: how files outside that folder are addressed.
    public static func text(
        _ timeline: FilmTimeline, in folder: String? = nil,
        _ addressing: MediaAddressing = .absolute
    ) -> String {
        let document = document(timeline) {
            MediaAddress.text(of: $0.path, from: folder, addressing)
        }
        return String(decoding: document.fileBytes, as: UTF8.self)
    }

    /// The document: a video track and, if any clip has sound, an audio track.
    ///
    /// - Parameter address: the address of a file.
    static func document(
        _ timeline: FilmTimeline, address: (TimelineMedia) -> String
    ) -> JSONValue {
        let reels = ReelNames(timeline)
        var tracks = [track(timeline, .picture, reels, address)]
        if timeline.clips.contains(where: \.hasSound) {
            tracks.append(track(timeline, .sound, reels, address))
        }
        // As usual for films, it starts at one hour: at the same frame as in the EDL.
        let start =
            Timecode(timeline.frameRate)?.hour
            ?? 3600 * Int(timeline.frameRate.framesPerSecond.rounded())
        return [
            "OTIO_SCHEMA": "Timeline.1",
            "name": .string(timeline.title),
            "global_start_time": time(start, timeline.frameRate),
            "metadata": ["Resolve_OTIO": ["Resolve OTIO Meta Version": "1.0"]],
            "tracks": [
                "OTIO_SCHEMA": "Stack.1", "name": "tracks", "source_range": .null, "metadata": [:],
                "markers": [], "effects": [], "enabled": true, "color": .null,
                "children": .array(tracks),
            ],
        ]
    }

    private enum Kind: String {
        case picture = "Video"
        case sound = "Audio"
    }

    private static func track(
        _ timeline: FilmTimeline, _ kind: Kind, _ reels: ReelNames,
        _ address: (TimelineMedia) -> String
    ) -> JSONValue {
        let edits = timeline.editedClips
        var children: [JSONValue] = []
        for (index, edit) in edits.enumerated() {
            // Sound fades only between two sounds.
            let hasBothSides =
                index > 0
                && (kind == .picture
                    || timeline.clips[index - 1].hasSound && timeline.clips[index].hasSound)
            if edit.dissolve > 0, hasBothSides {
                // The cut is in the middle of the dissolve, so that each clip has half of it.
                children.append([
                    "OTIO_SCHEMA": "Transition.1", "name": "", "metadata": [:],
                    "transition_type": "SMPTE_Dissolve",
                    "in_offset": time(edit.dissolve / 2, timeline.frameRate),
                    "out_offset": time(edit.dissolve - edit.dissolve / 2, timeline.frameRate),
                ])
            }
            children.append(item(timeline, index, edit, kind, reels, address))
        }
        return [
            "OTIO_SCHEMA": "Track.1", "name": .string(kind.rawValue),
            "kind": .string(kind.rawValue), "source_range": .null, "markers": [], "effects": [],
            "enabled": true, "color": .null,
            "metadata": ["Resolve_OTIO": ["Locked": false]], "children": .array(children),
        ]
    }

    private static func item(
        _ timeline: FilmTimeline, _ index: Int, _ edit: EditedClip, _ kind: Kind,
        _ reels: ReelNames, _ address: (TimelineMedia) -> String
    ) -> JSONValue {
        let clip = timeline.clips[index]
        var members: [String: JSONValue] = [
            "name": .string(clip.name), "effects": [], "markers": [], "enabled": true,
            "color": .null,
            "source_range": range(edit.sourceStart, edit.film.count, timeline.frameRate),
        ]
        var metadata = clip.metadata
        metadata["shot"] = clip.shot
        metadata["scene"] = clip.scene
        guard let media = clip.media, kind == .picture || clip.hasSound else {
            members["OTIO_SCHEMA"] = "Gap.1"
            members["metadata"] = [:]
            if clip.media == nil, kind == .picture {
                var facts = metadata.mapValues(JSONValue.string)
                facts[otherTakesKey] = .array(
                    clip.otherMedia.map { reference($0, nil, timeline, address) })
                members["metadata"] = ["dailies": .object(facts)]
            }
            return .object(members)
        }
        members["OTIO_SCHEMA"] = "Clip.2"
        members["metadata"] = [
            "dailies": .object(metadata.mapValues(JSONValue.string)),
            "cmx_3600": ["reel": .string(reels.reel(of: media))],
            // Clips with the same number are linked.
            "Resolve_OTIO": clip.hasSound ? ["Link Group ID": .integer(index + 1)] : [:],
        ]
        if kind == .picture {
            members["markers"] = .array(clip.markers.map { marker($0, timeline.frameRate) })
        }
        var references = [
            activeKey: reference(media, timeline.sourceEnd(of: clip), timeline, address)
        ]
        for other in clip.otherMedia where kind == .picture || other.sound != nil {
            references[other.take] = reference(other, nil, timeline, address)
        }
        members["media_references"] = .object(references)
        members["active_media_reference_key"] = .string(activeKey)
        return .object(members)
    }

    /// The key of the take in the film.
    static let activeKey = "DEFAULT_MEDIA"

    /// The key in a gap's metadata of the references to the takes of its shot.
    private static let otherTakesKey = "other_takes"

    private static func reference(
        _ media: TimelineMedia, _ used: MediaTime?, _ timeline: FilmTimeline,
        _ address: (TimelineMedia) -> String
    ) -> JSONValue {
        let frames = media.availableFrames(covering: used, filmRate: timeline.frameRate)
        var metadata = media.metadata
        metadata["take"] = media.take
        return [
            "OTIO_SCHEMA": "ExternalReference.1", "name": .string(media.fileName),
            "metadata": ["dailies": .object(metadata.mapValues(JSONValue.string))],
            "available_image_bounds": .null,
            "available_range": range(frames.start, frames.count, frames.rate),
            "target_url": .string(address(media)),
        ]
    }

    private static func marker(_ marker: TimelineMarker, _ rate: FrameRate) -> JSONValue {
        let start = rate.frames(in: marker.range.start)
        let count = max(1, rate.framesCovering(marker.range.end) - start)
        return [
            "OTIO_SCHEMA": "Marker.2", "name": .string(marker.name),
            "comment": .string(marker.comment), "color": .string(marker.colour),
            "marked_range": range(start, count, rate),
            "metadata": ["dailies": ["severity": .string(marker.severity.rawValue)]],
        ]
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

import DailiesContainer
import DailiesMediaTime
import DailiesXML

/// Writes a film's timeline as FCPXML 1.10 (`.fcpxml`), which Final Cut Pro (10.6 and later) and
/// DaVinci Resolve (18 and later) import.
///
/// Source: Apple's FCPXML reference and the document type definition of version 1.10. What is
/// transported, and how:
/// - Each file is an `asset` with the address of its `original-media`, its own `format` with size and
///   frame duration, and its whole range. Times are exact fractions of a second on the grid of frames.
/// - The film is a `sequence` of `asset-clip` elements in the `spine`. A clip has picture and sound.
/// - A dissolve is a `transition` across the cut, with Final Cut's own Cross Dissolve and Audio
///   Crossfade; it uses the handles of both clips.
/// - A gap is a `gap`. Takes that aren't in the film are clips of the event, beside the project; the
///   `note` of a gap names those of its shot.
/// - A file of another rate keeps its speed (`conform-rate` without scaling).
/// - The prompt is the clip's `note`, reel and scene are `metadata`, findings are markers; Final Cut
///   has no colours for them.
/// - Run, cost and other metadata, and the mix of the film's sound, aren't transported.
public enum FinalCutXML {
    /// The text of the file.
    ///
    /// - Throws: `TimelineRefusal` for a film whose frame rate no sequence of Final Cut has.
    public static func text(_ timeline: FilmTimeline) throws(TimelineRefusal) -> String {
        guard Timecode(timeline.frameRate) != nil else {
            throw TimelineRefusal(
                format: "FCPXML",
                reason:
                    "Final Cut's sequences have \(Timecode.rates) frames a second, and the film "
                    + "has \(timeline.frameRate); make the film with one of those rates, or use OTIO"
            )
        }
        let lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE fcpxml>",
        ]
        return (lines + FinalCutDocument(timeline).root.lines()).joined(separator: "\n") + "\n"
    }
}

/// The document while it is made: its resources and their ids.
private struct FinalCutDocument {
    let timeline: FilmTimeline
    let reels: ReelNames
    private var formats: [Format: String] = [:]
    /// The ids of files.
    private var assets: [PathIdentity: String] = [:]
    private var resources: [XMLElement] = []

    private struct Format: Hashable {
        let rate: FrameRate
        let size: FrameSize?
    }

    init(_ timeline: FilmTimeline) {
        self.timeline = timeline
        reels = ReelNames(timeline)
        _ = format(timeline.frameRate, timeline.frameSize)
        for clip in timeline.clips {
            if let media = clip.media { addAsset(media, used: used(media)) }
            for other in clip.otherMedia { addAsset(other, used: used(other)) }
        }
        if timeline.clips.indices.contains(where: { timeline.dissolve(into: $0) > .zero }) {
            resources += Self.effects
        }
    }

    /// The names by which Final Cut Pro itself refers to its standard transitions.
    private static let effects = [
        XMLElement(
            "effect",
            [
                ("id", "dissolve"), ("name", "Cross Dissolve"),
                ("uid", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265"),
            ]),
        XMLElement(
            "effect",
            [("id", "crossfade"), ("name", "Audio Crossfade"), ("uid", "FFAudioTransition")]),
    ]

    // MARK: Resources

    /// Where the film's last use of a file ends; `nil` if it doesn't use it.
    private func used(_ media: TimelineMedia) -> MediaTime? {
        timeline.clips.filter { $0.media?.identity == media.identity }.map(timeline.sourceEnd).max()
    }

    private mutating func format(_ rate: FrameRate, _ size: FrameSize?) -> String {
        let format = Format(rate: rate, size: size)
        if let id = formats[format] { return id }
        let id = "format\(formats.count + 1)"
        formats[format] = id
        resources.append(
            XMLElement(
                "format",
                [
                    ("id", id), ("frameDuration", time(rate.frameDuration)),
                    ("width", size.map { String($0.width) }),
                    ("height", size.map { String($0.height) }),
                ]))
        return id
    }

    private mutating func addAsset(_ media: TimelineMedia, used: MediaTime?) {
        guard assets[media.identity] == nil else { return }
        let frames = media.availableFrames(covering: used, filmRate: timeline.frameRate)
        let format = format(frames.rate, media.frameSize ?? timeline.frameSize)
        let id = "asset\(assets.count + 1)"
        assets[media.identity] = id
        let hasSound = media.sound != nil
        resources.append(
            XMLElement(
                "asset",
                [
                    ("id", id), ("name", media.fileName),
                    ("start", time(frames.rate.duration(frames: frames.start))),
                    ("duration", time(frames.rate.duration(frames: frames.count))),
                    ("hasVideo", "1"), ("format", format), ("videoSources", "1"),
                    ("hasAudio", hasSound ? "1" : nil), ("audioSources", hasSound ? "1" : nil),
                    ("audioChannels", media.sound.map { String($0.channels) }),
                    ("audioRate", media.sound.map { String($0.sampleRate) }),
                ],
                [
                    XMLElement(
                        "media-rep",
                        [
                            ("kind", "original-media"), ("src", MediaAddress.absolute(media.path)),
                        ])
                ]))
    }

    // MARK: The film

    var root: XMLElement {
        XMLElement(
            "fcpxml", [("version", "1.10")],
            [
                XMLElement("resources", [], resources),
                XMLElement(
                    "library", [],
                    [XMLElement("event", [("name", timeline.title)], otherTakes + [project])]),
            ])
    }

    /// The takes that aren't in the film, each once.
    private var otherTakes: [XMLElement] {
        var listed = Set(timeline.clips.compactMap(\.media?.identity))
        return timeline.clips.flatMap(\.otherMedia).compactMap { media in
            guard listed.insert(media.identity).inserted else { return nil }
            let frames = media.availableFrames(covering: nil, filmRate: timeline.frameRate)
            return XMLElement(
                "asset-clip",
                [
                    ("ref", assets[media.identity]), ("name", media.fileName),
                    ("start", time(frames.rate.duration(frames: frames.start))),
                    ("duration", time(frames.rate.duration(frames: frames.count))),
                    ("tcFormat", tcFormat(frames.rate)),
                ], media.metadata["prompt"].map { [XMLElement("note", text: $0)] } ?? [])
        }
    }

    private var project: XMLElement {
        let hasSound = timeline.clips.contains(where: \.hasSound)
        let format = formats[Format(rate: timeline.frameRate, size: timeline.frameSize)]
        return XMLElement(
            "project", [("name", timeline.title)],
            [
                XMLElement(
                    "sequence",
                    [
                        ("format", format), ("duration", time(frames: timeline.frameCount)),
                        ("tcStart", "0s"), ("tcFormat", tcFormat(timeline.frameRate)),
                        ("audioLayout", hasSound ? "stereo" : nil),
                        ("audioRate", hasSound ? "48k" : nil),
                    ], [XMLElement("spine", [], story)])
            ])
    }

    /// Clips, gaps and transitions in film order.
    private var story: [XMLElement] {
        var elements: [XMLElement] = []
        for (clip, edit) in zip(timeline.clips, timeline.editedClips) {
            if edit.dissolve > 0 {
                elements.append(
                    XMLElement(
                        "transition",
                        [
                            ("name", "Cross Dissolve"),
                            ("offset", time(frames: edit.film.lowerBound - edit.dissolve / 2)),
                            ("duration", time(frames: edit.dissolve)),
                        ],
                        [
                            XMLElement(
                                "filter-video",
                                [("ref", "dissolve"), ("name", "Cross Dissolve")]),
                            XMLElement(
                                "filter-audio",
                                [("ref", "crossfade"), ("name", "Audio Crossfade")]),
                        ]))
            }
            elements.append(element(clip, edit))
        }
        return elements
    }

    private func element(_ clip: TimelineClip, _ edit: EditedClip) -> XMLElement {
        let offset = time(frames: edit.film.lowerBound)
        let duration = time(frames: edit.film.count)
        guard let media = clip.media else {
            return XMLElement(
                "gap",
                [
                    ("name", clip.name), ("offset", offset), ("start", "0s"),
                    ("duration", duration),
                ], note(of: clip.otherMedia))
        }
        return XMLElement(
            "asset-clip",
            [
                ("ref", assets[media.identity]), ("offset", offset), ("name", media.fileName),
                ("start", time(frames: edit.sourceStart)), ("duration", duration),
                ("tcFormat", tcFormat(media.frameRate ?? timeline.frameRate)),
                ("audioRole", clip.hasSound ? "dialogue" : nil),
            ], note(media) + conformRate(media) + markers(clip) + metadata(clip, media))
    }

    /// The takes of a gap's shot, which can't be in it.
    private func note(of takes: [TimelineMedia]) -> [XMLElement] {
        guard !takes.isEmpty else { return [] }
        let names = takes.map { take in
            take.fileName + (take.metadata["verdict"].map { " (\($0))" } ?? "")
        }
        return [XMLElement("note", text: "not in the film: \(names.joined(separator: ", "))")]
    }

    private func note(_ media: TimelineMedia) -> [XMLElement] {
        media.metadata["prompt"].map { [XMLElement("note", text: $0)] } ?? []
    }

    /// A clip of another rate keeps its speed.
    private func conformRate(_ media: TimelineMedia) -> [XMLElement] {
        guard let rate = media.frameRate, rate != timeline.frameRate else { return [] }
        return [
            XMLElement(
                "conform-rate",
                [("scaleEnabled", "0"), ("srcFrameRate", Timecode(rate) == nil ? nil : name(rate))])
        ]
    }

    /// A rate as `srcFrameRate` has it: with at most two decimals.
    private func name(_ rate: FrameRate) -> String {
        let hundredths = Int((rate.framesPerSecond * 100).rounded())
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        return rest == 0 ? String(whole) : "\(whole).\(padded(rest, 2))"
    }

    private func markers(_ clip: TimelineClip) -> [XMLElement] {
        clip.markers.map { marker in
            XMLElement(
                "marker",
                [
                    ("start", time(frames: timeline.frames(marker.range.start))),
                    ("duration", time(timeline.frameRate.frameDuration)),
                    ("value", "\(marker.severity.rawValue): \(marker.name)"),
                    ("note", marker.comment),
                ])
        }
    }

    private func metadata(_ clip: TimelineClip, _ media: TimelineMedia) -> [XMLElement] {
        let values = [("reel", reels.reel(of: media)), ("scene", clip.scene)]
        return [
            XMLElement(
                "metadata", [],
                values.compactMap { key, value in
                    value.map {
                        XMLElement(
                            "md", [("key", "com.apple.proapps.studio.\(key)"), ("value", $0)])
                    }
                })
        ]
    }

    // MARK: Values

    private func tcFormat(_ rate: FrameRate) -> String {
        Timecode(rate)?.isDropFrame == true ? "DF" : "NDF"
    }

    private func time(frames: Int) -> String { time(timeline.frameRate.duration(frames: frames)) }

    /// A time as a fraction of a second, such as `1001/24000s`, or as whole seconds.
    private func time(_ time: MediaTime) -> String {
        time.timescale == 1 ? "\(time.value)s" : "\(time.value)/\(time.timescale)s"
    }
}

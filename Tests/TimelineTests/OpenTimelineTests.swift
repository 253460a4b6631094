import DailiesJSON
import DailiesTestSupport
import DailiesTimeline
import Foundation
import Testing

/// OpenTimelineIO documents, read as plain JSON.
@Suite struct OpenTimelineTests {
    private func tracks(_ timeline: FilmTimeline) throws -> [JSONValue] {
        let document = try JSONValue(parsing: Data(OpenTimeline.text(timeline).utf8))
        return try #require(document["tracks"]?["children"]?.elements)
    }

    @Test(arguments: [0, 5, 12]) func theTrackLastsAsLongAsTheFilm(_ dissolve: Int) throws {
        var timeline = TimelineSamples.film(
            ["/takes/010-t1.mp4", "/takes/020-t1.mp4"], rate: try rate(24), dissolve: dissolve)
        timeline.changeMedia(1) { $0.sound = nil }
        let tracks = try tracks(timeline)
        #expect(tracks.map { $0["kind"] } == ["Video", "Audio"])
        for track in tracks {
            let items = track["children"]?.elements ?? []
            let lengths = items.compactMap { $0["source_range"]?["duration"]?["value"]?.number }
            #expect(lengths.reduce(0, +) == Double(96 - dissolve))
        }
        let kinds = tracks.map { $0["children"]?.elements?.compactMap { $0["OTIO_SCHEMA"]?.text } }
        #expect(
            kinds[0]
                == (dissolve == 0
                    ? ["Clip.2", "Clip.2"] : ["Clip.2", "Transition.1", "Clip.2"]))
        #expect(kinds[1] == ["Clip.2", "Gap.1"])
    }

    @Test func allTakesAreReferencesOfOneClip() throws {
        var timeline = TimelineSamples.film(["/takes/010-t2.mp4"], rate: try rate(24))
        let chosen = try #require(timeline.clips[0].media)
        var silent = chosen
        (silent.path, silent.take, silent.sound) = ("/takes/010-t1.mp4", "010-t1", nil)
        silent.metadata = ["cost_usd": "0.42"]
        timeline.clips[0].content = .media(chosen, others: [silent])
        let tracks = try tracks(timeline)
        let clip = try #require(tracks[0]["children"]?.elements?.first)
        let references = try #require(clip["media_references"]?.members)
        #expect(Set(references.keys) == ["DEFAULT_MEDIA", "010-t1"])
        #expect(clip["active_media_reference_key"] == "DEFAULT_MEDIA")
        #expect(clip["name"] == "010-t2.mp4")
        #expect(references["DEFAULT_MEDIA"]?["name"] == "010-t2.mp4")
        #expect(references["DEFAULT_MEDIA"]?["target_url"] == "file:///takes/010-t2.mp4")
        #expect(references["010-t1"]?["metadata"]?["dailies"]?["cost_usd"] == "0.42")
        // A take without sound can't take the place of a sound.
        let sound = try #require(tracks[1]["children"]?.elements?.first)
        #expect(sound["media_references"]?.members?.count == 1)
        let link = clip["metadata"]?["Resolve_OTIO"]?["Link Group ID"]
        #expect(link != nil && link == sound["metadata"]?["Resolve_OTIO"]?["Link Group ID"])
    }

    @Test func findingsAreMarkersByColour() throws {
        var timeline = TimelineSamples.film(["/takes/010-t1.mp4"], rate: try rate(24))
        timeline.clips[0].markers = [
            TimelineMarker(
                range: TimeRange(
                    start: MediaTime(value: 1, timescale: 2), end: MediaTime(seconds: 1)),
                severity: .failure, name: "video.black", comment: "It is black."),
            TimelineMarker(
                range: TimeRange(start: .zero, end: .zero), severity: .warning, name: "audio.x",
                comment: "Quiet."),
        ]
        let clip = try #require(tracks(timeline)[0]["children"]?.elements?.first)
        let markers = try #require(clip["markers"]?.elements)
        #expect(markers.map { $0["color"] } == ["RED", "YELLOW"])
        #expect(markers[0]["marked_range"]?["start_time"]?["value"] == 12)
        #expect(markers[0]["marked_range"]?["duration"]?["value"] == 12)
        #expect(markers[1]["marked_range"]?["duration"]?["value"] == 1)
        #expect(markers[0]["comment"] == "It is black.")
    }

    /// Addresses are percent-encoded (RFC 3986) and relative only beside the timeline, or if that is
    /// asked for.
    @Test(
        arguments: [
            ("/films/a b.mp4", "/films", .absolute, "a%20b.mp4"),
            ("/films/takes/a.mp4", "/films", .absolute, "file:///films/takes/a.mp4"),
            ("/films/50%#1?.mp4", "/other", .absolute, "file:///films/50%25%231%3F.mp4"),
            ("/films/\u{E9}:1.mp4", nil, .absolute, "file:///films/%C3%A9%3A1.mp4"),
            ("/films/takes/a.mp4", "/films/exports", .relative, "../takes/a.mp4"),
            ("/films/a.mp4", "/films", .relative, "a.mp4"),
            ("/films/exports/b/-a.mp4", "/films/exports", .relative, "b/-a.mp4"),
            ("/filmstrip/a.mp4", "/films", .relative, "../filmstrip/a.mp4"),
            ("media/a b.mp4", nil, .absolute, "media/a%20b.mp4"),
        ] as [(String, String?, MediaAddressing, String)])
    func anAddressIsEncoded(
        _ path: String, _ folder: String?, _ addressing: MediaAddressing, _ address: String
    ) throws {
        let timeline = TimelineSamples.film([path], rate: try rate(24))
        let text = OpenTimeline.text(timeline, in: folder, addressing)
        let document = try JSONValue(parsing: Data(text.utf8))
        let track = try #require(document["tracks"]?["children"]?.elements?.first)
        let clip = try #require(track["children"]?.elements?.first)
        #expect(clip["media_references"]?["DEFAULT_MEDIA"]?["target_url"] == .string(address))
    }

    /// A file of another rate is described in its own, and its range covers the clip.
    @Test(arguments: [(30, 151, 121), (25, 100, 96), (60, 61, 24), (24, 48, 48)])
    func anotherRateKeepsItsFrames(_ own: Int32, _ count: Int, _ shown: Int) throws {
        let (film, media) = (try rate(24), try rate(own))
        let timeline = TimelineSamples.film(["/a.mp4"], rate: film, frames: shown) {
            $1.frameRate = media
            $1.available = TimeRange(start: .zero, duration: media.duration(frames: count))
        }
        let clip = try #require(tracks(timeline)[0]["children"]?.elements?.first)
        let reference = clip["media_references"]?["DEFAULT_MEDIA"]?["available_range"]
        #expect(reference?["duration"]?["rate"]?.number == Double(own))
        let written = try #require(reference?["duration"]?["value"]?.integer)
        #expect(media.duration(frames: written) >= film.duration(frames: shown))
        // Not more than what covers it.
        #expect(
            written == count || media.duration(frames: written - 1) < film.duration(frames: shown))
    }

    /// A file that was recorded at ten hours of another rate: the ranges are on its own time line.
    @Test func aFileWithTimecode() throws {
        let (film, media) = (try rate(24), try rate(30))
        let start = TimelineMedia.start(timecode: "10:00:00:01", frameRate: media)
        var timeline = TimelineSamples.film(["/a.mp4"], rate: film) {
            $1.frameRate = media
            $1.available = TimeRange(start: start, duration: MediaTime(seconds: 2))
        }
        timeline.clips[0].source = TimeRange(start: start, duration: MediaTime(seconds: 2))
        let clip = try #require(tracks(timeline)[0]["children"]?.elements?.first)
        let reference = clip["media_references"]?["DEFAULT_MEDIA"]?["available_range"]
        #expect(reference?["start_time"]?["value"]?.integer == 36_000 * 30 + 1)
        // The first frame of the film that isn't before the file.
        #expect(clip["source_range"]?["start_time"]?["value"]?.integer == 36_000 * 24 + 1)
        #expect(reference?["duration"]?["value"]?.integer == 61)
        #expect(try EditDecisionList.text(timeline).contains("10:00:00:01 10:00:02:01"))
        #expect(
            try FinalCutXML.text(timeline).contains("start=\"1080001/30s\" duration=\"61/30s\""))
    }

    @Test func aGapHasItsLengthAndName() throws {
        var timeline = TimelineSamples.film(["/a.mp4", "/b.mp4", "/c.mp4"], rate: try rate(25))
        timeline.clips[1].content = .gap(name: "020 (no take)")
        let items = try #require(tracks(timeline)[0]["children"]?.elements)
        #expect(items.map { $0["OTIO_SCHEMA"] } == ["Clip.2", "Gap.1", "Clip.2"])
        #expect(items[1]["name"] == "020 (no take)")
        #expect(items[1]["source_range"]?["duration"]?["value"] == 48)
    }

    /// A gap can't hold media; the takes of its shot are in its metadata, and in the archive.
    @Test func theFailedTakesOfAGapAreKept() throws {
        var timeline = TimelineSamples.film(["/a.mp4", "/b-t1.mp4"], rate: try rate(25))
        var failed = try #require(timeline.clips[1].media)
        failed.metadata["verdict"] = "fail"
        timeline.clips[1].content = .gap(name: "020 (no accepted take)", others: [failed])
        let items = try #require(tracks(timeline)[0]["children"]?.elements)
        #expect(items.map { $0["OTIO_SCHEMA"] } == ["Clip.2", "Gap.1"])
        let facts = try #require(items[1]["metadata"]?["dailies"])
        #expect(facts["shot"] == "2")
        let take = try #require(facts["other_takes"]?.elements?.first)
        #expect(take["OTIO_SCHEMA"] == "ExternalReference.1")
        #expect(take["target_url"] == "file:///b-t1.mp4")
        #expect(take["metadata"]?["dailies"]?["verdict"] == "fail")
        #expect(OpenTimelineBundle(timeline).entries.map(\.name).last == "media/b-t1.mp4")
        let xml = try FinalCutXML.text(timeline)
        #expect(xml.contains("<note>not in the film: b-t1.mp4 (fail)</note>"))
        #expect(xml.components(separatedBy: "<asset-clip").count == 3)
    }

    /// The film starts at the same frame as in the EDL: frame 107,892 is 01:00:00;00 at 29.97.
    @Test(
        arguments: [
            (30_000, 1001, 107_892), (60_000, 1001, 215_784), (24_000, 1001, 86_400),
            (25, 1, 90_000), (16, 1, 57_600),
        ] as [(Int32, Int32, Int)])
    func theFilmStartsAtOneHour(_ top: Int32, _ bottom: Int32, _ frame: Int) throws {
        let timeline = TimelineSamples.film(["/a.mp4"], rate: try rate(top, bottom))
        let document = try JSONValue(parsing: Data(OpenTimeline.text(timeline).utf8))
        #expect(document["global_start_time"]?["value"]?.integer == frame)
    }

    /// `é` in one character and in two are the names of two files.
    @Test func namesThatDifferOnlyInNormalizationAreTwoFiles() throws {
        let paths = ["/\u{E9}.mp4", "/e\u{301}.mp4"]
        #expect(paths[0] == paths[1])
        let timeline = TimelineSamples.film(paths, rate: try rate(24))
        let files = OpenTimelineBundle(timeline).entries.compactMap { entry in
            if case .file(let path) = entry.content { Array(path.utf8) } else { nil }
        }
        #expect(files == paths.map { Array($0.utf8) })
        let reels = try EditDecisionList.text(timeline).components(separatedBy: "\r\n")
            .filter { $0.first?.isNumber == true }.map { $0.split(separator: " ")[1] }
        #expect(Set(reels).count == 2)
        let xml = try FinalCutXML.text(timeline)
        #expect(xml.contains("%C3%A9.mp4") && xml.contains("/e%CC%81.mp4"))
        let address = OpenTimeline.text(timeline, in: "/e\u{301}", .relative)
        #expect(address.contains("\"../%C3%A9.mp4\""))
    }
}

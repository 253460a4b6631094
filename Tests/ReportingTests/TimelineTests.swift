import DailiesJSON
import DailiesMediaTime
import DailiesReporting
import Testing

/// Timelines for editing programs.
@Suite struct TimelineTests {
    /// Two clips of two seconds at 24 fps, with a dissolve of this many frames.
    private func timeline(dissolve: Int) throws -> FilmTimeline {
        let rate = try #require(FrameRate(24))
        return FilmTimeline(
            title: "Two\nclips", frameRate: rate,
            clips: (0..<2).map { index in
                FilmTimeline.Clip(
                    path: "takes/0\(index)0-t1.mp4", name: "0\(index)0",
                    available: TimeRange(start: .zero, duration: rate.duration(frames: 50)),
                    source: TimeRange(start: .zero, duration: rate.duration(frames: 48)),
                    film: TimeRange(
                        start: rate.duration(frames: index * (48 - dissolve)),
                        duration: rate.duration(frames: 48)),
                    hasSound: index == 0)
            })
    }

    @Test func anEditDecisionListOfCuts() throws {
        let lines = EditDecisionList.text(try timeline(dissolve: 0)).split(separator: "\r\n")
        #expect(
            lines == [
                "TITLE: Two clips", "FCM: NON-DROP FRAME",
                "001  AX       B     C         00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00",
                "* FROM CLIP NAME: 000", "* SOURCE FILE: takes/000-t1.mp4",
                "002  AX       V     C         00:00:00:00 00:00:02:00 01:00:02:00 01:00:04:00",
                "* FROM CLIP NAME: 010", "* SOURCE FILE: takes/010-t1.mp4",
            ])
    }

    @Test func anEditDecisionListOfADissolve() throws {
        let text = EditDecisionList.text(try timeline(dissolve: 12))
        #expect(
            text.contains(
                "002  AX       V     C         00:00:01:12 00:00:01:12 01:00:01:12 01:00:01:12"))
        #expect(
            text.contains(
                "002  AX       V     D    012  00:00:00:00 00:00:02:00 01:00:01:12 01:00:03:12"))
    }

    @Test(arguments: [0, 5, 12]) func theTrackLastsAsLongAsTheFilm(_ dissolve: Int) throws {
        let document = OpenTimeline.document(try timeline(dissolve: dissolve))
        guard case .array(let tracks)? = document["tracks"]?["children"],
            case .array(let items)? = tracks.first?["children"]
        else {
            Issue.record("no tracks in \(document)")
            return
        }
        #expect(tracks.map { $0["kind"] } == ["Video", "Audio"])
        let lengths = items.compactMap { item -> Double? in
            guard case .number(let value)? = item["source_range"]?["duration"]?["value"] else {
                return nil
            }
            return value
        }
        #expect(lengths.reduce(0, +) == Double(96 - dissolve))
        let kinds = items.map { $0["OTIO_SCHEMA"] }
        #expect(
            kinds == (dissolve == 0 ? ["Clip.1", "Clip.1"] : ["Clip.1", "Transition.1", "Clip.1"]))
    }

    /// Addresses are percent-encoded (RFC 3986); absolute paths have a scheme.
    @Test(arguments: [
        ("takes/010-t1.mp4", "takes/010-t1.mp4"),
        ("my takes/50%#1?.mp4", "my%20takes/50%25%231%3F.mp4"),
        ("/films/\u{E9}:1.mp4", "file:///films/%C3%A9%3A1.mp4"),
    ])
    func addressesAreEncoded(_ path: String, _ address: String) throws {
        var timeline = try timeline(dissolve: 0)
        let clip = timeline.clips[0]
        timeline = FilmTimeline(
            title: timeline.title, frameRate: timeline.frameRate,
            clips: [
                FilmTimeline.Clip(
                    path: path, name: clip.name, available: clip.available, source: clip.source,
                    film: clip.film, hasSound: false)
            ])
        let text = OpenTimeline.document(timeline).pretty
        #expect(
            text.contains("\"target_url\": \"\(address)\"")
                || text.contains("\"target_url\" : \"\(address)\""))
    }
}

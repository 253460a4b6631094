import DailiesTestSupport
import DailiesTimeline
import Foundation
import Testing

/// What OpenTimelineIO and its adapters for OTIOZ and EDLs read from our files.
@Suite(
    .enabled(
        if: ExternalProgram.timelinePython != nil,
        "needs Python with opentimelineio and otio-cmx3600-adapter; Tests/run.sh sets them up"))
struct WitnessTests {
    /// Prints a line for each item of the video track, and one for each other track.
    private static let report = """
        import os, sys, urllib.parse
        import opentimelineio as otio
        from opentimelineio.url_utils import filepath_from_url
        def read(path):
            if path.endswith(".edl"):
                return otio.adapters.read_from_file(path, rate=float(sys.argv[2]))
            if path.endswith(".otioz"):
                return otio.adapters.read_from_file(path, extract_to_directory=sys.argv[2])
            return otio.adapters.read_from_file(path)
        timeline = read(sys.argv[1])
        root = sys.argv[2] if sys.argv[1].endswith(".otioz") else os.path.dirname(sys.argv[1])
        for track in timeline.tracks:
            for item in track:
                if isinstance(item, otio.schema.Transition):
                    print(track.kind, "transition", int(item.in_offset.value + item.out_offset.value))
                    continue
                if not isinstance(item, otio.schema.Clip):
                    print(track.kind, "gap", int(item.duration().value))
                    continue
                reference = item.media_reference
                if isinstance(reference, otio.schema.GeneratorReference):
                    print(track.kind, "black", int(item.duration().value))
                    continue
                url = reference.target_url
                if sys.argv[1].endswith(".edl"): path = url
                # Decodes twice: "%2525" is a percent sign before 25 only for others.
                elif sys.argv[1].endswith(".otioz"): path = filepath_from_url(url)
                else: path = urllib.parse.unquote(urllib.parse.urlparse(url).path)
                found = os.path.isfile(os.path.join(root, path))
                covers = True
                if reference.available_range is not None:
                    covers = (reference.available_range.start_time <= item.source_range.start_time
                              and item.source_range.end_time_exclusive()
                              <= reference.available_range.end_time_exclusive())
                    assert item.trimmed_range() == item.source_range
                print(track.kind, "clip", int(item.source_range.start_time.value),
                      int(item.duration().value), len(item.media_references()), found, covers,
                      len(item.markers), item.name)
        print("length", round(timeline.tracks.duration().value, 6))
        """

    private func lines(_ path: String, _ argument: String = "") throws -> [String] {
        let python = try #require(ExternalProgram.timelinePython)
        let outcome = try ExternalProgram.run(
            python, ["-c", Self.report, path, argument],
            environment: ["PYTHONIOENCODING": "utf-8"])
        try #require(outcome.status == 0, "\(outcome.errorOutput)")
        return outcome.output.split(separator: "\n").map(String.init)
    }

    /// Forty shots with retakes, odd names, a gap, findings and mixed rates, with a file for each take.
    private func film(
        in folder: TemporaryFolder, rate film: FrameRate, dissolve: Int
    ) throws -> FilmTimeline {
        let rates = [film, try rate(30), try rate(25), try rate(60)]
        var paths: [String] = []
        for index in 0..<40 {
            let odd = TimelineSamples.oddNames
            let name = index < odd.count ? odd[index] : "\(index)0-t2.mp4"
            paths.append(try folder.write(Data("take \(index)".utf8), as: name))
        }
        var timeline = TimelineSamples.film(paths, rate: film, dissolve: dissolve) {
            $1.frameRate = rates[$0 % rates.count]
            if $0 % 5 == 4 { $1.sound = nil }
        }
        for index in stride(from: 20, to: 40, by: 2) {
            let chosen = try #require(timeline.clips[index].media)
            var other = chosen
            other.take = "\(index)0-t1"
            other.path = try folder.write(Data("other \(index)".utf8), as: "\(index)0-t1.mp4")
            timeline.clips[index].content = .media(chosen, others: [other])
            timeline.clips[index].markers = [
                TimelineMarker(
                    range: TimeRange(start: MediaTime(seconds: 1), end: MediaTime(seconds: 1)),
                    severity: .warning, name: "video.freeze", comment: "It stands still.")
            ]
        }
        if dissolve == 0 { timeline.clips[15].content = .gap(name: "150 (no take)") }
        return timeline
    }

    private static let cases: [(Int32, Int32, Int)] = [
        (24, 1, 0), (24, 1, 8), (24_000, 1001, 7), (30_000, 1001, 0), (25, 1, 5), (60, 1, 0),
    ]

    @Test(arguments: cases)
    func openTimelineIOReadsEveryClip(_ top: Int32, _ bottom: Int32, _ dissolve: Int) throws {
        let folder = try TemporaryFolder()
        let timeline = try film(in: folder, rate: try rate(top, bottom), dissolve: dissolve)
        for addressing in [MediaAddressing.absolute, .relative] {
            let text = OpenTimeline.text(timeline, in: folder.path, addressing)
            try folder.write(Data(text.utf8), as: "film.otio")
            let lines = try lines(folder.file("film.otio"))
            let clips = lines.filter { $0.hasPrefix("Video clip") }
            #expect(clips.count == (dissolve == 0 ? 39 : 40))
            #expect(clips.allSatisfy { $0.contains(" True True ") }, "\(clips)")
            // Name, number of takes and number of markers.
            for (index, clip) in timeline.clips.enumerated() where clip.media != nil {
                let isRetake = index >= 20 && index.isMultiple(of: 2)
                let end = "\(isRetake ? 2 : 1) True True \(isRetake ? 1 : 0) \(clip.name)"
                #expect(clips.contains { $0.hasSuffix(end) }, "\(end)")
            }
            #expect(
                lines.filter { $0.hasPrefix("Video transition \(dissolve)") }.count
                    == (dissolve == 0 ? 0 : 39))
            #expect(
                lines.filter { $0.hasPrefix("Audio clip") }.count
                    == timeline.clips.filter { $0.media?.sound != nil }.count)
            let frames = 40 * 48 - 39 * dissolve
            #expect(lines.last == "length \(frames).0")
        }
    }

    @Test func anOTIOZIsReadAndItsMediaUnpacked() throws {
        let folder = try TemporaryFolder()
        let timeline = try film(in: folder, rate: try rate(24), dissolve: 0)
        try OpenTimelineBundle(timeline).write(to: folder.file("film.otioz"))
        let unpacked = try TemporaryFolder()
        let lines = try lines(folder.file("film.otioz"), unpacked.path)
        let clips = lines.filter { $0.hasPrefix("Video clip") }
        #expect(clips.count == 39 && clips.allSatisfy { $0.contains(" True True ") }, "\(clips)")
        let media = try FileManager.default.contentsOfDirectory(atPath: unpacked.file("media"))
        #expect(media.count == 39 + 10)
        for name in media {
            let source = name == "50_25 off.mp4" ? "50%25 off.mp4" : name
            #expect(
                FileManager.default.contents(atPath: unpacked.file("media/\(name)"))
                    == FileManager.default.contents(atPath: folder.file(source)))
        }
    }

    @Test(arguments: cases)
    func theAdapterFindsTheMediaOfEveryEvent(
        _ top: Int32, _ bottom: Int32, _ dissolve: Int
    ) throws {
        let folder = try TemporaryFolder()
        let rate = try rate(top, bottom)
        let timeline = try film(in: folder, rate: rate, dissolve: dissolve)
        try folder.write(Data(try EditDecisionList.text(timeline).utf8), as: "film.edl")
        let lines = try lines(folder.file("film.edl"), "\(rate.framesPerSecond)")
        let clips = lines.filter { $0.hasPrefix("Video clip") }
        let shown = timeline.clips.filter { $0.media != nil }
        #expect(clips.count == shown.count)
        for (clip, line) in zip(shown, clips) {
            #expect(line.hasSuffix(" \(clip.name)") && line.contains(" True True "), "\(line)")
        }
        #expect(
            lines.filter { $0 == "Video transition \(dissolve)" }.count
                == (dissolve == 0 ? 0 : 39))
        #expect(lines.filter { $0 == "Video black 48" }.count == (dissolve == 0 ? 1 : 0))
        #expect(
            lines.filter { $0.hasPrefix("Audio clip") }.count
                == timeline.clips.filter { $0.media?.sound != nil }.count)
        #expect(lines.last == "length \(40 * 48 - 39 * dissolve).0")
    }
}

import DailiesTestSupport
import DailiesTimeline
import Foundation
import Testing

/// FCPXML, checked by xmllint with a schema and read back by Python's parser.
@Suite(
    .enabled(
        if: ExternalProgram.areInstalled(ExternalProgram.xmllint, ExternalProgram.systemPython),
        "needs xmllint and Python; Tests/run.sh sets them up"))
struct FinalCutXMLTests {
    private func lint(_ text: String, in folder: TemporaryFolder) throws {
        try folder.write(Data(text.utf8), as: "film.fcpxml")
        let outcome = try ExternalProgram.run(
            ExternalProgram.xmllint,
            [
                "--noout", "--relaxng", Checkout.path("Tests/TimelineTests/fcpxml.rng"),
                folder.file("film.fcpxml"),
            ])
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
    }

    /// Checks references and times with exact fractions, and prints a line for each part of the story.
    private static let check = """
        import sys, urllib.parse
        import xml.etree.ElementTree as tree
        from fractions import Fraction
        root = tree.parse(sys.argv[1]).getroot()
        time = lambda text: Fraction(text[:-1])
        resources = {item.get("id"): item for item in root.find("resources")}
        sequence = root.find(".//sequence")
        frame = time(resources[sequence.get("format")].get("frameDuration"))
        end = Fraction(0)
        for item in sequence.find("spine"):
            offset, duration = time(item.get("offset")), time(item.get("duration"))
            for value in (offset, duration):
                assert (value / frame).denominator == 1, (item.attrib, frame)
            if item.tag == "transition":
                assert abs(offset + duration / 2 - end) < frame, item.attrib
                assert resources[item.find("filter-video").get("ref")].tag == "effect"
            else:
                assert offset == end, (item.attrib, end)
                end = offset + duration
            if item.tag == "asset-clip":
                asset = resources[item.get("ref")]
                start = time(item.get("start"))
                assert start >= time(asset.get("start"))
                covered = time(asset.get("start")) + time(asset.get("duration"))
                assert start + duration <= covered, (item.attrib, asset.attrib)
                own = time(resources[asset.get("format")].get("frameDuration"))
                assert (time(asset.get("duration")) / own).denominator == 1
            print(item.tag, item.get("name"), offset / frame, duration / frame)
        assert time(sequence.get("duration")) == end, (sequence.attrib, end)
        for asset in root.iter("asset"):
            source = asset.find("media-rep").get("src")
            print("asset", urllib.parse.unquote(urllib.parse.urlparse(source).path))
        for clip in root.iter("asset-clip"):
            assert resources[clip.get("ref")].get("name") == clip.get("name")
        """

    private func story(_ timeline: FilmTimeline) throws -> [String] {
        let folder = try TemporaryFolder()
        try lint(FinalCutXML.text(timeline), in: folder)
        let outcome = try ExternalProgram.run(
            ExternalProgram.systemPython, ["-c", Self.check, folder.file("film.fcpxml")],
            environment: ["PYTHONIOENCODING": "utf-8"])
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        return outcome.output.split(separator: "\n").map(String.init)
    }

    @Test(
        arguments: [(24, 1), (24_000, 1001), (25, 1), (30_000, 1001), (60, 1)] as [(Int32, Int32)])
    func cutsAndDissolvesAreOnTheGrid(_ top: Int32, _ bottom: Int32) throws {
        for dissolve in [0, 7, 12] {
            let timeline = TimelineSamples.film(
                ["/a.mp4", "/b.mp4", "/c.mp4"], rate: try rate(top, bottom), dissolve: dissolve)
            let lines = try story(timeline)
            let kinds = lines.map { $0.split(separator: " ")[0] }
            #expect(kinds.filter { $0 == "transition" }.count == (dissolve == 0 ? 0 : 2))
            if dissolve == 12 {
                #expect(
                    lines.prefix(3) == [
                        "asset-clip a.mp4 0 42", "transition Cross Dissolve 36 12",
                        "asset-clip b.mp4 42 36",
                    ])
            }
        }
    }

    @Test func oddNamesOtherRatesTakesAndGaps() throws {
        let own = [try rate(24), try rate(30), try rate(25), try rate(60), try rate(16), nil]
        let paths = TimelineSamples.oddNames.map { "/my films/\($0)" } + ["/line\nbreak\u{1}.mp4"]
        var timeline = TimelineSamples.film(paths, rate: try rate(24), frames: 49) {
            $1.frameRate = own[$0 % own.count]
            // As long as a conformed clip may be: half a frame of the film less than it shows.
            if $0 % own.count != 0 {
                $1.available = TimeRange(
                    start: .zero, duration: MediaTime(value: 97, timescale: 48))
            }
        }
        timeline.title = "50% <\"Käse\"> & co"
        timeline.clips[3].content = .gap(name: "040 & <none>")
        timeline.clips[4].markers = [
            TimelineMarker(
                range: TimeRange(start: MediaTime(seconds: 1), end: MediaTime(seconds: 2)),
                severity: .failure, name: "x", comment: "\"quoted\"\nand < &")
        ]
        let chosen = try #require(timeline.clips[0].media)
        var other = chosen
        (other.path, other.take) = ("/my films/010-t2.mp4", "010-t2")
        other.metadata["prompt"] = "A \u{0}boat & <sea>"
        timeline.clips[0].content = .media(chosen, others: [other])
        timeline.clips[5].content = .gap(name: "060", others: [other])
        let lines = try story(timeline)
        #expect(lines.contains("gap 040 & <none> 147 49"))
        for path in paths.dropLast() where path != paths[3] && path != paths[5] {
            #expect(lines.contains("asset \(path)"))
        }
        #expect(lines.contains("asset /my films/010-t2.mp4"))
    }

    /// The schema does find mistakes.
    @Test(arguments: [
        ("version=\"1.10\"", "version=\"1.8\""), ("frameDuration", "frameDur"),
        ("kind=\"original-media\"", "kind=\"original\""), ("offset=\"0s\"", "offset=\"0.5s\""),
        ("ref=\"asset1\"", ""), ("</metadata>", "</metadata><note/>"),
    ])
    func aMistakeIsFound(_ right: String, _ wrong: String) throws {
        let folder = try TemporaryFolder()
        let timeline = TimelineSamples.film(["/a.mp4"], rate: try rate(24))
        let text = try FinalCutXML.text(timeline)
        #expect(text.contains(right))
        try folder.write(Data(text.replacing(right, with: wrong).utf8), as: "film.fcpxml")
        let outcome = try ExternalProgram.run(
            ExternalProgram.xmllint,
            [
                "--noout", "--relaxng", Checkout.path("Tests/TimelineTests/fcpxml.rng"),
                folder.file("film.fcpxml"),
            ])
        #expect(outcome.status != 0)
    }
}

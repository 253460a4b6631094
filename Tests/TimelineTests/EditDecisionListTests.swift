import DailiesTimeline
import Foundation
import Testing

/// Edit decision lists, line by line.
@Suite struct EditDecisionListTests {
    private func lines(_ timeline: FilmTimeline) throws -> [String] {
        try EditDecisionList.text(timeline).components(separatedBy: "\r\n").filter { !$0.isEmpty }
    }

    @Test func cutsHaveReelsTimecodeAndPaths() throws {
        var timeline = TimelineSamples.film(
            ["/takes/010-t1.mp4", "/takes/two words.mp4"], rate: try rate(24))
        timeline.title = "Two\nclips"
        timeline.changeMedia(1) { $0.sound = nil }
        #expect(
            try lines(timeline) == [
                "TITLE: Two clips", "FCM: NON-DROP FRAME",
                "001  010T1    B     C         00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00",
                "* FROM CLIP NAME: 010-t1.mp4", "* FROM CLIP: /takes/010-t1.mp4",
                "002  TWOWORDS V     C         00:00:00:00 00:00:02:00 01:00:02:00 01:00:04:00",
                "* FROM CLIP NAME: two words.mp4", "* FROM CLIP: /takes/two words.mp4",
            ])
    }

    /// The frames of the dissolve belong to the later event, and both clips are named.
    @Test func aDissolve() throws {
        let timeline = TimelineSamples.film(
            ["/010-t1.mp4", "/020-t1.mp4"], rate: try rate(24), dissolve: 12)
        #expect(
            try lines(timeline).dropFirst(2) == [
                "001  010T1    B     C         00:00:00:00 00:00:01:12 01:00:00:00 01:00:01:12",
                "* FROM CLIP NAME: 010-t1.mp4", "* FROM CLIP: /010-t1.mp4",
                "002  010T1    B     C         00:00:01:12 00:00:01:12 01:00:01:12 01:00:01:12",
                "002  020T1    B     D    012  00:00:00:00 00:00:02:00 01:00:01:12 01:00:03:12",
                "* FROM CLIP NAME: 010-t1.mp4", "* FROM CLIP: /010-t1.mp4",
                "* TO CLIP NAME: 020-t1.mp4", "* TO CLIP: /020-t1.mp4",
                "* OTIO REFERENCE TO: /020-t1.mp4",
            ])
    }

    /// Sound can't dissolve from silence: it begins with an event of its own.
    @Test func aDissolveFromSilence() throws {
        var timeline = TimelineSamples.film(
            ["/010-t1.mp4", "/020-t1.mp4"], rate: try rate(24), dissolve: 12)
        timeline.changeMedia(0) { $0.sound = nil }
        let events = try lines(timeline).filter { $0.first?.isNumber == true }
            .map { $0.split(separator: " ").prefix(4).joined(separator: " ") }
        #expect(
            events == ["001 010T1 V C", "002 010T1 V C", "002 020T1 V D", "003 020T1 A C"])
    }

    @Test func aGapIsBlackAndAFindingALocator() throws {
        var timeline = TimelineSamples.film(["/a.mp4", "/b.mp4"], rate: try rate(25), frames: 50)
        timeline.clips[0].content = .gap(name: "010")
        timeline.clips[1].markers = [
            TimelineMarker(
                range: TimeRange(start: MediaTime(seconds: 1), end: MediaTime(seconds: 2)),
                severity: .failure, name: "video.black", comment: "It is\nblack."),
            TimelineMarker(
                range: TimeRange(start: MediaTime(seconds: 9), end: MediaTime(seconds: 9)),
                severity: .warning, name: "x", comment: "Not in the film."),
        ]
        let lines = try lines(timeline)
        #expect(lines[2].hasPrefix("001  BL       V     C         00:00:00:00 00:00:02:00"))
        #expect(lines.last == "* LOC: 01:00:03:00 RED     video.black: It is black.")
    }

    @Test(arguments: [(30_000, 1001), (60_000, 1001)] as [(Int32, Int32)])
    func slowRatesAreDropFrame(_ top: Int32, _ bottom: Int32) throws {
        let timeline = TimelineSamples.film(["/a.mp4"], rate: try rate(top, bottom))
        let lines = try lines(timeline)
        #expect(lines[1] == "FCM: DROP FRAME")
        #expect(lines[2].contains("00:00:00;00") && lines[2].contains("01:00:00;00"))
    }

    @Test(
        arguments: [(16, 1), (12, 1), (24_001, 1000), (25_000, 1001), (120, 1)] as [(Int32, Int32)])
    func aRateWithoutTimecodeIsRefused(_ top: Int32, _ bottom: Int32) throws {
        let timeline = TimelineSamples.film(["/a.mp4"], rate: try rate(top, bottom))
        let refusal = #expect(throws: TimelineRefusal.self) { try EditDecisionList.text(timeline) }
        #expect(refusal?.description.contains("\(timeline.frameRate)") == true)
        #expect(throws: TimelineRefusal.self) { try FinalCutXML.text(timeline) }
    }

    @Test(arguments: ["/a\nb.mp4", "/a\u{85}b.mp4", "/a\u{2028}b.mp4", "/\u{10FFFC}.mp4"])
    func aNameOfSeveralLinesIsRefused(_ path: String) throws {
        let timeline = TimelineSamples.film([path], rate: try rate(24))
        let refusal = #expect(throws: TimelineRefusal.self) { try EditDecisionList.text(timeline) }
        #expect(refusal?.reason.contains("rename") == true)
    }

    @Test func aFolderOfSeveralLinesIsNamed() throws {
        let timeline = TimelineSamples.film(["/a\nb/c.mp4"], rate: try rate(24))
        let refusal = #expect(throws: TimelineRefusal.self) { try EditDecisionList.text(timeline) }
        #expect(refusal?.reason.contains("rename the folder") == true)
    }

    @Test func aFilmOfADayIsRefused() throws {
        let rate = try rate(24)
        #expect(throws: Never.self) {
            try EditDecisionList.text(
                TimelineSamples.film(["/a.mp4"], rate: rate, frames: 23 * 86_400))
        }
        #expect(throws: TimelineRefusal.self) {
            try EditDecisionList.text(
                TimelineSamples.film(["/a.mp4"], rate: rate, frames: 23 * 86_400 + 1))
        }
    }

    /// Eight characters, different for each file, and the take's number is kept.
    @Test func reelsAreDifferent() throws {
        let names = [
            "010-t1", "010 T1", "establishing-wide-t2", "establishing-wide-t12",
            "establishing-close-t2", "Übergröße", "ubergrosse", "bl", "ax", "black", "夜", "海",
            "--", "long-name-with-t1x",
        ]
        var timeline = TimelineSamples.film(names.map { "/\($0).mp4" }, rate: try rate(24))
        for index in names.indices { timeline.changeMedia(index) { $0.take = names[index] } }
        let reels = try lines(timeline).filter { $0.first?.isNumber == true }
            .map { String($0.split(separator: " ")[1]) }
        #expect(
            reels == [
                "010T1", "010T12", "ESTABLT2", "ESTABT12", "ESTAB2T2", "UBERGROS", "UBERGRO2",
                "BL2", "AX2", "BLACK2", "REEL", "REEL2", "REEL3", "LONGNAME",
            ])
    }
}

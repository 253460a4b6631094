import DailiesTestSupport
import DailiesTimeline
import Foundation
import Testing

/// SubRip subtitles and WebVTT chapters.
@Suite struct SubtitleTests {
    /// A cue as it is in the file.
    private struct Cue: Equatable {
        let start: Int
        let end: Int
        let lines: [String]
    }

    /// Reads a file without any code of ours; times in milliseconds.
    private func cues(_ text: String) throws -> [Cue] {
        try text.components(separatedBy: "\n\n").filter { !$0.isEmpty }.enumerated().map {
            number, block in
            let lines = block.split(separator: "\n").map(String.init)
            try #require(lines.count > 2 && lines[0] == "\(number + 1)")
            let match = try #require(
                lines[1].wholeMatch(
                    of: /(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})/))
            let numbers = [
                match.1, match.2, match.3, match.4, match.5, match.6, match.7, match.8,
            ].compactMap { Int($0) }
            func time(_ first: Int) -> Int {
                ((numbers[first] * 60 + numbers[first + 1]) * 60 + numbers[first + 2]) * 1000
                    + numbers[first + 3]
            }
            return Cue(start: time(0), end: time(4), lines: Array(lines.dropFirst(2)))
        }
    }

    private func film(_ subtitles: [String?], rate: FrameRate, frames: Int) -> FilmTimeline {
        var timeline = TimelineSamples.film(
            subtitles.indices.map { "/\($0).mp4" }, rate: rate, frames: frames)
        for (index, subtitle) in subtitles.enumerated() {
            timeline.clips[index].subtitle = subtitle
        }
        return timeline
    }

    /// A cue is visible from the shot's first frame to its last, and not one frame more.
    @Test(
        arguments: [(24, 1), (24_000, 1001), (25, 1), (30_000, 1001), (60, 1)] as [(Int32, Int32)])
    func cuesBeginAndEndWithTheirShots(_ top: Int32, _ bottom: Int32) throws {
        let timeline = film(["one", nil, "three", "four"], rate: try rate(top, bottom), frames: 73)
        let cues = try cues(SubRip.text(timeline))
        #expect(cues.map(\.lines) == [["one"], ["three"], ["four"]])
        for (cue, shot) in zip(cues, [0, 2, 3]) {
            // A frame is at frame · bottom / top seconds; a cue covers times from start up to end.
            let visible = (0..<4 * 73).filter { frame in
                let scaled = frame * Int(bottom) * 1000
                return scaled >= cue.start * Int(top) && scaled < cue.end * Int(top)
            }
            #expect(visible.first == shot * 73 && visible.count == 73)
        }
    }

    @Test func aLongTextIsDividedByItsLength() throws {
        let text = Array(repeating: "A long sentence about the sea and its ships.", count: 5)
            .joined(separator: " ")
        let cues = try cues(SubRip.text(film([text], rate: try rate(24), frames: 240)))
        #expect(cues.count == 3)
        #expect(cues.flatMap(\.lines).joined(separator: " ") == text)
        #expect(cues.allSatisfy { $0.lines.count <= 2 && $0.lines.allSatisfy { $0.count <= 42 } })
        #expect(cues.first?.start == 0 && cues.last?.end == 10_000)
        #expect(zip(cues, cues.dropFirst()).allSatisfy { $0.end == $1.start })
        #expect(cues.allSatisfy { $0.end > $0.start })
    }

    @Test func linesMarkupAndScriptsWithoutSpaces() throws {
        let texts = [
            "- Who is there?\n\n- Nobody.", "<i>Not</i> {\\an8} --> markup", "\u{1}\t ",
            String(repeating: "夜", count: 100),
        ]
        let cues = try cues(SubRip.text(film(texts, rate: try rate(24), frames: 48)))
        #expect(cues[0].lines == ["- Who is there?", "- Nobody."])
        #expect(!cues[1].lines.joined().contains { "<>{}".contains($0) })
        // The text of only spaces has no cue.
        #expect(cues[2].lines.map(\.count) == [42, 42] && cues[3].lines.map(\.count) == [16])
    }

    @Test func moreCuesThanFramesAreLeftOut() throws {
        let text = String(repeating: "word ", count: 200)
        let cues = try cues(SubRip.text(film([text], rate: try rate(25), frames: 3)))
        #expect(cues.map(\.start) == [0, 40, 80] && cues.last?.end == 120)
    }

    @Test func thePartsOfAShotShareOneCueAndOneChapter() throws {
        var timeline = film(["said", "said", "then"], rate: try rate(24), frames: 48)
        for (index, shot) in ["010", "010", "020"].enumerated() {
            timeline.clips[index].shot = shot
            timeline.clips[index].scene = index == 2 ? "Dusk & <dawn>" : nil
        }
        let cues = try cues(SubRip.text(timeline))
        #expect(cues.map(\.start) == [0, 4000] && cues.map(\.lines) == [["said"], ["then"]])
        #expect(
            ChapterList.text(timeline) == """
                WEBVTT

                00:00:00.000 --> 00:00:04.000
                010

                00:00:04.000 --> 00:00:06.000
                020 Dusk &amp; &lt;dawn&gt;

                """)
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled)) func ffmpegReadsBoth() throws {
        let folder = try TemporaryFolder()
        let timeline = film(["one", "two & <three>"], rate: try rate(24), frames: 48)
        try folder.write(Data(SubRip.text(timeline).utf8), as: "a.srt")
        try folder.write(Data(ChapterList.text(timeline).utf8), as: "a.vtt")
        for name in ["a.srt", "a.vtt"] {
            try FFmpegProgram.convert(folder.file(name), to: folder.file("out.ass"), [])
            let read = try String(contentsOfFile: folder.file("out.ass"), encoding: .utf8)
            let dialogues = read.split(whereSeparator: \.isNewline)
                .filter { $0.hasPrefix("Dialogue:") }
            #expect(dialogues.count == 2)
            #expect(dialogues.last?.contains("0:00:02.00,0:00:04.00") == true)
        }
    }

    @Test func withoutSubtitlesThereIsNoText() throws {
        #expect(SubRip.text(film([nil, nil], rate: try rate(24), frames: 24)) == "")
    }
}

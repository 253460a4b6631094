import DailiesMedia
import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// A slate stands for a missing take: exactly as long, legible and never taken for a picture.
@Suite struct SlateTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func slate(
        _ size: FrameSize = FrameSize(width: 320, height: 180), _ rate: FrameRate? = FrameRate(24),
        frames: Int = 121, sound: Slate.Sound? = Slate.Sound(sampleRate: 48_000, channels: 2),
        lines: [String] = ["010", "NO TAKE", "5.0 s"]
    ) throws -> String {
        let path = folder.file("slate.mp4")
        try Slate(
            frameSize: size, frameRate: try #require(rate), frameCount: frames, sound: sound,
            lines: lines
        ).write(to: path)
        return path
    }

    @Test(arguments: [
        (FrameRate(24), 121), (FrameRate(30_000, 1001), 150), (FrameRate(25), 1),
        (FrameRate(24_000, 1001), 7),
    ])
    func itHasExactlyTheFramesAndSamples(_ rate: FrameRate?, _ frames: Int) throws {
        let path = try slate(FrameSize(width: 320, height: 180), rate, frames: frames)
        let rate = try #require(rate)
        let clip = try #require(try Assembler().plan([path]).placements.first?.clip)
        #expect(clip.frameCount == frames)
        #expect(clip.duration == rate.duration(frames: frames))
        #expect(frames == 1 || clip.frameRate == rate)
        #expect(clip.sound == Clip.Sound(sampleRate: 48_000, channels: 2))
        let decoded = try DecodedClip(path)
        #expect(decoded.times == (0..<frames).map { rate.duration(frames: $0) })
        let length = Int(rate.duration(frames: frames).units(per: 48_000))
        let demuxer = try Demuxer.open(path)
        #expect(demuxer.sound?.durationFromHeader?.units(per: 48_000) == Int64(length))
        #expect(demuxer.sound?.start == .zero)
        #expect(decoded.samples.count >= length && decoded.samples.count < length + 1024)
        #expect(decoded.samples.allSatisfy { abs($0) < 0.0001 })
        if FFmpegProgram.isInstalled { #expect(try FFmpegProgram.warnings(decoding: path) == "") }
    }

    @Test func aSlateWithoutSoundHasNone() throws {
        let clip = try Assembler().plan([try slate(sound: nil)]).placements.first?.clip
        #expect(clip?.sound == nil)
        #expect(clip?.frameCount == 121)
    }

    /// In a film of clips with the same format its pictures are copied.
    @Test func itIsCopiedBetweenClips() throws {
        // In standard definition these clips, which say that they are BT.709, would differ.
        let size = FrameSize(width: 1280, height: 720)
        let clips = try (1...3).map { number in
            try number == 2
                ? slate(size, frames: 24)
                : folder.forge("\(number).mp4") { ($0.width, $0.height) = (1280, 720) }
        }
        let plan = try Assembler().plan(clips)
        #expect(plan.placements.map(\.treatment) == [.copy, .renumber, .copy])
        let film = folder.file("film.mp4")
        try Assembler().perform(plan, to: film)
        #expect(try DecodedClip(film).ids.count == 74)
        if FFmpegProgram.isInstalled { #expect(try FFmpegProgram.warnings(decoding: film) == "") }
    }

    @Test(
        .enabled(if: FFmpegProgram.isInstalled),
        arguments: [
            FrameSize(width: 1920, height: 1080), FrameSize(width: 1080, height: 1920),
            FrameSize(width: 1280, height: 720), FrameSize(width: 960, height: 960),
            FrameSize(width: 320, height: 180), FrameSize(width: 64, height: 64),
        ])
    func theTextIsInTheMiddleOfAGreyPictureWithABrightBorder(_ size: FrameSize) throws {
        let pixels = try FFmpegProgram.brightness(of: try slate(size, frames: 1))
        #expect(pixels.count == size.width * size.height)
        func share(_ columns: Range<Int>, _ rows: Range<Int>, _ levels: Range<Int>) -> Double {
            var hits = 0
            for row in rows {
                for column in columns where levels.contains(pixels[row * size.width + column]) {
                    hits += 1
                }
            }
            return Double(hits) / Double(columns.count * rows.count)
        }
        // The border on the left, a column of the grey beside it, and the text in the middle.
        let middle = size.height / 3..<size.height * 2 / 3
        #expect(share(0..<2, middle, 150..<256) > 0.95)
        let inside = min(size.width, size.height) / 16 + 2
        #expect(share(inside..<inside + 2, middle, 30..<70) > 0.9)
        let white = share(size.width / 4..<size.width * 3 / 4, middle, 200..<256)
        #expect(white > 0.05 && white < 0.6, "\(white)")
    }

    @Test func otherLinesGiveAnotherPicture() throws {
        let first = try DecodedClip(try slate(frames: 1)).fingerprints
        let second = try DecodedClip(try slate(frames: 1, lines: ["020", "NO TAKE", "5.0 s"]))
        #expect(first != second.fingerprints)
    }

    /// Any text gives a picture: empty, long and foreign ones.
    @Test(arguments: [
        [], [""], [String(repeating: "W", count: 300)], ["日本", "é"], ["a", "b", "c", "d"],
    ])
    func anyTextIsDrawn(_ lines: [String]) throws {
        #expect(try DecodedClip(try slate(frames: 2, lines: lines)).numbers.count == 2)
    }

    @Test func impossibleSlatesAreRefused() throws {
        #expect(throws: AssemblyError.unusableFrameSize(FrameSize(width: 321, height: 180))) {
            try slate(FrameSize(width: 321, height: 180))
        }
        #expect(throws: AssemblyError.self) { try slate(frames: 0) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}

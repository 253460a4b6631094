import DailiesMedia
import DailiesMediaFilter
import DailiesTestSupport
import Foundation
import Testing

/// Filter chains of libavfilter, with the `ffmpeg` program as a second witness where one is there.
struct FilterTests {
    private let timeBase = StreamInfo.TimeBase(numerator: 1, denominator: 48_000)

    /// A sine of 1 kHz at -20 dBFS reads as -20 LUFS in both channels together (ITU-R BS.1770-4:
    /// 997 Hz at 0 dBFS in one channel reads -3.01 LUFS).
    @Test func loudnessOfASineIsTheStandards() throws {
        var meter = LoudnessMeter()
        let amplitude = Float(0.1)
        for block in 0..<100 {
            let samples = (0..<4800).map { index -> Float in
                let time = Double(block * 4800 + index) / 48_000
                return amplitude * Float(sin(2 * .pi * 997 * time))
            }
            let frame = try Frame.sound([samples, samples], sampleRate: 48_000)
            frame.pts = Int64(block * 4800)
            try meter.add(frame, timeBase)
        }
        try meter.finish()
        let (integrated, peak) = (meter.integrated, meter.truePeak)
        #expect(abs(try #require(integrated) + 20) < 0.1)
        #expect(abs(try #require(peak) - 0.1) < 0.005)
    }

    @Test func aChainChangesThePicture() throws {
        let frame = try Frame.picture(width: 64, height: 48)
        for plane in 0..<3 {
            frame.withPlane(plane) { samples, _ in samples.update(repeating: 90) }
        }
        frame.pts = 0
        let graph = try FilterGraph.pictures(
            "scale=32:24,negate=components=y", like: frame,
            timeBase: StreamInfo.TimeBase(numerator: 1, denominator: 24))
        try graph.send(frame)
        try graph.drain()
        let result = try Frame()
        #expect(try graph.receive(into: result))
        #expect(result.width == 32 && result.height == 24)
        let luma = result.withPlane(0) { samples, _ in samples[0] }
        #expect(luma == 165)
        #expect(try !graph.receive(into: result))
    }

    @Test func aWrongChainIsAnError() throws {
        let frame = try Frame.picture(width: 16, height: 16)
        #expect(throws: MediaError.self) {
            _ = try FilterGraph.pictures(
                "nosuchfilter", like: frame,
                timeBase: StreamInfo.TimeBase(numerator: 1, denominator: 24))
        }
    }

    /// The last picture as PNG is the one that decodes last, whatever the order of the packets.
    @Test func theLastPictureIsTheOneShownLast() throws {
        let folder = try TemporaryFolder()
        let path = try folder.forge()
        let png = try #require(try LastFrame.png(of: path))
        #expect(png.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        let clip = try DecodedClip(path)
        let last = try DecodedPicture(path, number: clip.numbers.count - 1)
        #expect(png.width == last.width)
        #expect(clip.numbers.last == clip.numbers.max())
    }
}

import DailiesMedia
import DailiesMediaFilter
import DailiesTestSupport
import Foundation
import Testing

/// Filter chains of libavfilter; the `ffmpeg` program is a second witness where it is installed.
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
    @Test(.enabled(if: FFmpegProgram.isInstalled)) func theLastPictureIsTheOneShownLast() throws {
        let folder = try TemporaryFolder()
        let path = try folder.forge()
        let png = try #require(try LastFrame.png(of: path))
        let written = try folder.write(Data(png.bytes), as: "last.png")
        let brightness = try FFmpegProgram.brightness(of: written)
        // How many pixels differ from a picture of the clip, beyond rounding.
        func differences(from number: Int) throws -> Int {
            let picture = try DecodedPicture(path, number: number)
            try #require(picture.luma.count == brightness.count)
            return zip(brightness, picture.luma).count { abs($0 - ($1 - 16) * 255 / 219) > 2 }
        }
        let count = try DecodedClip(path).numbers.count
        #expect(try differences(from: count - 1) * 100 < brightness.count)
        #expect(try differences(from: count - 2) * 100 > brightness.count)
    }
}

import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@testable import DailiesInspection

/// What is kept of a file for the report: pictures side by side, and the envelope of the sound.
struct LookTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func kept(_ change: (inout ClipForge) -> Void) throws -> (String, KeptPictures) {
        let clip = try folder.forge("clip.mp4", change)
        let keeping = KeptPictures.Request(stillTime: .zero, stillWidth: 64, keepsLast: false)
        let kept = MediaFile(path: clip).inspect(
            against: Expectation(), tolerances: Tolerances(), keeping: keeping
        ).pictures
        return (clip, try #require(kept))
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled))
    func theStripShowsTheFirstAndTheLastPictureAndSixBetween() throws {
        let (clip, kept) = try kept { forge in
            forge.frames = 71
            forge.id = 15
            forge.black = 40..<71
        }
        let strip = folder.file("strip.jpg")
        try Data(try #require(kept.strip)).write(to: URL(fileURLWithPath: strip))
        let pixels = try FFmpegProgram.brightness(of: strip)
        #expect(pixels.count == 8 * 128 * 72)
        func tile(_ index: Int) -> [Int] {
            (0..<72).flatMap { row in pixels[(row * 8 + index) * 128..<(row * 8 + index + 1) * 128]
            }
        }
        func mean(_ values: [Int]) -> Int { values.reduce(0, +) / values.count }
        // Frames 0, 11, 21 and 31 are bright; 41, 51, 61 and 70 are black.
        #expect(
            (0..<8).map { mean(tile($0)) > 8 } == [true, true, true, true] + [
                false, false, false, false,
            ])
        let first = folder.file("first.png")
        try FFmpegProgram.convert(
            clip, to: first, ["-frames:v", "1", "-vf", "scale=128:72:flags=area"])
        let wanted = try FFmpegProgram.brightness(of: first)
        let difference = zip(tile(0), wanted).map { abs($0 - $1) }.reduce(0, +) / wanted.count
        #expect(difference < 6)
    }

    @Test func aTallPictureHasANarrowStrip() throws {
        let (clip, kept) = try kept { forge in
            (forge.width, forge.height, forge.frames) = (180, 320, 5)
        }
        let video = try #require(try MediaFile(path: clip).measure().video)
        #expect(PictureStrip.tile(of: video) == FrameSize(width: 54, height: 96))
        #expect(kept.strip != nil)
    }

    @Test func theEnvelopeFollowsTheSound() throws {
        let (_, kept) = try kept { forge in
            forge.frames = 48
            forge.sound?.muted = 0..<24
        }
        let levels = try #require(kept.waveform).levels
        #expect(levels.count == 160)
        #expect(levels[5..<70].allSatisfy { $0 < 30 })
        // The sine's peak is 0.2 of full scale, −14 dBFS.
        let expected = Int((1 - 13.98 / 60) * 255)
        #expect(levels[90..<155].allSatisfy { abs(Int($0) - expected) < 12 })
    }

    /// Decoders hand on samples beyond full scale, and infinite ones.
    @Test(.enabled(if: FFmpegProgram.isInstalled)) func infiniteSamplesAreFullScale() throws {
        let clip = folder.file("infinite.mov")
        try FFmpegProgram.convert(
            "testsrc=s=64x64:r=24:d=3[out0];aevalsrc=if(lt(t\\,1.5)\\,8\\,1/0):s=48000:d=3[out1]",
            to: clip, ["-c:v", "mpeg4", "-c:a", "pcm_f32le"], reading: ["-f", "lavfi"])
        let keeping = KeptPictures.Request(stillTime: .zero, stillWidth: 64, keepsLast: false)
        let kept = MediaFile(path: clip).inspect(
            against: Expectation(), tolerances: Tolerances(), keeping: keeping
        ).pictures
        #expect(kept?.waveform?.levels == [UInt8](repeating: 255, count: 160))
        #expect(SoundEnvelope.level(.infinity) == 255 && SoundEnvelope.level(.nan) == 0)
        #expect(SoundEnvelope.level(.leastNonzeroMagnitude) == 0)
    }

    @Test func withoutSoundThereIsNoEnvelope() throws {
        let (_, kept) = try kept { $0.sound = nil }
        #expect(kept.waveform == nil)
    }
}

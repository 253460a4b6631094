import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@testable import DailiesInspection

/// The motion of the picture, by clips whose picture moves by a known distance.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct MotionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The check of a picture of 640×360 that moves to the left by some pixels a frame.
    private func motion(pixels: Int, codec: [String]) throws -> Check? {
        let picture = try folder.forge("picture.mp4") { forge in
            forge.width = 640
            forge.height = 360
            forge.frames = 1
            forge.sound = nil
        }
        let path = folder.file("moving.mp4")
        let waves = "128+40*sin(X/13+Y/37)+40*sin(Y/11-X/29)+20*sin(X*Y/2000)"
        let speed = Double(pixels) / 640
        try FFmpegProgram.convert(
            picture, to: path,
            [
                "-vf",
                "geq=lum='\(waves)':cb=128:cr=128,loop=47:1,setpts=N/24/TB,scroll=horizontal=\(speed)",
                "-r", "24", "-frames:v", "48",
            ] + codec)
        return MediaFile(path: path).inspect().checks.first { $0.code == .motion }
    }

    private static let h264 = ["-c:v", "libx264", "-bf", "0", "-refs", "1", "-g", "250"]

    private func mean(_ check: Check?) throws -> Double {
        let words = try #require(check?.measured)
        return try #require(Double(words.prefix { $0 != " " }))
    }

    @Test(arguments: [1, 2, 4, 8, 16, 24])
    func aPanIsMeasured(pixels: Int) throws {
        let check = try motion(pixels: pixels, codec: Self.h264)
        #expect(check?.result == .pass)
        #expect(pixels == 1 || check?.message == "The picture moves.")
        let expected = Double(pixels) / 1000
        let measured = try mean(check)
        #expect(abs(measured - expected) < 0.15 * expected)
    }

    @Test func aStillPictureHardlyMoves() throws {
        let check = try motion(pixels: 0, codec: Self.h264)
        #expect(check?.result == .pass)
        #expect(check?.message == "The picture hardly moves.")
        #expect(try mean(check) < 0.0001)
    }

    @Test(
        .enabled(if: FFmpegProgram.encodes(["libx265", "libvpx-vp9"])),
        arguments: [["-c:v", "libx265", "-tag:v", "hvc1"], ["-c:v", "libvpx-vp9"]])
    func itIsMeasuredInEachCodec(codec: [String]) throws {
        let check = try motion(pixels: 8, codec: codec)
        #expect(abs(try mean(check) - 0.008) < 0.0016)
    }

    @Test func aPictureWithoutDetailsIsNotMeasured() throws {
        let path = folder.file("grey.mp4")
        try FFmpegProgram.convert(
            try folder.forge("picture.mp4") { $0.sound = nil }, to: path,
            ["-vf", "drawbox=color=gray:thickness=fill"])
        let check = MediaFile(path: path).inspect().checks.first { $0.code == .motion }
        #expect(check?.execution == .skipped)
    }

    @Test(arguments: [(0.00098, "The picture moves."), (0.00097, "The picture hardly moves.")])
    func theThresholdIsTheLimit(_ mean: Double, _ message: String) {
        let rules = InspectionRules(
            thresholds: InspectionThresholds(), expectation: Expectation(),
            tolerances: Tolerances(), duration: .zero, keyFrames: [])
        #expect(rules.motion(mean: mean).message == message)
    }
}

import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@testable import DailiesInspection

/// The motion of the picture, by clips whose picture moves by a known distance.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct MotionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// How a picture moves.
    struct Pan: Sendable {
        var width = 640
        var height = 360
        /// To the left and upwards, in pixels a frame.
        var left = 0
        var up = 0

        /// The length of the motion as a share of width plus height.
        var share: Double {
            Double(left * left + up * up).squareRoot() / Double(width + height)
        }
    }

    private func motion(_ pan: Pan, codec: [String]) throws -> Check? {
        let picture = try folder.forge("picture.mp4") { forge in
            forge.width = pan.width
            forge.height = pan.height
            forge.frames = 1
            forge.sound = nil
        }
        let path = folder.file("moving.mp4")
        let waves = "128+40*sin(X/13+Y/37)+40*sin(Y/11-X/29)+20*sin(X*Y/2000)"
        let speed =
            "horizontal=\(Double(pan.left) / Double(pan.width)):"
            + "vertical=\(Double(pan.up) / Double(pan.height))"
        try FFmpegProgram.convert(
            picture, to: path,
            [
                "-vf",
                "geq=lum='\(waves)':cb=128:cr=128,loop=47:1,setpts=N/24/TB,scroll=\(speed)",
                "-r", "24", "-frames:v", "48",
            ] + codec)
        return MediaFile(path: path).inspect().checks.first { $0.code == .motion }
    }

    private static let h264 = ["-c:v", "libx264", "-bf", "0", "-refs", "1", "-g", "250"]

    private func mean(_ check: Check?) throws -> Double {
        let words = try #require(check?.measured)
        return try #require(Double(words.prefix { $0 != " " }))
    }

    /// 4 pixels are one of the reduced picture here: others show how well parts of one are measured.
    @Test(arguments: [1, 2, 4, 5, 6, 8, 10, 16, 23, 24])
    func aPanIsMeasured(pixels: Int) throws {
        try expect(Pan(left: pixels))
        try expect(Pan(up: pixels))
        try expect(Pan(left: pixels, up: pixels))
    }

    @Test func aPanOfAPortraitIsMeasured() throws {
        for pan in [(5, 0), (0, 9), (5, 9), (-3, 7)] {
            try expect(Pan(width: 360, height: 640, left: pan.0, up: pan.1))
        }
    }

    private func expect(_ pan: Pan) throws {
        let check = try motion(pan, codec: Self.h264)
        #expect(check?.result == .pass)
        #expect(pan.share < 0.0015 || check?.message == "The picture moves.")
        let measured = try mean(check)
        #expect(abs(measured - pan.share) < 0.15 * pan.share, "\(pan)")
    }

    @Test func aStillPictureHardlyMoves() throws {
        let check = try motion(Pan(), codec: Self.h264)
        #expect(check?.result == .pass)
        #expect(check?.message == "The picture hardly moves.")
        #expect(try mean(check) < 0.0001)
    }

    @Test(
        .enabled(if: FFmpegProgram.encodes(["libx265", "libvpx-vp9"])),
        arguments: [["-c:v", "libx265", "-tag:v", "hvc1"], ["-c:v", "libvpx-vp9"]])
    func itIsMeasuredInEachCodec(codec: [String]) throws {
        let check = try motion(Pan(left: 8), codec: codec)
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

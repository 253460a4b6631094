import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@testable import DailiesInspection

/// The first and the last picture against the pictures that were asked for.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct ExpectedPictureTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func forge(_ change: (inout ClipForge) -> Void = { _ in }) throws -> String {
        try folder.forge("clip.mp4") { forge in
            forge.width = 640
            forge.height = 360
            forge.grain = 10
            forge.sound = nil
            forge.x264 = ["preset": "veryfast", "crf": "18"]
            change(&forge)
        }
    }

    /// Extracts a picture with ffmpeg, and returns the file's path.
    private func picture(
        _ clip: String, _ number: Int, as name: String = "picture.png", filter: String = "null"
    ) throws -> String {
        // A good quality, whose scale is another one in WebP.
        let quality = name.hasSuffix("webp") ? "90" : "3"
        try FFmpegProgram.convert(
            clip, to: folder.file(name),
            ["-vf", "select=eq(n\\,\(number)),\(filter)", "-frames:v", "1", "-q:v", quality])
        return folder.file(name)
    }

    private func check(
        _ code: CheckCode, _ clip: String, _ picture: ExpectedPicture,
        thresholds: InspectionThresholds = InspectionThresholds()
    ) throws -> Check {
        var expectation = Expectation()
        switch code {
        case .startPicture: expectation.startPicture = picture
        case .endPicture: expectation.endPicture = picture
        default: expectation.previousPicture = picture
        }
        return try #require(
            MediaFile(path: clip).inspect(against: expectation, thresholds: thresholds).checks
                .first { $0.code == code })
    }

    @Test(arguments: ["picture.png", "picture.jpg", "picture.webp"])
    func theFirstPictureIsRecognised(_ name: String) throws {
        try #require(name != "picture.webp" || FFmpegProgram.encodes(["libwebp"]))
        let clip = try forge()
        let first = try picture(clip, 0, as: name)
        let check = try check(.startPicture, clip, .file(first))
        #expect(check.result == .pass, "\(check)")
        let similarity = try #require(
            check.measured?.firstMatch(of: /similarity ([0-9.]+)/)?.output.1)
        #expect(try #require(Double(similarity)) >= 0.98)
    }

    /// A model scales a picture, and cuts off what doesn't fit.
    @Test(arguments: ["scale=1280:720:flags=lanczos", "scale=300:-2", "pad=640:480:0:60"])
    func theSizeAndTheShapeMayDiffer(_ filter: String) throws {
        let clip = try forge()
        let first = try picture(clip, 0, filter: filter)
        #expect(try check(.startPicture, clip, .file(first)).result == .pass)
    }

    @Test func theLastPictureIsRecognised() throws {
        let clip = try forge { $0.cutAt = 12 }
        let (first, last) = (
            try picture(clip, 0, as: "first.png"), try picture(clip, 24, as: "last.png")
        )
        #expect(try check(.endPicture, clip, .file(last)).result == .pass)
        #expect(try check(.endPicture, clip, .file(first)).result == .warn)
        #expect(try check(.startPicture, clip, .file(last)).result == .warn)
        #expect(try check(.seamContinuity, clip, .file(first)).result == .pass)
        #expect(try check(.seamContinuity, clip, .file(last)).result == .warn)
    }

    /// A brighter picture of the same structure, and one of another colour.
    @Test func brightnessAndColourCount() throws {
        let clip = try forge()
        let bright = try picture(clip, 0, as: "bright.png", filter: "eq=brightness=0.06")
        #expect(try check(.startPicture, clip, .file(bright)).result == .warn)
        let blue = try picture(clip, 0, as: "blue.png", filter: "colorbalance=bm=0.4:bs=0.4:bh=0.4")
        var thresholds = InspectionThresholds()
        thresholds.pictureBrightness = 255
        let seam = try check(.seamContinuity, clip, .file(blue), thresholds: thresholds)
        #expect(seam.result == .warn)
        // Models may change the colours of a start picture.
        #expect(
            try check(.startPicture, clip, .file(blue), thresholds: thresholds).result == .pass)
    }

    @Test func aPictureThatIsNotThereIsSaid() throws {
        let clip = try forge()
        let remote = try check(.startPicture, clip, .address("https://example.com/a.png"))
        #expect(remote.execution == .skipped)
        #expect(remote.expected != nil)
        #expect(remote.message.contains("only the address"))
        let missing = try check(.endPicture, clip, .file(folder.file("none.png")))
        #expect(missing.execution == .skipped)
        #expect(missing.message.contains("none.png"))
        let text = try folder.write(Data("no picture".utf8), as: "text.png")
        #expect(try check(.startPicture, clip, .file(text)).execution == .skipped)
        let turned = try forge { $0.rotation = 90 }
        #expect(try check(.startPicture, turned, .file(text)).message.contains("turn the picture"))
    }

    @Test func withoutAPictureNothingIsCompared() throws {
        let checks = MediaFile(path: try forge()).inspect().checks
        let codes: [CheckCode] = [.startPicture, .endPicture, .seamContinuity]
        #expect(!checks.contains { codes.contains($0.code) })
    }

    // MARK: Limits

    private func result(
        _ code: CheckCode, similarity: Double = 1, brightness: Double = 0, colour: Double = 0
    ) -> Check.Result? {
        ComparisonRules(code: code, thresholds: InspectionThresholds()).check(
            PictureComparison(similarity: similarity, brightness: brightness, colour: colour)
        ).result
    }

    @Test func theLimitsAreThoseOfTheThresholds() {
        for code in [CheckCode.startPicture, .endPicture, .seamContinuity] {
            #expect(result(code, similarity: 0.8) == .pass)
            #expect(result(code, similarity: 0.799) == .warn)
            #expect(result(code, brightness: 4) == .pass)
            #expect(result(code, brightness: 4.01) == .warn)
            #expect(result(code, colour: 4) == .pass)
            let limit: Check.Result = code == .seamContinuity ? .warn : .pass
            #expect(result(code, colour: 4.01) == limit)
        }
    }
}

import DailiesMediaTime
import DailiesPlanning
import DailiesShotList
import DailiesTestSupport
import DailiesVerification
import Testing

@testable import DailiesProduction

/// What a model's file says about its takes is judged; what it doesn't know isn't.
struct TakeExpectationTests {
    private func expectation(
        _ model: String, _ shot: String, start: FrameSize? = nil
    ) throws -> DailiesVerification.Expectation {
        let plan = try GoldenWireTests.plan(model, shot)
        let request = try #require(plan.runs.first).request
        return TakeExpectation.from(
            request, model: try #require(plan.shots.first).shot.model, startSize: start,
            pictures: TakePictures(request, last: nil, files: [:]), delivery: Delivery())
    }

    private func tolerances(
        _ model: String, _ shot: String = #""prompt": "A""#
    ) throws -> Tolerances {
        let plan = try GoldenWireTests.plan(model, shot)
        return TakeExpectation.tolerances(
            try #require(plan.runs.first).request, try #require(plan.shots.first).shot.model)
    }

    private static let start = #""start_image_url": "https://a.example/a.png""#

    @Test(arguments: [
        ("480p", "16:9", "864x496"), ("480p", "9:16", "496x864"), ("1080p", "1:1", "1440x1440"),
        ("4k", "16:9", "3840x2160"), ("4k", "1:1", nil), ("1080p", "9:16", nil),
    ])
    func theResolutionDecidesTheSize(resolution: String, shape: String, size: String?) throws {
        let found = try expectation(
            "seedance-2.0",
            #""prompt": "A", "resolution": "\#(resolution)", "aspect_ratio": "\#(shape)""#)
        #expect(found.frameSize == size.flatMap { FrameSize($0) })
        // The frame for 16:9 at 480p is a little wider than that.
        let isOdd = size == "864x496" || size == "496x864"
        #expect(
            found.aspectRatio
                == (isOdd ? found.frameSize.map { AspectRatio($0) } : AspectRatio(shape)))
        #expect(found.frameRate == FrameRate(24))
        #expect(found.duration == MediaTime(seconds: 5))
    }

    @Test func theFrameRateIsTheAskedOne() throws {
        let found = try expectation("ltx-2.3", #""prompt": "A", "frame_rate": 50"#)
        #expect(found.frameRate == FrameRate(50))
        #expect(found.audio == .present)
    }

    @Test func whatIsUnknownIsNotJudged() throws {
        let found = try expectation("wan-2.5", #""prompt": "A""#)
        #expect(found.frameSize == nil && found.minimumPixels == nil)
        #expect(found.frameRate == nil)
        #expect(found.audio == .any)
        #expect(try tolerances("wan-2.5").frameCountExtra == nil)
        // Sides are rounded: 864 × 480 is accepted for 16:9, 720 × 480 isn't.
        #expect(try tolerances("wan-2.5").aspectRatio == 0.05)
        #expect(try tolerances("kling-v3-pro").aspectRatio == Tolerances().aspectRatio)
        // One size of Vidu's at 540p is known, that for 16:9.
        for (shape, tolerance) in [("16:9", Tolerances().aspectRatio), ("9:16", 0.05)] {
            let shot = #""prompt": "A", "resolution": "540p", "aspect_ratio": "\#(shape)""#
            #expect(try tolerances("vidu-q3", shot).aspectRatio == tolerance)
        }
        let request = RunRequest(content: .prompt("A"), seconds: 5)
        let undescribed = TakeExpectation.from(
            request, model: .undescribed("mine"), startSize: FrameSize(width: 4, height: 3),
            pictures: TakePictures(request, last: nil, files: [:]), delivery: Delivery())
        var nothing = DailiesVerification.Expectation()
        nothing.isOneShot = true
        #expect(undescribed == nothing)
    }

    @Test func theFramesAreThoseOfTheModel() throws {
        #expect(try tolerances("veo-3.1").frameCountExtra == 1)
        #expect(try tolerances("kling-v3-pro").frameCountExtra == 2)
        #expect(
            try tolerances("kling-v3-pro").durationShort == MediaTime(value: 10, timescale: 100))
        #expect(
            try tolerances("kling-v3-pro").durationLong == MediaTime(value: 20, timescale: 100))
    }

    @Test func aMuteModelMustBeSilent() throws {
        #expect(try expectation("luma-ray-2", #""prompt": "A""#).audio == .absent)
    }

    /// Kling keeps the picture's shape; Veo crops it to its own; what others do isn't known.
    @Test func theShapeOfAStartPicture() throws {
        let wide = FrameSize(width: 1600, height: 900)
        let odd = FrameSize(width: 400, height: 300)
        let kept = try expectation("kling-v3-pro", #""prompt": "A", \#(Self.start)"#, start: odd)
        #expect(kept.aspectRatio == AspectRatio(odd) && kept.frameSize == nil)
        #expect(kept.minimumPixels == Int(0.4 * 1920 * 1080))
        let cropped = try expectation("veo-3.1", #""prompt": "A", \#(Self.start)"#, start: wide)
        #expect(cropped.frameSize == FrameSize(width: 1280, height: 720))
        let other = try expectation("veo-3.1", #""prompt": "A", \#(Self.start)"#, start: odd)
        #expect(other.frameSize == nil && other.aspectRatio == nil)
        let unknown = try expectation(
            "seedance-2.0", #""prompt": "A", \#(Self.start)"#, start: odd)
        #expect(unknown.frameSize == nil && unknown.aspectRatio == nil)
        let asked = try expectation(
            "luma-ray-2", #""prompt": "A", "aspect_ratio": "4:3", \#(Self.start)"#, start: wide)
        #expect(asked.aspectRatio == AspectRatio("4:3"))
    }
}

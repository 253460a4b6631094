import DailiesInspection
import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Pictures that follow each other in a way that nobody asked for.
@Suite struct SequenceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let codes: [CheckCode] = [
        .oddFrames, .repeatedFrames, .patch, .foreignPictures, .innerCuts, .flicker, .frozenEnds,
        .flashes,
    ]

    /// The checks of a forged clip.
    private func checks(
        _ thresholds: InspectionThresholds = InspectionThresholds(),
        _ change: (inout ClipForge) -> Void = { _ in }
    ) throws -> [CheckCode: Check] {
        let path = try folder.forge { forge in
            forge.frames = 72
            forge.x264 = ["preset": "veryfast", "crf": "20"]
            forge.sound = nil
            change(&forge)
        }
        let checks = MediaFile(path: path)
            .inspect(coverage: .everyPicture, thresholds: thresholds).checks
        return Dictionary(checks.map { ($0.code, $0) }) { first, _ in first }
    }

    private func warnings(_ checks: [CheckCode: Check]) -> [CheckCode] {
        Self.codes.filter { checks[$0]?.result != .pass }
    }

    private func time(_ frame: Int) -> MediaTime { MediaTime(value: Int64(frame), timescale: 24) }

    @Test func anOrdinaryClipPasses() throws {
        #expect(warnings(try checks()) == [])
        #expect(warnings(try checks { $0.grain = 12 }) == [])
        #expect(warnings(try checks { $0.frames = 1 }) == [])
    }

    /// A picture that fades or that cuts once is what a clip may be.
    @Test func aCutPasses() throws {
        #expect(warnings(try checks { $0.cutAt = 30 }) == [])
    }

    @Test func oneGreenFrameIsFound() throws {
        let checks = try checks { $0.patch = (30..<31, 1, 145, 54, 34) }
        #expect(checks[.oddFrames]?.result == .warn)
        #expect(checks[.oddFrames]?.measured == "1 odd pictures")
        #expect(checks[.oddFrames]?.at?.start == time(30))
    }

    /// A second of grey or black in the left half of the picture, and a smaller part.
    @Test(arguments: [
        (0.5, UInt8(126), Check.Result.warn), (0.5, 16, .warn), (0.1, 126, .pass),
    ])
    func aPatchIsFound(_ share: Double, _ luma: UInt8, _ result: Check.Result) throws {
        let checks = try checks {
            $0.grain = 30
            $0.patch = (25..<49, share, luma, 128, 128)
        }
        #expect(checks[.patch]?.result == result)
        guard result == .warn else { return }
        #expect(checks[.patch]?.at?.start == time(25))
        #expect(checks[.patch]?.at?.end == time(49))
    }

    /// A patch of three pictures is long enough, one of two isn't.
    @Test(arguments: [(25..<28, Check.Result.warn), (25..<27, .pass)])
    func aPatchHasAMinimumLength(_ frames: Range<Int>, _ result: Check.Result) throws {
        let checks = try checks {
            $0.grain = 30
            $0.patch = (frames, 0.5, 126, 128, 128)
        }
        #expect(checks[.patch]?.result == result)
    }

    @Test func aPatchUntilTheEndIsFound() throws {
        let checks = try checks {
            $0.grain = 30
            $0.patch = (49..<72, 0.5, 16, 128, 128)
        }
        #expect(checks[.patch]?.at?.end == time(72))
    }

    /// Each picture twice, and every third one twice.
    @Test(arguments: [(1, Check.Result.pass), (2, .warn)])
    func repeatedFramesAreFound(_ times: Int, _ result: Check.Result) throws {
        #expect(try checks { $0.repeats = times }[.repeatedFrames]?.result == result)
    }

    @Test(arguments: [(0.40, Check.Result.warn), (0.60, .pass)])
    func theShareOfRepeatedFramesIsAThreshold(_ share: Double, _ result: Check.Result) throws {
        var thresholds = InspectionThresholds()
        thresholds.repeatedFrames = share
        let checks = try checks(thresholds) { $0.repeats = 2 }
        #expect(checks[.repeatedFrames]?.result == result)
    }

    /// Half a second of stripes within a shot, and three seconds of them, which may be another shot.
    @Test(arguments: [(30..<42, Check.Result.warn), (12..<66, .pass)])
    func foreignPicturesAreFound(_ frames: Range<Int>, _ result: Check.Result) throws {
        let checks = try checks {
            // A still picture, to which the shot returns.
            $0.frozenFrom = 0
            $0.foreign = frames
        }
        #expect(checks[.foreignPictures]?.result == result)
        if result == .warn {
            #expect(checks[.foreignPictures]?.at?.start == time(30))
            #expect(checks[.foreignPictures]?.at?.end == time(42))
        }
    }

    @Test func aCutThatWasAskedForIsNotForeign() throws {
        let path = try folder.forge { forge in
            forge.frames = 72
            forge.frozenFrom = 0
            forge.foreign = 30..<42
        }
        let found = MediaFile(path: path).inspect(against: Expectation(cuts: [time(30)])).checks
            .first { $0.code == .foreignPictures }
        #expect(found?.result == .pass)
    }

    /// Two code values up and down are a change of four; none is no flicker.
    @Test(arguments: [(0, Check.Result.pass), (2, .warn)])
    func flickerIsFound(_ change: Int, _ result: Check.Result) throws {
        #expect(try checks { $0.flicker = change }[.flicker]?.result == result)
    }

    @Test(arguments: [(3.0, Check.Result.warn), (5.0, .pass)])
    func flickerIsAThreshold(_ limit: Double, _ result: Check.Result) throws {
        var thresholds = InspectionThresholds()
        thresholds.flicker = limit
        let checks = try checks(thresholds) { $0.flicker = 2 }
        #expect(checks[.flicker]?.result == result)
    }

    /// A tail of half a second stands still, and one of less.
    @Test(arguments: [(59, Check.Result.warn), (62, .pass)])
    func aFrozenTailIsFound(_ from: Int, _ result: Check.Result) throws {
        let checks = try checks { $0.frozenFrom = from }
        #expect(checks[.frozenEnds]?.result == result)
        if result == .warn { #expect(checks[.frozenEnds]?.at?.end == time(72)) }
    }

    /// White and black in turn for a second, and for so short that there are only three flashes.
    @Test(arguments: [(24..<48, Check.Result.warn), (24..<29, .pass)])
    func flashesAreFound(_ frames: Range<Int>, _ result: Check.Result) throws {
        let checks = try checks {
            // Everything else stands still.
            $0.frozenFrom = 0
            $0.flashing = frames
        }
        #expect(checks[.flashes]?.result == result)
    }

    /// A picture that stands still all the time has no ends that stand still.
    @Test func aStillPictureHasNoFrozenEnds() throws {
        let checks = try checks { $0.frozenFrom = 0 }
        #expect(checks[.frozenEnds]?.execution == .skipped)
        #expect(checks[.freeze]?.result == .fail)
    }

    /// Nor has one in which a hundredth changes once.
    @Test func aNearlyStillPictureHasNoFrozenEnds() throws {
        let checks = try checks {
            $0.colour = (100, 128, 128)
            $0.patch = (0..<6, 0.01, 160, 128, 128)
        }
        #expect(checks[.frozenEnds]?.execution == .skipped)
    }
}

import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Every tolerance, with a value that just keeps it and one that just doesn't.
@Suite struct ToleranceLimitTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The shortest time by which a value can miss a tolerance in these clips.
    private static let instant = MediaTime(value: 1, timescale: 48_000)

    private func result(
        of code: CheckCode, _ path: String,
        _ expectation: DailiesVerification.Expectation = .init(),
        _ tolerances: Tolerances = Tolerances(), level: Verification.Level = .header
    ) -> Check.Result? {
        check(code, path, expectation, tolerances, level: level)?.result
    }

    private func check(
        _ code: CheckCode, _ path: String, _ expectation: DailiesVerification.Expectation,
        _ tolerances: Tolerances, level: Verification.Level
    ) -> Check? {
        MediaFile(path: path).verify(
            against: expectation, level: level, tolerances: tolerances
        ).checks.first { $0.code == code }
    }

    /// A clip of exactly one second.
    private func second(_ change: (inout ClipForge) -> Void = { _ in }) throws -> String {
        try folder.forge("second.mp4") {
            $0.frames = 24
            change(&$0)
        }
    }

    @Test func theDurationMayDifferByAQuarterOfASecond() throws {
        let path = try second()
        let (quarter, second) = (MediaTime(value: 1, timescale: 4), MediaTime(seconds: 1))
        func judged(_ expected: MediaTime) -> Check.Result? {
            result(of: .videoDuration, path, Expectation(duration: expected))
        }
        #expect(judged(second + quarter) == .pass)
        #expect(judged(second + quarter + Self.instant) == .fail)
        #expect(judged(second - quarter) == .pass)
        #expect(judged(second - quarter - Self.instant) == .fail)
    }

    /// A quarter of a second is 6 frames, and one more may come from rounding.
    @Test(arguments: [
        (17, Check.Result.fail), (18, .pass), (31, .pass), (32, .fail),
    ])
    func theFramesFollowFromTheDuration(_ frames: Int, _ wanted: Check.Result) throws {
        let path = try second { $0.frames = frames }
        let expectation = Expectation(duration: MediaTime(seconds: 1), frameRate: FrameRate(24))
        #expect(result(of: .frameCount, path, expectation) == wanted)
    }

    /// 24 instead of 24.5 frames per second; the difference is exact in binary.
    @Test(arguments: [(0.5, Check.Result.pass), (0.499999, .fail)])
    func theFrameRate(_ tolerance: Double, _ wanted: Check.Result) throws {
        var tolerances = Tolerances()
        tolerances.frameRate = tolerance
        let expectation = Expectation(frameRate: FrameRate(49, 2))
        #expect(result(of: .frameRate, try second(), expectation, tolerances) == wanted)
    }

    /// Twice as wide as a square; the difference is exact in binary.
    @Test(arguments: [(1.0, Check.Result.pass), (0.999999, .fail)])
    func theAspectRatio(_ tolerance: Double, _ wanted: Check.Result) throws {
        var tolerances = Tolerances()
        tolerances.aspectRatio = tolerance
        let path = try second { ($0.width, $0.height) = (320, 160) }
        let expectation = Expectation(aspectRatio: AspectRatio("1:1"))
        #expect(result(of: .displayAspectRatio, path, expectation, tolerances) == wanted)
    }

    @Test func theDifferenceOfTheLengths() throws {
        let path = try second { $0.extraSamples = 20_000 }
        let measured = try #require(MediaFile(path: path).verify(against: .init()).measurement)
        let (sound, picture) = try (
            #require(measured.audio?.duration), #require(measured.video?.duration)
        )
        let difference = sound - picture
        #expect(difference > MediaTime(value: 4, timescale: 10))
        expectLimits(
            of: .lengthDifference, path, difference, \.lengthDifferencePass,
            \.lengthDifferenceWarn)
    }

    /// Checks that a difference passes up to one tolerance, and warns up to another.
    private func expectLimits(
        of code: CheckCode, _ path: String, _ difference: MediaTime,
        _ pass: WritableKeyPath<Tolerances, MediaTime>,
        _ warn: WritableKeyPath<Tolerances, MediaTime>
    ) {
        func judged(_ passed: MediaTime, _ warned: MediaTime) -> Check.Result? {
            var tolerances = Tolerances()
            (tolerances[keyPath: pass], tolerances[keyPath: warn]) = (passed, warned)
            return result(of: code, path, Expectation(audio: .present), tolerances)
        }
        #expect(judged(difference, difference) == .pass)
        #expect(judged(difference - Self.instant, difference) == .warn)
        #expect(judged(.zero, difference - Self.instant) == .fail)
    }

    /// The movie header's duration, in thousandths of a second.
    @Test(arguments: [
        (UInt32(750), Check.Result.pass), (749, .warn), (1250, .pass), (1251, .warn),
    ])
    func theMoviesDuration(_ claimed: UInt32, _ wanted: Check.Result) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: try second { $0.sound = nil }))
        // ISO/IEC 14496-12, 8.2.2: after the type come version and flags, two times and the timescale.
        let type = try #require(bytes.firstRange(of: Data("mvhd".utf8)))
        let timescale = bytes[type.upperBound + 12..<type.upperBound + 16]
        #expect(Array(timescale) == [0, 0, 0x03, 0xE8])
        withUnsafeBytes(of: claimed.bigEndian) {
            bytes.replaceSubrange(type.upperBound + 16..<type.upperBound + 20, with: $0)
        }
        let path = try folder.write(bytes, as: "claimed.mp4")
        #expect(result(of: .playoutDuration, path) == wanted)
    }

    /// A dropped frame makes one of so many steps differ: of 101 frames one of 100 steps.
    @Test(arguments: [(102, Check.Result.pass), (101, .warn)])
    func aShareOfTheSteps(_ frames: Int, _ wanted: Check.Result) throws {
        let path = try folder.forge("dropped.mp4") {
            ($0.frames, $0.dropped, $0.sound) = (frames, [50], nil)
        }
        #expect(result(of: .frameTiming, path, level: .packets) == wanted)
    }

    /// One picture that is shown for half a second warns, whatever the share of such steps is.
    @Test(arguments: [(10, Check.Result.pass), (11, .warn)])
    func onePictureThatIsShownForLong(_ dropped: Int, _ wanted: Check.Result) throws {
        let path = try folder.forge("hold.mp4") {
            ($0.frames, $0.sound) = (240, nil)
            $0.dropped = Set(100..<100 + dropped)
        }
        #expect(result(of: .frameTiming, path, level: .packets) == wanted)
    }

    /// At four frames per second even three steps are longer than half a second.
    @Test(arguments: [(2, Check.Result.pass), (3, .warn)])
    func aLongPictureIsLongerThanThreeSteps(_ dropped: Int, _ wanted: Check.Result) throws {
        let path = try folder.forge("slow.mp4") {
            ($0.frames, $0.frameRate, $0.sound) = (120, FrameRate(4), nil)
            $0.dropped = Set(50..<50 + dropped)
        }
        var tolerances = Tolerances()
        tolerances.unevenFrames = 0.1
        #expect(
            result(of: .frameTiming, path, .init(), tolerances, level: .packets) == wanted)
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled))
    func howFarApartSoundAndPictureStart() throws {
        let clip = try second { $0.frames = 48 }
        let path = folder.file("late.mp4")
        try FFmpegProgram.convert(
            clip, to: path, ["-map", "0:a", "-map", "1:v", "-c", "copy"],
            reading: ["-itsoffset", "0.3", "-i", clip])
        let measured = try #require(MediaFile(path: path).verify(against: .init()).measurement)
        let offset = try (#require(measured.audio?.start) - #require(measured.video?.start))
            .magnitude
        #expect(offset > MediaTime(value: 2, timescale: 10))
        expectLimits(of: .startOffset, path, offset, \.startOffset, \.startOffsetWarn)
    }

    /// The second half of the sound is silent.
    @Test(arguments: [(1.02, Check.Result.pass), (0.98, .warn)])
    func theShareOfSilence(_ factor: Double, _ wanted: Check.Result) throws {
        let path = try second {
            $0.frames = 48
            $0.sound?.silentFrom = 24
        }
        func check(_ share: Double) throws -> Check {
            var tolerances = Tolerances()
            (tolerances.silentShare, tolerances.dropout) = (share, MediaTime(seconds: 9))
            return try #require(
                self.check(.audioSilence, path, .init(), tolerances, level: .decode))
        }
        let silence = try #require(check(0).at).duration
        #expect(try check(factor * silence.seconds / 2).result == wanted)
    }

    /// Sound that is louder than full scale; its share is measured in thousandths.
    @Test func theShareOfClippedSamples() throws {
        let path = try second { $0.sound?.level = 1.6 }
        func check(_ share: Double) throws -> Check {
            var tolerances = Tolerances()
            tolerances.clippedShare = share
            return try #require(
                self.check(.audioClipping, path, .init(), tolerances, level: .decode))
        }
        let percent = try check(0).measured?.split(separator: " ").first
        let share = try #require(percent.flatMap { Double($0) }) / 100
        #expect(share > 0.01)
        #expect(try check(share + 0.001).result == .pass)
        #expect(try check(share - 0.001).result == .warn)
    }
}

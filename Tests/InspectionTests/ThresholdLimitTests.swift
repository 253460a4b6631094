import DailiesInspection
import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Testing

/// Thresholds of an inspection, with pictures that just reach them and such that just don't.
@Suite struct ThresholdLimitTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func result(
        of code: CheckCode, _ expectation: DailiesVerification.Expectation = .init(),
        _ thresholds: InspectionThresholds = InspectionThresholds(),
        _ change: (inout ClipForge) -> Void
    ) throws -> Check.Result? {
        let path = try folder.forge("clip.mp4") {
            ($0.frames, $0.sound) = (96, nil)
            change(&$0)
        }
        return MediaFile(path: path).inspect(
            against: expectation, coverage: .everyPicture, thresholds: thresholds
        ).checks.first { $0.code == code }?.result
    }

    /// 24 frames are one second.
    @Test(arguments: [(23, Check.Result.pass), (24, .warn)])
    func blackForASecond(_ frames: Int, _ wanted: Check.Result) throws {
        let found = try result(of: .blackFrames) { $0.black = 30..<30 + frames }
        #expect(found == wanted)
    }

    /// 12 equal frames are half a second.
    @Test(arguments: [(85, Check.Result.pass), (84, .warn), (83, .warn), (82, .warn)])
    func frozenForHalfASecond(_ from: Int, _ wanted: Check.Result) throws {
        let found = try result(of: .freeze) { $0.frozenFrom = from }
        #expect(found == wanted)
    }

    /// 48 of 96 frames are half of the clip.
    @Test(arguments: [(47, Check.Result.warn), (48, .fail)])
    func blackForHalfTheClip(_ frames: Int, _ wanted: Check.Result) throws {
        let found = try result(of: .blackFrames) { $0.black = 20..<20 + frames }
        #expect(found == wanted)
    }

    /// A cut after two seconds, expected half a second later, and one thousandth more.
    @Test(arguments: [
        (Int64(2500), Check.Result.pass), (2501, .warn), (1500, .pass), (1499, .warn),
    ])
    func aCutMayBeHalfASecondOff(_ milliseconds: Int64, _ wanted: Check.Result) throws {
        var expectation = Expectation()
        expectation.cuts = [MediaTime(value: milliseconds, timescale: 1000)]
        let found = try result(of: .cuts, expectation) { ($0.cutAt, $0.frozenFrom) = (48, 0) }
        #expect(found == wanted)
    }

    /// Checks that a length warns which is just as long as a threshold, and passes just below it.
    private func expectLimit(
        _ code: CheckCode, _ threshold: WritableKeyPath<InspectionThresholds, MediaTime>,
        _ change: (inout ClipForge) -> Void
    ) throws {
        let path = try folder.forge("long.mp4") {
            ($0.frames, $0.sound) = (96, nil)
            change(&$0)
        }
        func check(_ limit: MediaTime?) throws -> Check {
            var thresholds = InspectionThresholds()
            if let limit { thresholds[keyPath: threshold] = limit }
            let checks = MediaFile(path: path)
                .inspect(coverage: .everyPicture, thresholds: thresholds).checks
            return try #require(checks.first { $0.code == code })
        }
        let length = try #require(check(nil).at).duration
        #expect(length > .zero)
        #expect(try check(length).result != .pass)
        #expect(try check(length + MediaTime(value: 1, timescale: 48_000)).result == .pass)
    }

    @Test func oneColourForAsLong() throws {
        try expectLimit(.constantColour, \.constantColourWarning) { $0.colour = (120, 90, 160) }
    }

    @Test func noiseForAsLong() throws {
        try expectLimit(.noise, \.noiseWarning) { $0.isNoise = true }
    }

    @Test func aPatchForAsLong() throws {
        try expectLimit(.patch, \.patchWarning) {
            $0.grain = 30
            $0.patch = (30..<60, 0.5, 126, 128, 128)
        }
    }

    /// How much the pixels of noise are like their neighbours is measured in hundredths.
    @Test func theLikenessOfNoise() throws {
        let path = try folder.forge("noise.mp4") {
            ($0.frames, $0.sound, $0.isNoise) = (48, nil, true)
        }
        func check(_ likeness: Double) throws -> Check {
            var thresholds = InspectionThresholds()
            thresholds.likeness = likeness
            let checks = MediaFile(path: path)
                .inspect(coverage: .everyPicture, thresholds: thresholds).checks
            return try #require(checks.first { $0.code == .noise })
        }
        let words = try check(0.3).measured?.split(separator: " ").last
        let least = try #require(words.flatMap { Double($0) })
        #expect(try check(least - 0.02).result == .pass)
        #expect(try check(least + 0.2).result != .pass)
    }
}

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
}

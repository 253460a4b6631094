import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Sound that is switched off for some time.
@Suite struct DropoutTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func dropout(
        _ muted: Range<Int>, level: Double = 0.2, limit: MediaTime = MediaTime(seconds: 1)
    ) throws -> Check? {
        let path = try folder.forge { forge in
            forge.frames = 120
            forge.sound?.muted = muted
            forge.sound?.level = level
        }
        var tolerances = Tolerances()
        tolerances.dropout = limit
        return MediaFile(path: path)
            .verify(against: Expectation(), level: .decode, tolerances: tolerances)
            .checks.first { $0.code == .audioDropout }
    }

    @Test func twoSecondsInTheMiddleAreFound() throws {
        let found = try dropout(36..<84)
        #expect(found?.result == .warn)
        let range = try #require(found?.at)
        // Blocks of sound are 21 ms long.
        #expect((range.start - MediaTime(value: 3, timescale: 2)).magnitude.seconds < 0.05)
        #expect((range.end - MediaTime(value: 7, timescale: 2)).magnitude.seconds < 0.05)
    }

    /// 48 % of the sound, at its end and at its beginning.
    @Test(arguments: [62..<120, 0..<58])
    func halfOfTheSoundIsFound(_ muted: Range<Int>) throws {
        #expect(try dropout(muted)?.result == .warn)
    }

    @Test func ordinarySoundPasses() throws {
        #expect(try dropout(0..<0)?.result == .pass)
    }

    /// Two seconds are muted, a little less in whole blocks.
    @Test(arguments: [(1.9, Check.Result.warn), (2.1, .pass)])
    func theLengthIsATolerance(_ limit: Double, _ result: Check.Result) throws {
        let limit = try #require(MediaTime(seconds: limit))
        #expect(try dropout(36..<84, limit: limit)?.result == result)
    }

    /// Sound that is so quiet may pause: -41 dBFS next to the pause, and -38 dBFS.
    @Test(arguments: [(0.0085, Check.Result.pass), (0.0125, .warn)])
    func aPauseInQuietSoundPasses(_ level: Double, _ result: Check.Result) throws {
        #expect(try dropout(36..<84, level: level)?.result == result)
    }

    /// Sound that is silent throughout is reported as silence.
    @Test func silenceThroughoutIsNoDropout() throws {
        #expect(try dropout(0..<120)?.result == .pass)
    }

    /// Sound that was moved by digital silence in front of it, by 0.29 s and by 0.17 s; a beginning
    /// that is too quiet to tell; and sound that begins with the picture.
    @Test(arguments: [
        (0..<7, 0.2, Check.Result.warn), (0..<4, 0.2, .pass), (0..<7, 0.008, .pass),
        (0..<0, 0.2, .pass), (24..<48, 0.2, .pass),
    ])
    func paddedSoundWarns(
        _ muted: Range<Int>, _ level: Double, _ result: Check.Result
    ) throws {
        let path = try folder.forge { forge in
            forge.frames = 96
            forge.sound?.muted = muted
            forge.sound?.level = level
        }
        let found = MediaFile(path: path).verify(against: Expectation(), level: .decode).checks
            .first { $0.code == .lateSound }
        #expect(found?.result == result, "\(found?.measured ?? "")")
    }

    /// Padding that is as long as the tolerance warns, and one that is a sample shorter passes.
    @Test func theLengthOfPaddingIsATolerance() throws {
        let path = try folder.forge { forge in
            forge.frames = 96
            forge.sound?.muted = 0..<7
        }
        func found(_ tolerances: Tolerances) -> Check? {
            MediaFile(path: path).verify(
                against: Expectation(), level: .decode, tolerances: tolerances
            ).checks.first { $0.code == .lateSound }
        }
        #expect(Tolerances().lateSound == MediaTime(value: 1, timescale: 5))
        let padding = try #require(found(Tolerances())?.at?.duration)
        var tolerances = Tolerances()
        tolerances.lateSound = padding
        #expect(found(tolerances)?.result == .warn)
        tolerances.lateSound = padding + MediaTime(value: 1, timescale: 48_000)
        #expect(found(tolerances)?.result == .pass)
    }
}

import DailiesInspection
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// An inspection finds whatever decoding finds.
@Suite struct DamageTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Two seconds with four groups of pictures, none of which looks suspicious.
    private static let film = Result {
        var forge = ClipForge()
        forge.frames = 48
        forge.grain = 12
        forge.isFaststart = true
        forge.x264 = [
            "preset": "veryfast", "crf": "20", "g": "12", "bf": "2", "b-pyramid": "none",
            "b_strategy": "0", "sc_threshold": "0", "threads": "1",
        ]
        return try forge.film()
    }

    /// One flipped bit in a picture: the first three kinds of damage are in key, P and B frames.
    @Test(arguments: InspectionCoverage.allCases)
    func everyBitThatDecodingFindsIsFound(_ coverage: InspectionCoverage) throws {
        let film = try Self.film.get()
        let layout = try ClipLayout(film)
        let path = folder.file("flipped.mp4")
        var found = 0
        for damage in Damage.all.prefix(3) {
            for seed in 1...4 as ClosedRange<UInt64> {
                let flipped = damage.applied(to: film, layout, seed: seed)
                try folder.write(flipped, as: "flipped.mp4")
                let file = MediaFile(path: path)
                let decoded = file.verify(against: Expectation(), level: .decode)
                let inspected = file.inspect(coverage: coverage)
                let faults = decoded.findings.filter { $0.result == .fail }
                found += faults.isEmpty ? 0 : 1
                for fault in faults {
                    #expect(inspected.findings.contains(fault), "\(damage.name), \(seed)")
                }
                #expect(decoded.verdict != .fail || inspected.verdict == .fail)
            }
        }
        #expect(found >= 6)
    }

    /// Two pictures a second that all differ, and the last three equal.
    @Test(arguments: [(Int.max, Check.Result.pass), (5, .warn)])
    func slowPicturesAreNotFrozen(_ frozenFrom: Int, _ result: Check.Result) throws {
        let path = try folder.forge { forge in
            forge.frameRate = FrameRate(2)
            forge.frames = 8
            forge.frozenFrom = frozenFrom
            forge.x264 = ["preset": "veryfast", "crf": "20"]
        }
        let checks = MediaFile(path: path).inspect(coverage: .everyPicture).checks
        let freeze = checks.first { $0.code == .freeze }
        #expect(freeze?.result == result)
    }

    /// Two pictures a second of a scene that only changes its brightness a little.
    @Test func slowPicturesThatHardlyDifferAreNotFrozen() throws {
        let path = try folder.forge { forge in
            forge.frameRate = FrameRate(2)
            forge.frames = 8
            forge.frozenFrom = 0
            forge.flicker = 3
            forge.x264 = ["preset": "veryfast", "crf": "10"]
        }
        let checks = MediaFile(path: path).inspect(coverage: .everyPicture).checks
        #expect(checks.first { $0.code == .freeze }?.result == .pass)
    }
}

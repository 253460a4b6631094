import DailiesInspection
import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@Suite struct InspectionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func inspect(_ change: (inout ClipForge) -> Void = { _ in }) throws -> [Check] {
        let path = try folder.forge { forge in
            forge.frames = 96
            change(&forge)
        }
        return MediaFile(path: path).inspect()
    }

    private func check(_ code: CheckCode, _ checks: [Check]) -> Check? {
        checks.first { $0.code == code }
    }

    @Test func aPictureThatMovesPasses() throws {
        let checks = try inspect()
        #expect(checks.map(\.result) == [.pass, .pass, .pass])
    }

    @Test func blackInTheMiddleIsFoundWhereItIs() throws {
        let black = check(.blackFrames, try inspect { $0.black = 24..<60 })
        #expect(black?.result == .warn)
        #expect(black?.at?.start == MediaTime(seconds: 1))
        #expect(black?.at?.end == MediaTime(value: 60, timescale: 24))
    }

    @Test func blackToTheEndIsFoundAndMostOfItIsAFault() throws {
        let black = check(.blackFrames, try inspect { $0.black = 24..<96 })
        #expect(black?.result == .fail)
        #expect(black?.at?.end == MediaTime(seconds: 4))
    }

    @Test func aFreezeToTheEndIsFound() throws {
        let freeze = check(.freeze, try inspect { $0.frozenFrom = 60 })
        #expect(freeze?.result == .warn)
        let start = try #require(freeze?.at?.start)
        #expect(
            (start - MediaTime(value: 60, timescale: 24)).magnitude
                < MediaTime(value: 2, timescale: 24))
        #expect(freeze?.at?.end == MediaTime(seconds: 4))
    }

    @Test func aStillPictureIsAFault() throws {
        #expect(check(.freeze, try inspect { $0.frozenFrom = 0 })?.result == .fail)
    }

    @Test func blackIsNotSaidTwice() throws {
        let checks = try inspect { $0.black = 0..<96 }
        #expect(check(.blackFrames, checks)?.result == .fail)
        #expect(check(.freeze, checks)?.result == .pass)
    }

    @Test func loudnessIsMeasured() throws {
        // A sine of 0.2 on both channels: 20·log10(0.2) − 0.69 + 10·log10(2) − 3.01 ≈ −14.7 LUFS.
        let loudness = check(.loudness, try inspect { $0.sound?.frequency = 997 })
        #expect(loudness?.measured?.hasPrefix("-14.") == true)
        let words = try #require(loudness?.measured)
        let peak = try #require(words.firstMatch(of: /true peak (-?[0-9.]+) dBTP/))
        // AAC overshoots where the tone sets in.
        #expect(abs(try #require(Double(peak.output.1)) + 13.98) < 2, "\(words)")
    }

    @Test func withoutSoundNothingIsClaimed() throws {
        let loudness = check(.loudness, try inspect { $0.sound = nil })
        #expect(loudness?.execution == .skipped)
        #expect(loudness?.result == nil)
    }

    @Test func aFileThatIsNoFilmIsErroredAndNotPassed() throws {
        let path = try folder.write(Data("<html>".utf8), as: "page.mp4")
        let checks = MediaFile(path: path).inspect()
        #expect(checks.allSatisfy { $0.execution == .errored && $0.result == nil })
    }

    @Test func aDeadlineEndsTheLooking() throws {
        let path = folder.file("clip.mp4")
        try ClipForge().write(to: path)
        let checks = MediaFile(path: path).inspect(limits: VerificationLimits(deadline: .zero))
        #expect(checks.allSatisfy { $0.execution == .errored })
    }
}

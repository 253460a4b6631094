import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@Suite struct ContentTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func clip(_ change: (inout ClipForge) -> Void = { _ in }) throws -> MediaFile {
        MediaFile(path: try folder.forge("clip.mp4", change))
    }

    private func sound(_ file: MediaFile) -> Check? {
        file.verify(against: Expectation(audio: .present), level: .decode)
            .checks.first { $0.code == .audioSilence }
    }

    @Test func soundThatCanBeHeardPasses() throws {
        let check = sound(try clip())
        #expect(check?.result == .pass)
        #expect(check?.measured?.hasPrefix("peaks -1") == true)
    }

    @Test func aSilentTrackFailsWhereSoundWasAskedForAndWarnsElsewhere() throws {
        let file = try clip { $0.sound?.level = 0 }
        let check = sound(file)
        #expect(check?.result == .fail)
        #expect(check?.message.contains("silent") == true)
        let unasked = file.verify(against: Expectation(), level: .decode)
        #expect(unasked.findings.map(\.code) == [.audioSilence])
        #expect(unasked.verdict == .warn)
    }

    @Test func anAlmostSilentTrackWarns() throws {
        #expect(sound(try clip { $0.sound?.level = 0.0005 })?.result == .warn)
    }

    @Test(
        .enabled(if: FFmpegProgram.isInstalled),
        arguments: ["pcm_s16le", "alac", "pcm_s24le", "pcm_u8"])
    func silenceIsDetectedInAnySampleFormat(_ codec: String) throws {
        for (level, result) in [(0.0, Check.Result.fail), (0.2, .pass)] {
            let source = try folder.forge("source.mp4") { $0.sound?.level = level }
            let other = folder.file("other.mov")
            try FFmpegProgram.convert(source, to: other, ["-c:v", "copy", "-c:a", codec])
            #expect(sound(MediaFile(path: other))?.result == result)
        }
    }

    @Test func mostlySilentSoundIsLocated() throws {
        let check = sound(
            try clip {
                $0.frames = 96
                $0.sound?.silentFrom = 36
            })
        #expect(check?.result == .warn)
        let start = try #require(check?.at?.start)
        #expect((start - MediaTime(value: 3, timescale: 2)).magnitude.seconds < 0.1)
    }

    @Test(arguments: [(1.0, false), (1.9, true)])
    func clippedSoundWarns(_ level: Double, _ isClipped: Bool) throws {
        for frequency in [80.0, 440, 1000] {
            let file = try clip {
                $0.sound?.level = level
                $0.sound?.frequency = frequency
            }
            let check = file.verify(against: Expectation(), level: .decode)
                .checks.first { $0.code == .audioClipping }
            #expect(
                check?.result == (isClipped ? .warn : .pass),
                "\(frequency) Hz: \(check?.measured ?? "")")
        }
    }

    @Test func aSilentChannelWarns() throws {
        let check = sound(try clip { $0.sound?.deadChannel = 1 })
        #expect(check?.result == .warn)
        #expect(check?.message.contains("Channel 2") == true)
    }

    @Test func aDeadlineGivesUnknownInsteadOfFail() throws {
        let verification = try clip().verify(
            against: Expectation(), level: .decode,
            limits: VerificationLimits(deadline: .zero))
        #expect(verification.verdict == .unknown)
        #expect(verification.action == .hold)
    }

    @Test func aRuleOfYourOwnCounts() throws {
        let verification = try clip().verify(
            against: Expectation(),
            rules: [
                { measured in
                    let code = CheckCode(rawValue: "house.codec")
                    return [
                        Check(
                            code, measured.video?.codec == "prores" ? .pass : .fail,
                            "The house wants ProRes.")
                    ]
                }
            ])
        #expect(verification.verdict == .fail)
        #expect(verification.findings.map(\.code.rawValue) == ["house.codec"])
    }

    @Test func anOpenFileIsJudgedThroughItsDescriptor() throws {
        let handle = try #require(FileHandle(forReadingAtPath: try clip().path))
        try handle.seekToEnd()
        let file = MediaFile(descriptor: handle.fileDescriptor)
        #expect(file.verify(against: Expectation(), level: .decode).verdict == .pass)
        #expect(try file.measure().video?.frameCount == 25)
    }

    @Test func itCanBeAwaitedAndCancelled() async throws {
        let file = try clip()
        let awaited = await file.verification(against: Expectation(), level: .decode)
        #expect(awaited.verdict == .pass)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await file.verification(against: Expectation(), level: .decode)
        }
        #expect(await task.value.verdict == .unknown)
    }
}

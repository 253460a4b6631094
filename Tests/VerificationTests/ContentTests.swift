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
        #expect(check?.measured?.hasPrefix("-1") == true)
    }

    @Test func aSilentTrackIsAWarning() throws {
        let check = sound(try clip { $0.sound?.level = 0 })
        #expect(check?.result == .warn)
        #expect(check?.message.contains("silent") == true)
    }

    @Test func aDeadChannelIsAWarning() throws {
        let check = sound(try clip { $0.sound?.deadChannel = 1 })
        #expect(check?.result == .warn)
        #expect(check?.message.contains("Channel 2") == true)
    }

    @Test func whatTakesTooLongIsUnknownAndNotFailed() throws {
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

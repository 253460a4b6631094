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
        return MediaFile(path: path).inspect(coverage: .everyPicture).checks
    }

    private func check(_ code: CheckCode, _ checks: [Check]) -> Check? {
        checks.first { $0.code == code }
    }

    @Test func aMovingPicturePasses() throws {
        let checks = try inspect()
        #expect(checks.allSatisfy { $0.result == .pass }, "\(checks.filter { $0.result != .pass })")
        let looked: [CheckCode] = [
            .blackFrames, .constantColour, .freeze, .noise, .blackBars, .loudness,
        ]
        #expect(checks.suffix(looked.count).map(\.code) == looked)
        #expect(looked.allSatisfy { CheckCode(rawValue: $0.rawValue).ebuItem != nil })
    }

    @Test func blackInTheMiddleIsLocated() throws {
        let black = check(.blackFrames, try inspect { $0.black = 24..<60 })
        #expect(black?.result == .warn)
        #expect(black?.at?.start == MediaTime(seconds: 1))
        #expect(black?.at?.end == MediaTime(value: 60, timescale: 24))
    }

    @Test func blackForMostOfTheFileFails() throws {
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

    @Test func blackIsNotReportedAsAFreeze() throws {
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
        // AAC overshoots at the start of the tone.
        #expect(abs(try #require(Double(peak.output.1)) + 13.98) < 2, "\(words)")
    }

    @Test func withoutSoundLoudnessIsSkipped() throws {
        let loudness = check(.loudness, try inspect { $0.sound = nil })
        #expect(loudness?.execution == .skipped)
        #expect(loudness?.result == nil)
    }

    @Test func aFileThatIsNoVideoGetsOneFailedCheck() throws {
        let path = try folder.write(Data("<html>".utf8), as: "page.mp4")
        let checks = MediaFile(path: path).inspect().checks
        #expect(checks.map(\.code) == [.conformance])
        #expect(checks.map(\.result) == [.fail])
    }

    @Test func aDeadlineEndsTheInspection() throws {
        let path = folder.file("clip.mp4")
        try ClipForge().write(to: path)
        let checks = MediaFile(path: path).inspect(limits: VerificationLimits(deadline: .zero))
            .checks
        #expect(checks.allSatisfy { $0.execution == .errored })
    }

    @Test(arguments: [
        (UInt8(145), UInt8(54), UInt8(34), "green"), (235, 128, 128, "white"),
        (110, 128, 128, "grey"),
    ])
    func aPictureOfOneColourFailsAndTheColourIsNamed(
        _ luma: UInt8, _ blue: UInt8, _ red: UInt8, _ name: String
    ) throws {
        let checks = try inspect { $0.colour = (luma, blue, red) }
        let colour = check(.constantColour, checks)
        #expect(colour?.result == .fail)
        #expect(colour?.message.contains(name) == true)
        #expect(check(.freeze, checks)?.result == .pass)
        #expect(check(.blackFrames, checks)?.result == .pass)
    }

    @Test func noiseFailsAndGrainPasses() throws {
        #expect(check(.noise, try inspect { $0.isNoise = true })?.result == .fail)
        #expect(check(.noise, try inspect { $0.grain = 40 })?.result == .pass)
    }

    @Test func blackBarsWarn() throws {
        let bars = check(
            .blackBars,
            try inspect {
                $0.bars = 22
                $0.colour = nil
            })
        #expect(bars?.result == .warn)
        #expect(bars?.measured == "top 22, bottom 22, left 0, right 0 pixels")
    }

    @Test func aMissingCutWarnsAndAnExistingOnePasses() throws {
        let path = try folder.forge { forge in
            forge.frames = 96
            // Nothing else changes.
            forge.frozenFrom = 0
            forge.cutAt = 48
        }
        let asked = Expectation(cuts: [MediaTime(seconds: 2), MediaTime(seconds: 3)])
        let cuts = MediaFile(path: path).inspect(against: asked).checks.filter { $0.code == .cuts }
        #expect(cuts.map(\.result) == [.pass, .warn])
        #expect(cuts.last?.at?.start == MediaTime(seconds: 3))
    }

    @Test func onlySuspiciousGroupsAreLookedAtClosely() throws {
        let path = try folder.forge { forge in
            forge.frames = 96
            forge.grain = 30
            forge.x264["g"] = "24"
        }
        let file = MediaFile(path: path)
        let checks = file.inspect().checks
        #expect(check(.codingSyntax, checks)?.result == .pass)
        let freeze = check(.freeze, checks)
        #expect(freeze?.execution == .skipped)
        #expect(freeze?.message.contains("only 0 of 96") == true, "\(freeze?.message ?? "")")
        let whole = file.inspect(coverage: .everyPicture)
        #expect(check(.freeze, whole.checks)?.result == .pass)
    }

    @Test(arguments: [
        "nal-hrd=cbr:vbv-maxrate=2000:vbv-bufsize=2000:bitrate=2000", "bitrate=3000",
        "keyint=12:crf=18",
    ])
    func aFreezeIsSuspiciousAtAnyRate(_ settings: String) throws {
        let path = try folder.forge { forge in
            forge.frames = 144
            forge.grain = 6
            forge.frozenFrom = 48
            forge.x264 = ["preset": "veryfast", "x264-params": settings]
        }
        let freeze = check(.freeze, MediaFile(path: path).inspect().checks)
        #expect(freeze?.result == .fail)
        let start = try #require(freeze?.at?.start)
        #expect((start - MediaTime(seconds: 2)).magnitude.seconds < 0.5)
    }

    @Test func picturesThatWereNotComparedAreSkippedNotPassed() throws {
        let path = try folder.forge { forge in
            forge.frames = 96
            forge.grain = 30
        }
        let checks = MediaFile(path: path).inspect().checks
        let unseen: [CheckCode] = [.blackFrames, .freeze]
        #expect(unseen.allSatisfy { check($0, checks)?.execution == .skipped })
        // Samples of every second are enough for these.
        let sampled: [CheckCode] = [.constantColour, .noise, .blackBars]
        #expect(sampled.allSatisfy { check($0, checks)?.result == .pass })
    }

    /// The index names only a sample as key frame that doesn't exist.
    @Test func aFileWithoutAKeyFrameDoesNotPass() throws {
        let path = try folder.forge()
        var film = try Data(contentsOf: URL(fileURLWithPath: path))
        let keyFrames = try #require(NestedBoxes(film).all("stss").first)
        // Version and flags, the number of entries, then the samples.
        film.put(100_000, at: keyFrames.payload.lowerBound + 8)
        let file = MediaFile(path: try folder.write(film, as: "changed.mp4"))
        #expect(check(.sampleCounts, file.inspect().checks)?.result == .fail)
        #expect(file.inspect().verdict == .fail)
    }

    @Test(arguments: InspectionCoverage.allCases)
    func aFreezeAmongMovingPicturesIsLocated(_ coverage: InspectionCoverage) throws {
        let path = try folder.forge { forge in
            forge.frames = 120
            forge.grain = 6
            forge.frozenFrom = 90
            forge.x264 = ["preset": "veryfast", "crf": "20", "g": "24"]
        }
        let freeze = check(.freeze, MediaFile(path: path).inspect(coverage: coverage).checks)
        #expect(freeze?.result == .warn)
        let start = try #require(freeze?.at?.start)
        #expect((start - MediaTime(value: 90, timescale: 24)).magnitude.seconds < 0.1)
        #expect(freeze?.at?.end == MediaTime(seconds: 5))
    }

    @Test(arguments: ["yuv420p10le", "yuv444p", "gray"])
    func otherPixelFormatsAreInspected(_ layout: String) throws {
        guard FFmpegProgram.isInstalled else { return }
        let path = try folder.forge("source.mp4") { forge in
            forge.frames = 48
            forge.bars = 22
        }
        let other = folder.file("other.mp4")
        try FFmpegProgram.convert(path, to: other, ["-pix_fmt", layout, "-c:a", "copy"])
        let checks = MediaFile(path: other).inspect(coverage: .everyPicture).checks
        #expect(check(.blackBars, checks)?.result == .warn)
        #expect(checks.allSatisfy { $0.execution == .done })
    }

    @Test func anInspectionCanBeAwaitedAndCancelled() async throws {
        let file = MediaFile(path: try folder.forge())
        #expect(await file.inspection().verdict == .pass)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await file.inspection()
        }
        #expect(await task.value.verdict == .unknown)
    }
}

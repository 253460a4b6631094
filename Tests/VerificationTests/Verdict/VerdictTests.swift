import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@Suite struct VerdictTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private let expectation = Expectation(
        duration: MediaTime(seconds: 1),
        frameSize: FrameSize(width: 320, height: 180),
        aspectRatio: AspectRatio("16:9"),
        frameRate: FrameRate(24),
        audio: .present)

    private func verify(
        level: Verification.Level = .header,
        _ change: (inout ClipForge) -> Void = { _ in }
    ) throws -> Verification {
        MediaFile(path: try folder.forge("clip.mp4", change)).verify(
            against: expectation, level: level)
    }

    @Test(arguments: Verification.Level.allCases)
    func whatWasExpectedPasses(_ level: Verification.Level) throws {
        let verification = try verify(level: level)
        #expect(verification.findings.isEmpty)
        #expect(verification.verdict == .pass)
        #expect(verification.action == .accept)
        #expect(verification.checks.allSatisfy { $0.execution == .done })
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let code: CheckCode
        let change: @Sendable (inout ClipForge) -> Void
        var testDescription: String { code.rawValue }
    }

    static let faults = [
        Fault(code: .videoDuration) { $0.frames = 17 },
        Fault(code: .videoDuration) { $0.frames = 40 },
        Fault(code: .frameCount) { $0.frames = 32 },
        Fault(code: .displayFrameSize) { $0.width = 240 },
        Fault(code: .displayAspectRatio) { $0.height = 320 },
        Fault(code: .frameRate) {
            $0.frameRate = FrameRate(30)
            $0.frames = 31
        },
        Fault(code: .audioPresence) { $0.sound = nil },
        Fault(code: .lengthDifference) { $0.extraSamples = 30_000 },
    ]

    @Test(arguments: faults)
    func whatWasNotExpectedFails(_ fault: Fault) throws {
        let verification = try verify(fault.change)
        let check = try #require(verification.checks.first { $0.code == fault.code })
        #expect(check.result == .fail)
        #expect(verification.verdict == .fail)
        #expect(verification.action == .reroll)
    }

    @Test func unwantedSoundFails() throws {
        var silent = expectation
        silent.audio = .absent
        let path = try folder.forge()
        let verification = MediaFile(path: path).verify(against: silent)
        #expect(verification.findings.map(\.code) == [.audioPresence])
    }

    @Test func oneFrameMoreThanRequestedPasses() throws {
        #expect(try verify { $0.frames = 25 }.verdict == .pass)
        #expect(try verify { $0.frames = 24 }.verdict == .pass)
    }

    @Test func soundALittleShorterPassesAndSomewhatShorterWarns() throws {
        #expect(try verify { $0.extraSamples = -4800 }.verdict == .pass)
        let verification = try verify { $0.extraSamples = -14_400 }
        #expect(verification.verdict == .warn)
        #expect(verification.action == .accept)
        #expect(verification.findings.map(\.code) == [.lengthDifference])
    }

    @Test func eightExtraLinesAreReportedAsPadding() throws {
        let check = try verify { $0.height = 188 }.checks.first { $0.code == .displayFrameSize }
        #expect(check?.result == .fail)
        #expect(check?.message.contains("never cropped") == true)
    }

    @Test(
        .enabled(if: FFmpegProgram.isInstalled),
        arguments: [(0.3, Check.Result.warn), (1.0, .fail)])
    func lateSoundIsDetected(_ seconds: Double, _ result: Check.Result) throws {
        let source = try folder.forge("source.mp4") { $0.frames = 96 }
        let late = folder.file("late.mp4")
        let shift = "setts=pts=PTS+\(Int(seconds * 48_000)):dts=DTS+\(Int(seconds * 48_000))"
        try FFmpegProgram.convert(source, to: late, ["-c", "copy", "-bsf:a", shift])
        let verification = MediaFile(path: late).verify(against: Expectation(audio: .present))
        let check = verification.checks.first { $0.code == .startOffset }
        #expect(check?.result == result, "\(check?.message ?? "")")
    }

    @Test func invalidTolerancesDontTrap() throws {
        let path = try folder.forge()
        for extra in [-1, .max] {
            var tolerances = Tolerances()
            tolerances.frameCountExtra = extra
            tolerances.durationShort = MediaTime(seconds: -2)
            tolerances.durationLong = MediaTime(seconds: -2)
            let verification = MediaFile(path: path).verify(
                against: expectation, tolerances: tolerances)
            #expect(verification.verdict == .fail)
            tolerances.frameCountExtra = nil
            #expect(
                MediaFile(path: path).verify(against: expectation, tolerances: tolerances).verdict
                    == .fail)
        }
    }

    @Test func aToleranceCanBeChanged() throws {
        let path = try folder.forge()
        var strict = Tolerances()
        let wereTaken = [
            strict.set("duration-long", to: 0.01), strict.set("no-such-name", to: 1),
            strict.set("duration-long", to: -1),
        ]
        #expect(wereTaken == [true, false, false])
        let verification = MediaFile(path: path).verify(against: expectation, tolerances: strict)
        #expect(verification.findings.map(\.code) == [.videoDuration])
    }

    @Test func aTruncatedFileFailsAndIsToBeFetchedAgain() throws {
        let path = folder.file("clip.mp4")
        var forge = ClipForge()
        forge.isFaststart = true
        try forge.write(to: path)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try folder.write(whole.dropLast(1000), as: "clip.mp4")
        let verification = MediaFile(path: path).verify(against: expectation)
        #expect(verification.findings.map(\.code) == [.completeness])
        #expect(verification.action == .fetchAgain)
        #expect(verification.findings.first?.at != nil)
    }

    @Test func damageInsideFramesIsDetectedByDecoding() throws {
        let path = try folder.forge()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let media = try #require(bytes.range(of: Data("mdat".utf8)))
        for offset in stride(from: media.upperBound + 900, to: media.upperBound + 2600, by: 3) {
            bytes[offset] ^= 0x5A
        }
        try folder.write(bytes, as: "clip.mp4")
        #expect(MediaFile(path: path).verify(against: expectation).verdict == .pass)
        let verification = MediaFile(path: path).verify(against: expectation, level: .decode)
        #expect(verification.verdict == .fail)
        #expect(verification.action == .fetchAgain)
    }

    @Test func zerosInAFrameAreDetectedWithoutDecoding() throws {
        let path = try folder.forge()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let media = try #require(bytes.range(of: Data("mdat".utf8)))
        // The first frame begins with the encoder's settings (SEI); the slice follows.
        let note = bytes[media.upperBound..<media.upperBound + 4].reduce(0) { $0 << 8 | Int($1) }
        let slice = media.upperBound + 4 + note + 4
        let hole = slice + 100..<slice + 120
        bytes.replaceSubrange(hole, with: Data(count: hole.count))
        try folder.write(bytes, as: "clip.mp4")
        let verification = MediaFile(path: path).verify(against: expectation, level: .packets)
        #expect(verification.findings.map(\.code) == [.unitSyntax])
        #expect(verification.action == .fetchAgain)
        #expect(verification.findings.first?.at != nil)
    }

    @Test func aWrongSizeInTheContainerIsDetected() throws {
        let path = try folder.forge()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        // Width and height are 24 bytes after the type of the sample entry (ISO/IEC 14496-12,
        // 12.1.3).
        let entry = try #require(bytes.range(of: Data("avc1".utf8), options: .backwards))
        let width = entry.upperBound + 24
        bytes.replaceSubrange(width..<width + 4, with: [0, 160, 0, 90])
        try folder.write(bytes, as: "clip.mp4")
        let verification = MediaFile(path: path).verify(against: expectation)
        #expect(verification.findings.map(\.code).contains(.storedFrameSize))
    }

    @Test func aFragmentedFilePasses() throws {
        let path = folder.file("clip.mp4")
        var forge = ClipForge()
        forge.muxing = ["movflags": "frag_keyframe+empty_moov"]
        forge.x264["g"] = "8"
        try forge.write(to: path)
        let verification = MediaFile(path: path).verify(against: expectation, level: .decode)
        #expect(verification.findings.filter { $0.result == .fail } == [])
    }

    @Test func implausiblePresentationTimesFail() throws {
        let path = try folder.forge()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        // Composition offsets (ISO/IEC 14496-12, 8.6.1.3): version, count, then count and offset.
        let box = try #require(bytes.range(of: Data("ctts".utf8)))
        let count = bytes[box.upperBound + 4..<box.upperBound + 8].reduce(0) { $0 << 8 | Int($1) }
        for entry in 0..<count {
            let offset = UInt32(entry * 7919 % 97 * 301)
            let place = box.upperBound + 8 + entry * 8 + 4
            bytes.replaceSubrange(
                place..<place + 4, with: withUnsafeBytes(of: offset.bigEndian, Array.init))
        }
        try folder.write(bytes, as: "clip.mp4")
        let verification = MediaFile(path: path).verify(against: expectation, level: .packets)
        #expect(verification.findings.map(\.code).contains(.frameTiming))
        #expect(verification.verdict == .fail)
    }

    @Test func aVariableRateWarns() throws {
        let verification = try verify(level: .packets) { $0.dropped = [7, 8] }
        let timing = verification.checks.first { $0.code == .frameTiming }
        #expect(timing?.result == .warn)
    }

    @Test func aMissingFileIsUnknownAndHeld() {
        let verification = MediaFile(path: folder.file("none.mp4")).verify(against: expectation)
        #expect(verification.verdict == .unknown)
        #expect(verification.action == .hold)
        #expect(verification.checks.map(\.execution) == [.errored])
        #expect(verification.findings == verification.checks)
        #expect(
            "\(verification)" == """
                \(verification.file): unknown, hold
                  container.conformance: It can't be opened: No such file or directory.
                """)
    }

    @Test func theJSONHasTheDocumentedKeys() throws {
        let verification = try verify { $0.frames = 17 }
        let object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(verification))
                as? [String: Any])
        #expect(Set(object.keys) == ["schema", "file", "verdict", "action", "checks"])
        let checks = try #require(object["checks"] as? [[String: Any]])
        for check in checks {
            #expect(
                Set(check.keys) == [
                    "code", "execution", "result", "expected", "measured", "tolerance", "message",
                    "at",
                ])
        }
        let duration = checks.first { $0["code"] as? String == "video.duration" }
        #expect((duration?["at"] as? [Double])?.count == 2)
    }

    @Test func theMeasurementsJSONHasTheDocumentedKeys() throws {
        let path = try folder.forge()
        let object = try #require(
            try JSONSerialization.jsonObject(
                with: JSONEncoder().encode(MediaFile(path: path).measure())) as? [String: Any])
        #expect(
            Set(object.keys).isSuperset(of: [
                "schema", "file", "container", "bytes", "duration", "complete", "faststart",
                "video",
                "audio",
            ]))
        let video = try #require(object["video"] as? [String: Any])
        #expect(
            Set(video.keys).isSuperset(of: [
                "codec", "profile", "width", "height", "displayWidth", "displayHeight", "rotation",
                "sampleAspectRatio", "frameRate", "frameCount", "duration", "pixelFormat",
            ]))
        #expect(video["frameRate"] as? String == "24/1")
    }
}

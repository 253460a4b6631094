import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Matroska and WebM files are measured and judged like MP4 files.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct MatroskaTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private let expectation = Expectation(
        duration: MediaTime(seconds: 3),
        frameSize: FrameSize(width: 320, height: 180),
        aspectRatio: AspectRatio("16:9"),
        frameRate: FrameRate(24),
        audio: .present)

    private func verify(_ film: Data, _ level: Verification.Level = .header) throws -> Verification
    {
        MediaFile(path: try folder.write(film, as: "clip.webm"))
            .verify(against: expectation, level: level)
    }

    @Test(arguments: MatroskaClip.available)
    func aWholeFilePassesAtEveryLevel(_ kind: MatroskaClip) throws {
        let film = try kind.film()
        for level in Verification.Level.allCases {
            let verification = try verify(film, level)
            #expect(verification.findings == [], "\(level)")
            #expect(verification.verdict == .pass)
            let frames = verification.checks.first { $0.code == .frameCount }
            #expect(frames?.result == .pass)
        }
    }

    @Test(arguments: MatroskaClip.available)
    func theMeasurementIsThatOfFFprobe(_ kind: MatroskaClip) throws {
        let path = try folder.write(try kind.film(), as: "clip.webm")
        let measured = try MediaFile(path: path).measure()
        let video = try #require(measured.video)
        let audio = try #require(measured.audio)
        let picture = try FFmpegProgram.facts(of: path, stream: "v:0")
        let sound = try FFmpegProgram.facts(of: path, stream: "a:0")
        #expect(measured.container == kind.container)
        #expect(measured.complete == (kind == .live ? nil : true))
        #expect((measured.duration == nil) == (kind == .live))
        #expect(video.codec == kind.codec && video.codec == picture["codec_name"])
        #expect(String(video.width) == picture["width"])
        #expect(String(video.height) == picture["height"])
        #expect(String(video.frameCount) == picture["nb_read_frames"])
        #expect(video.frameCount == MatroskaClip.frames)
        #expect(video.frameRate?.description == picture["r_frame_rate"])
        #expect(audio.codec == kind.soundCodec && audio.codec == sound["codec_name"])
        #expect(String(audio.sampleRate) == sound["sample_rate"])
        #expect(String(audio.channels) == sound["channels"])
        // The times are stored in milliseconds.
        let length = try #require(video.duration)
        #expect((length - MediaTime(seconds: 3)).magnitude <= MediaTime(value: 2, timescale: 1000))
        // The length of the last block of sound is only known from its content.
        let heard = try #require(audio.duration)
        #expect((heard - MediaTime(seconds: 3)).magnitude <= MediaTime(value: 3, timescale: 100))
    }

    // MARK: Files that are cut off

    @Test(arguments: MatroskaClip.available, [99, 90, 50, 10])
    func aTruncatedFileIsFoundInTheHeader(_ kind: MatroskaClip, _ share: Int) throws {
        let film = try kind.film()
        let verification = try verify(film.prefix(film.count * share / 100))
        #expect(verification.verdict == .fail)
        #expect(verification.action == .fetchAgain)
    }

    /// Where a cluster ends, no element is cut; the size of the segment shows it.
    @Test func aFileThatEndsBetweenClustersIsFound() throws {
        try #require(MatroskaClip.available.contains(.vp9))
        let film = try MatroskaClip.vp9.film()
        let clusters = MatroskaElement.all(in: film).filter { $0.id == 0x1F43_B675 }
        #expect(clusters.count > 2)
        let verification = try verify(film.prefix(clusters[1].offset))
        #expect(verification.findings.first?.code == .completeness)
        let stop = try #require(verification.measurement?.damage?.stopsAt.seconds)
        #expect((0.9...1.1).contains(stop))
    }

    /// A file without its size that states a duration, half a second longer than what it holds and
    /// a little more.
    @Test(arguments: [(3490, Check.Result.pass), (3530, .fail)])
    func aStatedDurationMustBeReached(_ milliseconds: Double, _ result: Check.Result) throws {
        try #require(MatroskaClip.available.contains(.vp9))
        var film = try MatroskaClip.vp9.film()
        let elements = MatroskaElement.all(in: film)
        let segment = try #require(elements.first { $0.id == 0x1853_8067 })
        film.replaceSubrange(
            segment.content.lowerBound - 8..<segment.content.lowerBound,
            with: [1] + Data(repeating: 0xFF, count: 7))
        let stated = try #require(elements.first { $0.id == 0x4489 })
        let bits = milliseconds.bitPattern.bigEndian
        film.replaceSubrange(stated.content, with: withUnsafeBytes(of: bits) { Data($0) })
        let found = try verify(film).checks.first { $0.code == .completeness }
        #expect(found?.result == result)
    }

    @Test func whetherARecordingIsCompleteIsNotKnown() throws {
        try #require(MatroskaClip.available.contains(.live))
        let verification = try verify(try MatroskaClip.live.film(), .decode)
        let found = verification.checks.first { $0.code == .completeness }
        #expect(found?.execution == .skipped)
        #expect(verification.measurement?.complete == nil)
    }

    /// What is left of a file whose download ended within its description.
    @Test func aFileWithoutPicturesIsCutOff() throws {
        try #require(MatroskaClip.available.contains(.vp9))
        let film = try MatroskaClip.vp9.film()
        let cluster = try #require(
            MatroskaElement.all(in: film).first { $0.id == 0x1F43_B675 })
        for length in [20, 40, 200, cluster.offset] {
            let verification = try verify(film.prefix(length))
            #expect(verification.checks.map(\.code) == [.conformance])
            #expect(verification.checks.first?.measured == "truncated")
            #expect(verification.checks.first?.message.contains("cut off") == true)
        }
    }

    @Test func anotherDocumentTypeIsNoVideo() throws {
        try #require(MatroskaClip.available.contains(.vp9))
        var film = try MatroskaClip.vp9.film()
        let type = try #require(film.range(of: Data("webm".utf8)))
        film.replaceSubrange(type, with: Data("webp".utf8))
        #expect(try verify(film).checks.first?.measured == "not-media")
    }

    // MARK: What the header says

    /// The rate in the header is only believed if the pictures follow it.
    @Test(arguments: [(UInt32(41_666_666), "24/1"), (20_000_000, "24/1")])
    func theRateIsThatOfThePictures(_ nanoseconds: UInt32, _ rate: String) throws {
        try #require(MatroskaClip.available.contains(.vp9))
        var film = try MatroskaClip.vp9.film()
        let element = try #require(
            MatroskaElement.all(in: film).first { $0.id == 0x23_E383 })
        film.put(nanoseconds, at: element.content.lowerBound)
        let path = try folder.write(film, as: "clip.webm")
        #expect(try MediaFile(path: path).measure().video?.frameRate?.description == rate)
    }

    /// Frames of 8 and 9 ms are even at 120 frames a second; the times are whole milliseconds.
    @Test func roundedTimesAreEven() throws {
        let source = try folder.forge("source.mp4") { forge in
            forge.frameRate = FrameRate(120)
            forge.frames = 120
            forge.sound = nil
        }
        let path = folder.file("fast.mkv")
        try FFmpegProgram.convert(source, to: path, ["-c", "copy"])
        let verification = MediaFile(path: path).verify(against: Expectation(), level: .packets)
        #expect(verification.findings == [])
        #expect(verification.measurement?.video?.frameRate == FrameRate(120))
    }

    /// A frame of VP8 can be decoded without being shown; here one in the middle.
    @Test func aHiddenFrameDoesNotCount() throws {
        try #require(MatroskaClip.available.contains(.vp8))
        var film = try MatroskaClip.vp8.film()
        let frame = MatroskaElement.blocks(in: film, track: 1)[40]
        #expect(film[frame.lowerBound] & 0x10 != 0)
        film[frame.lowerBound] &= ~0x10
        let path = try folder.write(film, as: "clip.webm")
        let facts = try FFmpegProgram.facts(of: path, stream: "v:0")
        let verification = MediaFile(path: path).verify(against: Expectation(), level: .decode)
        let video = verification.measurement?.video
        #expect(video?.frameCount == MatroskaClip.frames - 1)
        #expect(facts["nb_read_frames"] == String(MatroskaClip.frames - 1))
        #expect(verification.checks.first { $0.code == .packets }?.result == .pass)
        #expect(verification.checks.first { $0.code == .codingSyntax }?.result == .pass)
    }

    @Test func encryptedFramesFail() throws {
        try #require(MatroskaClip.available.contains(.vp9))
        var film = try MatroskaClip.vp9.film()
        let track = try #require(MatroskaElement.all(in: film).first { $0.id == 0xAE })
        // ContentEncodings with one of the type encryption, instead of the unused language.
        let language = try #require(film.range(of: Data([0x22, 0xB5, 0x9C]), in: track.content))
        let name = try #require(
            MatroskaElement.all(in: film).first { $0.offset == language.lowerBound })
        let uid = try #require(MatroskaElement.all(in: film).first { $0.id == 0x73C5 })
        let room = uid.offset..<name.content.upperBound
        let encoding: [UInt8] = [0x6D, 0x80, 0x87, 0x62, 0x40, 0x84, 0x50, 0x33, 0x81, 1]
        let void = [0xEC, UInt8(0x80 | (room.count - encoding.count - 2))]
        film.replaceSubrange(
            room, with: Data(encoding + void) + Data(count: room.count - encoding.count - 2))
        let verification = try verify(film, .decode)
        #expect(verification.checks.first { $0.code == .encryption }?.result == .fail)
    }

    @Test(arguments: [
        ("video/webm", Check.Result.pass), ("video/mp4", .warn), ("video/x-matroska", .warn),
    ])
    func theMediaTypeIsCompared(_ type: String, _ result: Check.Result) throws {
        try #require(MatroskaClip.available.contains(.vp9))
        let path = try folder.write(try MatroskaClip.vp9.film(), as: "clip.webm")
        let expected = Expectation(claims: Claims(mediaType: type))
        let found = MediaFile(path: path).verify(against: expected).checks
            .first { $0.code == .claimedMediaType }
        #expect(found?.result == result)
    }
}

import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@Suite struct MeasurementTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func clip(_ change: (inout ClipForge) -> Void = { _ in }) throws -> MediaFile {
        MediaFile(path: try folder.forge("clip.mp4", change))
    }

    @Test func aClipIsMeasuredFromItsHeader() throws {
        let measured = try clip().measure()
        #expect(measured.container == "mp4")
        #expect(measured.complete == true)
        #expect(!measured.faststart)
        let video = try #require(measured.video)
        #expect(video.codec == "h264")
        #expect(video.displaySize == FrameSize(width: 320, height: 180))
        #expect(video.frameRate == FrameRate(24))
        #expect(video.frameCount == 25)
        #expect(video.duration == MediaTime(value: 25, timescale: 24))
        #expect(video.pixelFormat == "yuv420p")
        #expect(video.start == .zero)
        let audio = try #require(measured.audio)
        #expect(audio.codec == "aac")
        #expect(audio.sampleRate == 48_000)
        #expect(audio.channels == 2)
    }

    @Test func aClipWithoutSoundHasNone() throws {
        #expect(try clip { $0.sound = nil }.measure().audio == nil)
    }

    @Test func anIndexInFrontIsDetected() throws {
        #expect(try clip { $0.isFaststart = true }.measure().faststart)
    }

    @Test func aFileCutBehindItsIndexIsIncomplete() throws {
        let file = try clip { $0.isFaststart = true }
        let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
        try folder.write(whole.prefix(whole.count * 2 / 3), as: "clip.mp4")
        let measured = try file.measure()
        #expect(measured.complete == false)
        let damage = try #require(measured.damage)
        #expect(damage.samplesLost > 0)
        #expect(damage.stopsAt < MediaTime(value: 25, timescale: 24))
        // The header still claims the full length.
        #expect(measured.video?.frameCount == 25)
    }

    @Test func oneMissingByteIsDetected() throws {
        let file = try clip { $0.isFaststart = true }
        let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
        try folder.write(whole.dropLast(), as: "clip.mp4")
        #expect(try file.measure().damage?.samplesLost == 1)
    }

    @Test func aMissingFileIsUnreadableAndAnEmptyOneIsEmpty() throws {
        #expect(throws: MeasurementError.self) {
            try MediaFile(path: folder.file("none.mp4")).measure()
        }
        let empty = try folder.write(Data(), as: "empty.mp4")
        let error = #expect(throws: MeasurementError.self) {
            try MediaFile(path: empty).measure()
        }
        #expect(error?.code == .empty)
    }

    @Test func aFileWhoseEndIsLostHasNoIndex() throws {
        let file = try clip()
        let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
        try folder.write(whole.prefix(whole.count / 2), as: "clip.mp4")
        let error = #expect(throws: MeasurementError.self) { try file.measure() }
        #expect(error?.code == .truncated)
    }

    /// A box of media that states more bytes than the file has, of which no sample needs any.
    @Test func missingBytesThatNoSampleNeedsWarn() throws {
        let file = try clip { $0.isFaststart = true }
        var film = try Data(contentsOf: URL(fileURLWithPath: file.path))
        let media = try #require(ClipLayout.box("mdat", in: film)).lowerBound
        film.put(film.number(at: media) + 8, at: media)
        try folder.write(film, as: "clip.mp4")
        let verification = file.verify(against: Expectation())
        #expect(verification.findings.map(\.code) == [.completeness])
        #expect(verification.verdict == .warn)
        #expect(try file.measure().complete == true)
    }

    /// MP4 states two channels for MP3 whatever there are.
    @Test(.enabled(if: FFmpegProgram.encodes(["libmp3lame"])), arguments: [1, 2])
    func channelsOfMP3AreCounted(_ channels: Int) throws {
        let source = try clip { $0.sound?.channels = channels }
        let path = folder.file("mp3.mp4")
        try FFmpegProgram.convert(source.path, to: path, ["-c:v", "copy", "-c:a", "libmp3lame"])
        let audio = try #require(try MediaFile(path: path).measure().audio)
        #expect(audio.codec == "mp3")
        #expect(audio.channels == channels)
    }
}

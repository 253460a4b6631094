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
        #expect(measured.complete)
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

    @Test func theIndexInFrontIsSeen() throws {
        #expect(try clip { $0.isFaststart = true }.measure().faststart)
    }

    @Test func aFileCutBehindItsIndexIsIncomplete() throws {
        let file = try clip { $0.isFaststart = true }
        let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
        try folder.write(whole.prefix(whole.count * 2 / 3), as: "clip.mp4")
        let measured = try file.measure()
        #expect(!measured.complete)
        let damage = try #require(measured.damage)
        #expect(damage.samplesLost > 0)
        #expect(damage.stopsAt < MediaTime(value: 25, timescale: 24))
        // The header still claims everything.
        #expect(measured.video?.frameCount == 25)
    }

    @Test func oneByteLessIsNoticed() throws {
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

    @Test func aFolderOrAPipeIsNoFileAndNothingWaits() throws {
        let pipe = folder.file("pipe.mp4")
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [folder.path, pipe] {
            let error = #expect(throws: MeasurementError.self) {
                try MediaFile(path: path).measure()
            }
            #expect(error?.code == .unreadable)
        }
    }

    static let strangers: [(String, String)] = [
        ("<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
        ("  <html><head></head></html>", "web page"),
        ("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "error message"),
        ("{\"detail\":\"Not Found\"}", "error message"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:00", "LFS pointer"),
        ("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n", "HTTP header"),
        ("#EXTM3U\n#EXT-X-VERSION:3\nother.ts\n", "playlist"),
        ("ffconcat version 1.0\nfile 'secret.mp4'\n", "playlist"),
        (String(repeating: "QUJDREVG", count: 50), "base64"),
        (String(repeating: "\0", count: 5000), "zeros"),
        ("GIF89a.............", "GIF"),
    ]

    @Test(arguments: strangers)
    func whatIsNoFilmIsNamed(_ content: String, _ word: String) throws {
        let path = try folder.write(Data(content.utf8), as: "take.mp4")
        let verification = MediaFile(path: path).verify(against: Expectation())
        #expect(verification.verdict == .fail)
        #expect(verification.action == .fetchAgain)
        #expect(verification.checks.first?.message.contains(word) == true)
    }

    @Test func aFileWhoseEndIsLostHasNoIndex() throws {
        let file = try clip()
        let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
        try folder.write(whole.prefix(whole.count / 2), as: "clip.mp4")
        let error = #expect(throws: MeasurementError.self) { try file.measure() }
        #expect(error?.code == .truncated)
    }
}

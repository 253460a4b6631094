import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Files that are no videos are identified, and nothing they refer to is opened.
@Suite struct NotMediaTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        arguments: NonMediaFile.texts + NonMediaFile.pictures + NonMediaFile.nothings
            + NonMediaFile.wronglyDecoded)
    func filesThatAreNoVideosAreIdentified(_ file: NonMediaFile) throws {
        let path = try folder.write(file.bytes, as: "take.mp4")
        for level in Verification.Level.allCases {
            let verification = MediaFile(path: path).verify(against: Expectation(), level: level)
            #expect(verification.verdict == .fail)
            #expect(verification.action == .fetchAgain)
            #expect(verification.checks.map(\.code) == [.conformance])
            let message = try #require(verification.checks.first?.message)
            #expect(message.contains(file.words))
        }
    }

    @Test func aVideoBehindAnHTTPHeaderIsIdentified() throws {
        let film = try Data(contentsOf: URL(fileURLWithPath: folder.forge("good.mp4")))
        let header = Data("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n".utf8)
        let path = try folder.write(header + film, as: "take.mp4")
        let verification = MediaFile(path: path).verify(against: Expectation())
        #expect(verification.action == .fetchAgain)
        #expect(verification.checks.first?.message.contains("HTTP header") == true)
    }

    @Test func missingBase64CharactersLoseTheIndex() throws {
        let film = try Data(contentsOf: URL(fileURLWithPath: folder.forge("good.mp4")))
        var text = film.base64EncodedString()
        let lost = text.index(text.startIndex, offsetBy: 9001)
        text.removeSubrange(lost..<text.index(lost, offsetBy: 3))
        let bytes = try #require(Data(base64Encoded: String(text.prefix(text.count / 4 * 4))))
        let path = try folder.write(bytes, as: "take.mp4")
        let verification = MediaFile(path: path).verify(against: Expectation())
        #expect(verification.verdict == .fail)
        #expect(verification.action == .fetchAgain)
        #expect(verification.checks.first?.message.contains("index (moov)") == true)
    }

    /// Video formats that libav supports but this library doesn't accept.
    @Test(
        .enabled(if: FFmpegProgram.isInstalled),
        arguments: [
            ("avi", "mpeg4", "RIFF"), ("ts", "copy", "transport stream"),
            ("flv", "copy", "Flash video"),
            ("gif", "gif", "GIF"),
        ])
    func anotherFormatIsIdentified(_ format: String, _ encoder: String, _ words: String) throws {
        guard FFmpegProgram.encodes([encoder]) else { return }
        let film = try folder.forge {
            $0.frames = 3
            $0.sound = nil
        }
        let take = folder.file("take." + format)
        try FFmpegProgram.convert(film, to: take, ["-c:v", encoder])
        let verification = MediaFile(path: take).verify(against: Expectation(), level: .decode)
        #expect(verification.verdict == .fail)
        #expect(verification.action == .fetchAgain)
        let message = try #require(verification.checks.first?.message)
        #expect(message.contains(words))
    }

    /// A still picture in an MP4-like container opens like a video but is none.
    @Test(.enabled(if: FFmpegProgram.isInstalled && FFmpegProgram.encodes(["libaom-av1"])))
    func aStillPictureInAnMP4ContainerFails() throws {
        let path = folder.file("take.avif")
        let options = ["-an", "-frames:v", "1", "-c:v", "libaom-av1", "-cpu-used", "8"]
        try FFmpegProgram.convert(try folder.forge(), to: path, options)
        for expectation in [Expectation(), Expectation(duration: MediaTime(seconds: 1))] {
            let verification = MediaFile(path: path).verify(against: expectation, level: .decode)
            #expect(verification.verdict == .fail, "\(verification.checks.map(\.message))")
        }
    }

    @Test func foldersAndPipesAreHeldWithoutWaiting() throws {
        let pipe = folder.file("pipe.mp4")
        #expect(mkfifo(pipe, 0o600) == 0)
        let files = [
            (folder.path, "folder"), (pipe, "isn't a regular file"),
            ("/dev/zero", "isn't a regular file"),
        ]
        for (path, words) in files {
            let verification = MediaFile(path: path).verify(against: Expectation(), level: .decode)
            #expect(verification.verdict == .unknown)
            #expect(verification.action == .hold)
            #expect(verification.checks.first?.message.contains(words) == true)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func anUnreadableFileIsHeld() throws {
        let path = try folder.forge()
        #expect(chmod(path, 0) == 0)
        let verification = MediaFile(path: path).verify(against: Expectation(), level: .decode)
        #expect(verification.verdict == .unknown)
        #expect(verification.action == .hold)
        #expect(verification.checks.first?.message.contains("Permission denied") == true)
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled))
    func soundAloneFails() throws {
        let path = folder.file("sound.mp4")
        try FFmpegProgram.convert(try folder.forge(), to: path, ["-vn", "-c:a", "copy"])
        let verification = MediaFile(path: path).verify(against: Expectation(), level: .decode)
        #expect(verification.findings.map(\.code) == [.videoPresence])
        #expect(verification.verdict == .fail)
        #expect(verification.action == .reroll)
    }

    /// The index comes after more boxes than are looked at.
    @Test func aMillionFreeBoxesAreNoStillPicture() throws {
        let folder = try TemporaryFolder()
        let film = try ClipForge().film()
        let type = try #require(ClipLayout.box("ftyp", in: film))
        let free = Data(repeatElement(Data.box("free", Data()), count: 1_000_000).joined())
        let path = try folder.write(
            film[type] + free + film[type.upperBound...], as: "free.mp4")
        let check = MediaFile(path: path).verify(against: Expectation()).checks.first
        #expect(check?.result == .fail)
        #expect(check?.message.contains("still picture") == false)
        #expect(check?.message.contains("500000 boxes") == true, "\(check?.message ?? "")")
    }
}

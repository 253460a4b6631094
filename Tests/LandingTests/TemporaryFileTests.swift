import DailiesLanding
import DailiesTestSupport
import Foundation
import Glibc
import Testing

/// A file is made by one process or thread at a time.
struct TemporaryFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func onlyOneCanMakeAFile() throws {
        let final = folder.file("film.mp4")
        var first = try TemporaryFile.create(for: final)
        #expect(first?.path == folder.file(".film.mp4.part"))
        #expect(try TemporaryFile.create(for: final) == nil)
        #expect(try TemporaryFile.create(for: folder.file("other.mp4")) != nil)
        first = nil
        #expect(try TemporaryFile.create(for: final) != nil)
    }

    /// The lock goes with the file; the next one gets a file of its own.
    @Test func aRenamedFileIsNoLongerLocked() throws {
        let final = folder.file("film.mp4")
        let first = try #require(try TemporaryFile.create(for: final))
        try Landing.land(first.path, as: final)
        let second = try #require(try TemporaryFile.create(for: final))
        #expect(FileManager.default.fileExists(atPath: second.path))
        withExtendedLifetime(first) {}
    }

    @Test func aFileThatWasLeftBehindIsUsedAgain() throws {
        try folder.write(Data("half a film".utf8), as: ".film.mp4.part")
        #expect(try TemporaryFile.create(for: folder.file("film.mp4")) != nil)
    }

    @Test func aLinkInItsPlaceIsNotFollowed() throws {
        let other = try folder.write(Data("another file".utf8), as: "other")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file(".film.mp4.part"), withDestinationPath: other)
        #expect(throws: LandingError.self) {
            try TemporaryFile.create(for: folder.file("film.mp4"))
        }
    }

    @Test func onlyRegularFilesMayBeReplaced() throws {
        let file = try folder.write(Data(), as: "file")
        #expect(Landing.obstacle(at: file) == nil)
        #expect(Landing.obstacle(at: folder.file("none")) == nil)
        #expect(Landing.obstacle(at: folder.path)?.contains("is a folder") == true)
        #expect(Landing.obstacle(at: "/dev/null")?.contains("isn't a regular file") == true)
        mkfifo(folder.file("pipe"), 0o600)
        #expect(Landing.obstacle(at: folder.file("pipe"))?.contains("isn't a regular") == true)
        for target in [file, folder.file("none")] {
            let link = folder.file("link to " + (target as NSString).lastPathComponent)
            symlink(target, link)
            #expect(Landing.obstacle(at: link)?.contains("is a link") == true)
        }
    }
}

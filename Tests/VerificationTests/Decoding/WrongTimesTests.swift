import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Files that decode without an error and still aren't what their index says.
@Suite struct WrongTimesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func result(_ file: MediaFile, _ code: CheckCode) -> Check.Result? {
        file.verify(against: Expectation(), level: .decode).checks.first { $0.code == code }?.result
    }

    @Test func anUntouchedClipPasses() throws {
        let file = try folder.clip("ctts") { $1 }
        #expect(result(file, .pictureOrder) == .pass)
        #expect(result(file, .audioLength) == .pass)
    }

    /// All pictures are shown in the order of decoding: each bidirectional one comes too late.
    @Test func picturesInAWrongOrderFail() throws {
        let file = try folder.clip("ctts") { _, _ in 0 }
        #expect(result(file, .pictureOrder) == .fail)
    }

    /// The index claims 3.3 s of sound, and there are 3 s.
    @Test func soundThatEndsALittleEarlyWarns() throws {
        let file = try folder.clip("stts", track: 1) { $1 + $1 / 10 }
        #expect(result(file, .audioLength) == .warn)
    }

    /// The index claims twice as much sound as there is.
    @Test func soundThatEndsHalfWayFails() throws {
        let file = try folder.clip("stts", track: 1) { $1 * 2 }
        #expect(result(file, .audioLength) == .fail)
    }

    @Test func soundThatWasCutOffAtFullScaleIsClipped() throws {
        let path = try folder.forge("loud.mp4") { $0.sound?.level = 4 }
        #expect(result(MediaFile(path: path), .audioClipping) == .warn)
        let normal = try folder.forge("normal.mp4") { $0.sound?.level = 0.8 }
        #expect(result(MediaFile(path: normal), .audioClipping) == .pass)
    }

    /// Pictures that are decoded in another order than shown, and an index without display times:
    /// players guess them.
    @Test func missingDisplayTimesWarn() throws {
        let path = try folder.forge("clip.mp4") { $0.frames = 48 }
        var film = try Data(contentsOf: URL(fileURLWithPath: path))
        let table = try #require(NestedBoxes(film).all("ctts").first)
        film.replaceSubrange(table.range.dropFirst(4).prefix(4), with: Data("free".utf8))
        let file = MediaFile(path: try folder.write(film, as: "changed.mp4"))
        #expect(result(file, .pictureOrder) == .warn)
    }
}

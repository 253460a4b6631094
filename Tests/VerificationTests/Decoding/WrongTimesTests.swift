import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Files that decode without an error and still aren't what their index says.
@Suite struct WrongTimesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A clip in whose index a table's values are changed.
    ///
    /// - Parameters:
    ///   - table: the type of the box, such as `ctts`.
    ///   - track: which of the boxes of that type: 0 is the picture's.
    ///   - change: changes the second number of each entry.
    private func clip(
        _ table: String, track: Int, _ change: (UInt32) -> UInt32
    ) throws -> MediaFile {
        let path = try folder.forge("clip.mp4") { $0.frames = 72 }
        var film = try Data(contentsOf: URL(fileURLWithPath: path))
        let tables = NestedBoxes(film).all(table)
        try #require(tables.indices.contains(track))
        let content = tables[track].payload.lowerBound
        // Version and flags, the number of entries, then two numbers for each entry.
        for entry in 0..<Int(film.number(at: content + 4)) {
            let place = content + 8 + entry * 8 + 4
            film.put(change(film.number(at: place)), at: place)
        }
        return MediaFile(path: try folder.write(film, as: "changed.mp4"))
    }

    private func result(_ file: MediaFile, _ code: CheckCode) -> Check.Result? {
        file.verify(against: Expectation(), level: .decode).checks.first { $0.code == code }?.result
    }

    @Test func anUntouchedClipPasses() throws {
        let file = try clip("ctts", track: 0) { $0 }
        #expect(result(file, .pictureOrder) == .pass)
        #expect(result(file, .audioLength) == .pass)
    }

    /// All pictures are shown in the order of decoding: each bidirectional one comes too late.
    @Test func picturesInAWrongOrderFail() throws {
        let file = try clip("ctts", track: 0) { _ in 0 }
        #expect(result(file, .pictureOrder) == .fail)
    }

    /// The index claims 3.3 s of sound, and there are 3 s.
    @Test func soundThatEndsALittleEarlyWarns() throws {
        let file = try clip("stts", track: 1) { $0 + $0 / 10 }
        #expect(result(file, .audioLength) == .warn)
    }

    /// The index claims twice as much sound as there is.
    @Test func soundThatEndsHalfWayFails() throws {
        let file = try clip("stts", track: 1) { $0 * 2 }
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

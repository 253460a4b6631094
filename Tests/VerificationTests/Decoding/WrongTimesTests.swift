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
        var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        let places = bytes.indices.dropLast(8).filter {
            bytes[$0..<$0 + 4].elementsEqual(table.utf8)
        }
        try #require(places.count > track)
        let place = places[track]
        func number(_ offset: Int) -> UInt32 {
            bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
        for entry in 0..<Int(number(place + 8)) {
            let offset = place + 12 + entry * 8 + 4
            let value = change(number(offset))
            for byte in 0..<4 {
                bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> (24 - 8 * byte))
            }
        }
        let changed = folder.file("changed.mp4")
        try Data(bytes).write(to: URL(fileURLWithPath: changed))
        return MediaFile(path: changed)
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

    /// The index says twice as much sound as there is.
    @Test func soundThatEndsHalfWayFails() throws {
        let file = try clip("stts", track: 1) { $0 * 2 }
        #expect(result(file, .audioLength) == .fail)
    }

    /// Decoded samples beyond full scale are cut off by players, even if they have no plateau.
    @Test func soundBeyondFullScaleIsClipped() throws {
        let path = try folder.forge("loud.mp4") { $0.sound?.level = 4 }
        #expect(result(MediaFile(path: path), .audioClipping) == .warn)
        let normal = try folder.forge("normal.mp4") { $0.sound?.level = 0.8 }
        #expect(result(MediaFile(path: normal), .audioClipping) == .pass)
    }
}

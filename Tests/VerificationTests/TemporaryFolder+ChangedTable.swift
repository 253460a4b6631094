import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

extension TemporaryFolder {
    /// Three seconds in whose index a table's values are changed.
    ///
    /// - Parameters:
    ///   - table: the type of the box: `stts` or `ctts`.
    ///   - track: which of the boxes of that type: 0 is the picture's.
    ///   - forging: how the clip is made otherwise.
    ///   - change: changes the value of each entry, by its number.
    func clip(
        _ table: String, track: Int = 0, in forging: (inout ClipForge) -> Void = { _ in },
        _ change: (Int, UInt32) -> UInt32
    ) throws -> MediaFile {
        let path = try forge("clip.mp4") {
            $0.frames = 72
            forging(&$0)
        }
        var film = try Data(contentsOf: URL(fileURLWithPath: path))
        let tables = NestedBoxes(film).all(table)
        try #require(tables.indices.contains(track))
        let content = tables[track].payload.lowerBound
        // Version and flags, the number of entries, then two numbers for each entry.
        for entry in 0..<Int(film.number(at: content + 4)) {
            let place = content + 8 + entry * 8 + 4
            film.put(change(entry, film.number(at: place)), at: place)
        }
        return MediaFile(path: try write(film, as: "changed.mp4"))
    }
}

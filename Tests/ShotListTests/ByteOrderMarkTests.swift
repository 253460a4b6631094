import DailiesShotList
import Foundation
import Testing

/// A UTF-8 byte order mark at the start of a file isn't part of its first line.
struct ByteOrderMarkTests {
    private static let mark = Data([0xEF, 0xBB, 0xBF])

    @Test func markInATextListIsSkipped() throws {
        let reading = try read(bytes: Self.mark + Data("# no shot\nA".utf8), as: "film.txt")
        #expect(reading.list?.shots.map(\.summary) == ["A"])
    }

    @Test func markInAJSONListIsSkipped() throws {
        let reading = try read(bytes: Self.mark + Data(#"{"shots": [{"prompt": "A"}]}"#.utf8))
        #expect(reading.list?.shots.map(\.summary) == ["A"])
    }
}

import DailiesShotList
import Foundation
import Testing

/// Editors that mark UTF-8 files put three bytes in front; they are no part of the first line.
struct ByteOrderMarkTests {
    private static let mark = Data([0xEF, 0xBB, 0xBF])

    @Test func aMarkedPromptFileStartsWithItsFirstLine() throws {
        let reading = try read(bytes: Self.mark + Data("# no shot\nA".utf8), as: "film.txt")
        #expect(reading.list?.shots.map(\.summary) == ["A"])
    }

    @Test func aMarkedJSONFileIsRead() throws {
        let reading = try read(bytes: Self.mark + Data(#"{"shots": [{"prompt": "A"}]}"#.utf8))
        #expect(reading.list?.shots.map(\.summary) == ["A"])
    }
}

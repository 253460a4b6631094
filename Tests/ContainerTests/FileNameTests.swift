import DailiesContainer
import Testing

/// Every name survives the way from bytes to a string and back.
@Suite struct FileNameTests {
    @Test(arguments: [
        Array("clip.mp4".utf8), Array("héllo 😀.mp4".utf8), [0xE9], [0x63, 0xE9, 0x2E], [0xC3],
        [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0x80, 0xFF, 0xC3, 0xA9], [0xC0, 0x80],
    ])
    func aNameSurvives(_ bytes: [UInt8]) {
        #expect(FileName.bytes(of: FileName.text(of: bytes)) == bytes)
    }

    @Test func validNamesAreUnchanged() {
        #expect(FileName.text(of: Array("héllo".utf8)) == "héllo")
        #expect(FileName.text(of: [0x61, 0xE9]).unicodeScalars.count == 2)
    }
}

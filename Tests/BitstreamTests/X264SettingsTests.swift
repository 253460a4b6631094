import DailiesBitstream
import Testing

/// Reading of the options that x264 writes into a stream.
@Suite struct X264SettingsTests {
    private static let uuid: [UInt8] = [
        0xDC, 0x45, 0xE9, 0xBD, 0xE6, 0xD9, 0x48, 0xB7, 0x96, 0x2C, 0xD8, 0x20, 0xD9, 0x23, 0xEE,
        0xEF,
    ]

    /// A packet with one SEI unit that contains one message, and a slice.
    private func packet(_ text: String, uuid: [UInt8] = uuid, size: Int? = nil) -> [UInt8] {
        let content = uuid + Array(text.utf8) + [0]
        var message: [UInt8] = [5]
        var left = size ?? content.count
        while left >= 255 {
            message.append(255)
            left -= 255
        }
        message.append(UInt8(left))
        let unit = [6] + message + content + [0x80]
        return [0, 0, 0, UInt8(unit.count)] + unit + [0, 0, 0, 2, 0x65, 0x88]
    }

    private func options(_ packet: [UInt8]) -> [String: String]? {
        packet.withUnsafeBufferPointer { X264Settings.options(in: $0, lengthSize: 4) }
    }

    @Test func optionsAreReadByName() {
        let found = options(
            packet("x264 - core 164 - options: cabac=1 ref=3 me=hex psy_rd=1.0:0.0"))
        #expect(found == ["cabac": "1", "ref": "3", "me": "hex", "psy_rd": "1.0:0.0"])
    }

    @Test func messagesOfOtherEncodersAreIgnored() {
        #expect(options(packet("options: ref=3", uuid: Array(repeating: 1, count: 16))) == nil)
        #expect(options(packet("x264 without any")) == nil)
    }

    @Test func damagedMessagesAreIgnored() {
        let whole = packet("options: ref=3")
        #expect(options(packet("options: ref=3", size: 200)) == nil)
        for count in 0..<whole.count { _ = options(Array(whole.prefix(count))) }
        #expect(options([0xFF, 0xFF, 0xFF, 0xFF, 6]) == nil)
    }
}

import DailiesShotList
import Foundation

/// A picture that is written into a list as a data URI.
struct InlinePicture {
    let bytes: Int
    /// Pixels; `nil` where it is no whole PNG, JPEG or WebP header.
    let size: ModelProfile.FrameSize?

    /// Reads `data:image/png;base64,…`; `nil` for what isn't written so.
    init?(_ text: String) {
        guard let comma = text.firstIndex(of: ","),
            text[..<comma].lowercased().hasSuffix(";base64"),
            let data = Data(base64Encoded: String(text[text.index(after: comma)...]))
        else { return nil }
        bytes = data.count
        size = PictureHeader(data).size
    }
}

/// The first bytes of a picture, read as far as its size.
///
/// Sources: W3C, *PNG*, 11.2.2; ITU-T T.81, B.2.2; Google, *WebP container*, and RFC 6386, 9.1.
private struct PictureHeader {
    private let bytes: [UInt8]

    init(_ data: Data) { bytes = [UInt8](data) }

    var size: ModelProfile.FrameSize? {
        let found = png ?? jpeg ?? webp
        return found.flatMap { $0.width > 0 && $0.height > 0 ? $0 : nil }
    }

    private var png: ModelProfile.FrameSize? {
        guard holds([0x89, 0x50, 0x4E, 0x47], at: 0), holds(Array("IHDR".utf8), at: 12),
            bytes.count >= 24
        else { return nil }
        return .init(width: big(4, at: 16), height: big(4, at: 20))
    }

    private var jpeg: ModelProfile.FrameSize? {
        guard holds([0xFF, 0xD8, 0xFF], at: 0) else { return nil }
        var place = 2
        while place + 9 <= bytes.count, bytes[place] == 0xFF {
            switch bytes[place + 1] {
            // A frame begins; the three left out are tables.
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                return .init(width: big(2, at: place + 7), height: big(2, at: place + 5))
            case 0xFF: place += 1
            case 0x01, 0xD0...0xD7: place += 2
            default: place += 2 + max(2, big(2, at: place + 2))
            }
        }
        return nil
    }

    private var webp: ModelProfile.FrameSize? {
        guard holds(Array("RIFF".utf8), at: 0), holds(Array("WEBP".utf8), at: 8),
            bytes.count >= 30
        else { return nil }
        switch String(decoding: bytes[12..<16], as: UTF8.self) {
        case "VP8X": return .init(width: little(3, at: 24) + 1, height: little(3, at: 27) + 1)
        case "VP8L":
            let bits = little(4, at: 21)
            return .init(width: (bits & 0x3FFF) + 1, height: (bits >> 14 & 0x3FFF) + 1)
        // The two highest bits of each ask for scaling.
        case "VP8 ":
            return .init(width: little(2, at: 26) & 0x3FFF, height: little(2, at: 28) & 0x3FFF)
        default: return nil
        }
    }

    private func holds(_ mark: [UInt8], at place: Int) -> Bool {
        bytes.dropFirst(place).starts(with: mark)
    }

    private func big(_ count: Int, at place: Int) -> Int {
        bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
    }

    private func little(_ count: Int, at place: Int) -> Int {
        bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

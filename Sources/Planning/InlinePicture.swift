import DailiesShotList
import Foundation

/// A picture that a list contains as a data URI.
struct InlinePicture {
    /// The decoded length in bytes.
    let bytes: Int
    /// The size in pixels; `nil` if the bytes don't start with a complete PNG, JPEG or WebP header.
    let size: ModelProfile.FrameSize?

    /// Reads `data:image/png;base64,…`; `nil` for any other form.
    init?(_ text: String) {
        guard let comma = text.firstIndex(of: ","),
            text[..<comma].lowercased().hasSuffix(";base64"),
            let data = Data(base64Encoded: String(text[text.index(after: comma)...]))
        else { return nil }
        bytes = data.count
        size = PictureHeader(data).size
    }
}

/// The header of a PNG, JPEG or WebP picture, read for the picture's size.
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
        guard hasBytes([0x89, 0x50, 0x4E, 0x47], at: 0), hasBytes(Array("IHDR".utf8), at: 12),
            bytes.count >= 24
        else { return nil }
        return .init(width: bigEndian(4, at: 16), height: bigEndian(4, at: 20))
    }

    private var jpeg: ModelProfile.FrameSize? {
        guard hasBytes([0xFF, 0xD8, 0xFF], at: 0) else { return nil }
        var offset = 2
        while offset + 9 <= bytes.count, bytes[offset] == 0xFF {
            switch bytes[offset + 1] {
            // A frame header (SOF); C4 and CC define tables, C8 is reserved.
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                return .init(
                    width: bigEndian(2, at: offset + 7), height: bigEndian(2, at: offset + 5))
            case 0xFF: offset += 1
            case 0x01, 0xD0...0xD7: offset += 2
            default: offset += 2 + max(2, bigEndian(2, at: offset + 2))
            }
        }
        return nil
    }

    private var webp: ModelProfile.FrameSize? {
        guard hasBytes(Array("RIFF".utf8), at: 0), hasBytes(Array("WEBP".utf8), at: 8),
            bytes.count >= 30
        else { return nil }
        switch String(decoding: bytes[12..<16], as: UTF8.self) {
        case "VP8X":
            return .init(width: littleEndian(3, at: 24) + 1, height: littleEndian(3, at: 27) + 1)
        case "VP8L":
            let bits = littleEndian(4, at: 21)
            return .init(width: (bits & 0x3FFF) + 1, height: (bits >> 14 & 0x3FFF) + 1)
        // The two highest bits of each side are the scaling that is requested.
        case "VP8 ":
            return .init(
                width: littleEndian(2, at: 26) & 0x3FFF, height: littleEndian(2, at: 28) & 0x3FFF)
        default: return nil
        }
    }

    private func hasBytes(_ signature: [UInt8], at offset: Int) -> Bool {
        bytes.dropFirst(offset).starts(with: signature)
    }

    private func bigEndian(_ count: Int, at offset: Int) -> Int {
        bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }

    private func littleEndian(_ count: Int, at offset: Int) -> Int {
        bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

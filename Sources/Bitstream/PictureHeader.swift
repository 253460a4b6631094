/// The header of a PNG, JPEG or WebP picture.
///
/// Sources: W3C, *PNG*, 11.2.2; ITU-T T.81, B.2.2; Google, *WebP container*, and RFC 6386, 9.1.
package struct PictureHeader: Hashable, Sendable {
    /// A format of pictures.
    package enum Format: Sendable {
        case png, jpeg, webp

        /// The format that a file's first twelve bytes announce; `nil` for any other.
        package init?(_ bytes: some Sequence<UInt8>) {
            let bytes = Array(bytes.prefix(12))
            if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
                self = .png
            } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
                self = .jpeg
            } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).elementsEqual("WEBP".utf8)
            {
                self = .webp
            } else {
                return nil
            }
        }

        /// The media type, such as `image/png`.
        package var mediaType: String {
            switch self {
            case .png: "image/png"
            case .jpeg: "image/jpeg"
            case .webp: "image/webp"
            }
        }
    }

    package let format: Format
    /// Width in pixels, at least 1.
    package let width: Int
    /// Height in pixels, at least 1.
    package let height: Int

    /// Reads a picture's first bytes; `nil` without a complete header of one of the formats.
    package init?(_ bytes: [UInt8]) {
        guard let format = Format(bytes) else { return nil }
        let reader = PictureHeaderReader(bytes: bytes)
        let size =
            switch format {
            case .png: reader.png
            case .jpeg: reader.jpeg
            case .webp: reader.webp
            }
        guard let size, size.width > 0, size.height > 0 else { return nil }
        (self.format, width, height) = (format, size.width, size.height)
    }
}

/// Reads the sides of a picture from its first bytes.
private struct PictureHeaderReader {
    typealias Size = (width: Int, height: Int)

    let bytes: [UInt8]

    var png: Size? {
        guard hasBytes(Array("IHDR".utf8), at: 12), bytes.count >= 24
        else { return nil }
        return (width: bigEndian(4, at: 16), height: bigEndian(4, at: 20))
    }

    var jpeg: Size? {
        var offset = 2
        while offset + 9 <= bytes.count, bytes[offset] == 0xFF {
            switch bytes[offset + 1] {
            // A frame header (SOF); C4 and CC define tables, C8 is reserved.
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                return (
                    width: bigEndian(2, at: offset + 7), height: bigEndian(2, at: offset + 5)
                )
            case 0xFF: offset += 1
            case 0x01, 0xD0...0xD7: offset += 2
            default: offset += 2 + max(2, bigEndian(2, at: offset + 2))
            }
        }
        return nil
    }

    var webp: Size? {
        guard bytes.count >= 30 else { return nil }
        switch String(decoding: bytes[12..<16], as: UTF8.self) {
        case "VP8X":
            return (width: littleEndian(3, at: 24) + 1, height: littleEndian(3, at: 27) + 1)
        case "VP8L":
            let bits = littleEndian(4, at: 21)
            return (width: (bits & 0x3FFF) + 1, height: (bits >> 14 & 0x3FFF) + 1)
        // The two highest bits of each side are the scaling that is requested.
        case "VP8 ":
            return (
                width: littleEndian(2, at: 26) & 0x3FFF, height: littleEndian(2, at: 28) & 0x3FFF
            )
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

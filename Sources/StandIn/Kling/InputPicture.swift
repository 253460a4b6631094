/// A picture that a request came with, whole.
struct InputPicture: Sendable {
    let bytes: [UInt8]
    let size: ClipSpec.FrameSize

    /// Reads the header of a PNG or JPEG; `nil` for anything else.
    init?(_ bytes: [UInt8]) {
        guard let size = Self.sizeOfPNG(bytes) ?? Self.sizeOfJPEG(bytes), size.width > 0,
            size.height > 0
        else { return nil }
        self.bytes = bytes
        self.size = size
    }

    /// The header chunk comes first.
    private static func sizeOfPNG(_ bytes: [UInt8]) -> ClipSpec.FrameSize? {
        let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        guard bytes.count >= 24, bytes.starts(with: signature) else { return nil }
        func number(at offset: Int) -> Int {
            bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        return ClipSpec.FrameSize(width: number(at: 16), height: number(at: 20))
    }

    /// The size stands in the frame header, behind any number of other segments.
    private static func sizeOfJPEG(_ bytes: [UInt8]) -> ClipSpec.FrameSize? {
        guard bytes.starts(with: [0xff, 0xd8]) else { return nil }
        var offset = 2
        while offset + 9 <= bytes.count, bytes[offset] == 0xff {
            let marker = bytes[offset + 1]
            let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
            let isFrame = 0xc0...0xcf ~= marker && ![0xc4, 0xc8, 0xcc].contains(marker)
            if isFrame {
                return ClipSpec.FrameSize(
                    width: Int(bytes[offset + 7]) << 8 | Int(bytes[offset + 8]),
                    height: Int(bytes[offset + 5]) << 8 | Int(bytes[offset + 6]))
            }
            // Fill bytes stand alone.
            offset += marker == 0xff ? 1 : 2 + length
        }
        return nil
    }
}

/// What came of looking for a picture that a request names.
enum PictureLookup: Sendable {
    case found([UInt8])
    /// Somewhere on the network, where the stand-in never looks.
    case external
    case refused(message: String, type: String)
}

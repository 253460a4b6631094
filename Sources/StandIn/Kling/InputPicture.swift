/// A picture of a request, with its size in pixels.
struct InputPicture: Sendable {
    let bytes: [UInt8]
    let size: ClipSpec.FrameSize

    /// Reads the size of a PNG or JPEG; `nil` for any other format.
    init?(_ bytes: [UInt8]) {
        guard let size = Self.sizeOfPNG(bytes) ?? Self.sizeOfJPEG(bytes), size.width > 0,
            size.height > 0
        else { return nil }
        self.bytes = bytes
        self.size = size
    }

    /// Reads the size from the first chunk, `IHDR`.
    private static func sizeOfPNG(_ bytes: [UInt8]) -> ClipSpec.FrameSize? {
        let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        guard bytes.count >= 24, bytes.starts(with: signature) else { return nil }
        func number(at offset: Int) -> Int {
            bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        return ClipSpec.FrameSize(width: number(at: 16), height: number(at: 20))
    }

    /// Reads the size from the frame header, which may follow any number of other segments.
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
            // A fill byte has no length.
            offset += marker == 0xff ? 1 : 2 + length
        }
        return nil
    }
}

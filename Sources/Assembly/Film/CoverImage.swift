/// The image that players and file managers show for a film.
public struct CoverImage: Hashable, Sendable {
    let bytes: [UInt8]
    let width: Int
    let height: Int

    /// Wraps the bytes of a JPEG file; `nil` for anything else.
    ///
    /// Source: ITU-T T.81, annex B: the frame header (SOF) holds the size.
    public init?(jpeg bytes: [UInt8]) {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var position = 2
        while position + 9 < bytes.count, bytes[position] == 0xFF {
            let marker = bytes[position + 1]
            let isFrame = (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
            if isFrame {
                height = Int(bytes[position + 5]) << 8 | Int(bytes[position + 6])
                width = Int(bytes[position + 7]) << 8 | Int(bytes[position + 8])
                self.bytes = bytes
                return
            }
            position += 2 + (Int(bytes[position + 2]) << 8 | Int(bytes[position + 3]))
        }
        return nil
    }
}

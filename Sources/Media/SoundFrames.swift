/// The frames of sound in one packet.
///
/// Phones store many frames of AMR in one sample; libav's decoders decode only the first one of a
/// packet.
///
/// Sources: 3GPP TS 26.101 and TS 26.201, annex A.
enum SoundFrames {
    /// Whether packets of a codec can hold several frames.
    static func canShareAPacket(_ codec: String) -> Bool { sizes[codec] != nil }

    /// The places of the frames in a packet; a single one if the packet can't be divided, or if
    /// the packets of the codec needn't be.
    static func places(in packet: UnsafeBufferPointer<UInt8>, codec: String) -> [Range<Int>] {
        guard let sizes = sizes[codec] else { return [0..<packet.count] }
        var list: [Range<Int>] = []
        var place = 0
        while place < packet.count {
            let size = sizes[Int(packet[place] >> 3 & 0xF)]
            guard size > 0, place + size <= packet.count else { return [0..<packet.count] }
            list.append(place..<place + size)
            place += size
        }
        return list.isEmpty ? [0..<packet.count] : list
    }

    /// The size of a frame of each mode, with the byte that holds the mode, by codec; 0 for modes that
    /// don't exist.
    private static let sizes = [
        "amr_nb": [13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1],
        "amr_wb": [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1],
    ]
}

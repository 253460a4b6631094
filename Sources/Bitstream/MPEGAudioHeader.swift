/// The four bytes at the beginning of each frame of MPEG audio (MP1, MP2, MP3).
///
/// Source: ISO/IEC 11172-3, 2.4.1.3.
package struct MPEGAudioHeader: Hashable, Sendable {
    /// The number of channels: 1 or 2.
    package let channels: Int

    /// Reads the first four bytes of a frame; `nil` if they aren't such a header.
    package init?(_ bytes: some Collection<UInt8>) {
        let front = Array(bytes.prefix(4))
        guard front.count == 4, front[0] == 0xFF, front[1] & 0xE0 == 0xE0 else { return nil }
        channels = front[3] >> 6 == 3 ? 1 : 2
    }
}

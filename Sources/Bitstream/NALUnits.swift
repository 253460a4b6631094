/// The NAL units of a packet in MP4, each after its length (ISO/IEC 14496-15, 5.3.4.2).
///
/// The units end at the first invalid length.
package struct NALUnits: Sequence, IteratorProtocol {
    private let packet: UnsafeBufferPointer<UInt8>
    private let lengthSize: Int
    private var position = 0

    /// - Parameter lengthSize: the size in bytes of the length in front of each unit: 1, 2 or 4.
    package init(_ packet: UnsafeBufferPointer<UInt8>, lengthSize: Int) {
        self.packet = packet
        self.lengthSize = lengthSize
    }

    /// The place of the next unit in the packet, without its length; `nil` at the end.
    package mutating func next() -> Range<Int>? {
        guard position + lengthSize < packet.count else { return nil }
        let start = position + lengthSize
        let size = packet[position..<start].reduce(0) { $0 << 8 | Int($1) }
        guard size > 0, start + size <= packet.count else { return nil }
        position = start + size
        return start..<position
    }

    /// Whether all bytes of the packet belonged to the units so far.
    package var isAtEnd: Bool { position == packet.count }
}

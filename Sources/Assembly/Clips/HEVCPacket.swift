/// Properties of an H.265 packet, found without decoding it.
enum HEVCPacket {
    /// Whether the clip that begins with this packet can be decoded after another clip with the
    /// same configuration: no picture refers to an earlier one, and no parameter set replaces one
    /// of the configuration.
    ///
    /// Source: ITU-T H.265, table 7-1 (NAL unit types).
    static func startsAfresh(
        _ packet: UnsafeBufferPointer<UInt8>, lengthSize: Int, _ configuration: [UInt8]
    ) -> Bool {
        var position = 0
        while position + lengthSize < packet.count {
            let size = packet[position..<position + lengthSize].reduce(0) { $0 << 8 | Int($1) }
            let start = position + lengthSize
            guard size > 0, start + size <= packet.count else { return false }
            position = start + size
            switch packet[start] >> 1 & 0x3F {
            // Broken link access and instantaneous decoding refresh.
            case 16...20: return true
            case 0...31: return false
            case 32...34:
                guard contains(configuration, Array(packet[start..<position])) else { return false }
            default: break
            }
        }
        return false
    }

    private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        bytes.indices.contains { bytes[$0...].starts(with: part) }
    }
}

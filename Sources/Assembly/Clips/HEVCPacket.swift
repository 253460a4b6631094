import DailiesBitstream

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
        for unit in NALUnits(packet, lengthSize: lengthSize) {
            switch packet[unit.lowerBound] >> 1 & 0x3F {
            // Broken link access and instantaneous decoding refresh.
            case 16...20: return true
            case 0...31: return false
            case 32...34:
                guard contains(configuration, Array(packet[unit])) else { return false }
            default: break
            }
        }
        return false
    }

    private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        bytes.indices.contains { bytes[$0...].starts(with: part) }
    }
}

/// Properties of a key frame's H.264 packet, found without decoding it.
package struct KeyPacket: Hashable, Sendable {
    /// Whether its first picture is an IDR picture: no later picture refers to an earlier one
    /// (ITU-T H.264, 7.4.1.2.4).
    package private(set) var startsWithIDR = false
    /// Whether it contains parameter sets that the configuration doesn't have.
    ///
    /// They would stay active for everything that follows in the track.
    package private(set) var hasUnknownParameterSets = false

    /// Scans the NAL units of a packet, up to the first invalid length.
    package init(_ packet: UnsafeBufferPointer<UInt8>, _ configuration: AVCConfiguration) {
        let known = Set(
            configuration.sequenceParameterSets + configuration.pictureParameterSets)
        var hasPicture = false
        for unit in NALUnits(packet, lengthSize: configuration.lengthSize) {
            switch packet[unit.lowerBound] & 0x1F {
            case 1...5 where !hasPicture:
                hasPicture = true
                startsWithIDR = packet[unit.lowerBound] & 0x1F == 5
            case 7, 8:
                if !known.contains(Array(packet[unit])) {
                    hasUnknownParameterSets = true
                }
            default: break
            }
        }
    }
}

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
        let lengthSize = configuration.lengthSize
        var position = 0
        var hasPicture = false
        while position + lengthSize < packet.count {
            let size = packet[position..<position + lengthSize].reduce(0) { $0 << 8 | Int($1) }
            let start = position + lengthSize
            guard size > 0, start + size <= packet.count else { return }
            position = start + size
            switch packet[start] & 0x1F {
            case 1...5 where !hasPicture:
                hasPicture = true
                startsWithIDR = packet[start] & 0x1F == 5
            case 7, 8:
                if !known.contains(Array(packet[start..<position])) {
                    hasUnknownParameterSets = true
                }
            default: break
            }
        }
    }
}

/// What a packet that decoding can start with holds beside its slices.
package struct KeyPacket: Hashable, Sendable {
    /// Whether its first picture is an IDR picture: no later one needs anything from before
    /// (ITU-T H.264, 7.4.1.2.4).
    package private(set) var beginsAnew = false
    /// Whether it holds parameter sets that the configuration doesn't: they would stay in force for
    /// whatever follows in the track.
    package private(set) var hasForeignSets = false

    /// Looks through a packet's units, as far as their lengths add up.
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
                beginsAnew = packet[start] & 0x1F == 5
            case 7, 8:
                if !known.contains(Array(packet[start..<position])) { hasForeignSets = true }
            default: break
            }
        }
    }
}

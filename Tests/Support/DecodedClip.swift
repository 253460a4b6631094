import DailiesMedia
package import DailiesMediaTime

/// A clip decoded to what can be compared: frame codes with their times, and samples.
package struct DecodedClip: Sendable {
    /// The clip id that each frame carries, in showing order.
    package var ids: [Int] = []
    /// The frame number that each frame carries.
    package var numbers: [Int] = []
    package var times: [MediaTime] = []
    /// A fingerprint of each frame's luma.
    package var fingerprints: [Int] = []
    /// The first channel, placed from its first time stamp.
    package var samples: [Float] = []
    package var firstSample: MediaTime?
    package var sampleRate = 0

    package init(_ path: String) throws {
        try readPicture(path)
        try readSound(path)
    }

    private mutating func readPicture(_ path: String) throws {
        let demuxer = try Demuxer.open(path)
        guard let stream = demuxer.picture else { return }
        demuxer.keepOnly([stream.index])
        try Self.decode(stream, demuxer) { frame in
            let (code, fingerprint) = frame.withPlane(0) { luma, stride in
                let row = frame.height / 2 * stride
                var code = 0
                for block in 0..<16 {
                    let column = (block * 2 + 1) * frame.width / 32
                    code = code << 1 | (luma[row + column] > 125 ? 1 : 0)
                }
                var hash = 5381
                for line in 0..<frame.height {
                    for column in 0..<frame.width {
                        hash = hash &* 33 &+ Int(luma[line * stride + column])
                    }
                }
                return (code, hash)
            }
            ids.append(code >> 12)
            numbers.append(code & 0xFFF)
            fingerprints.append(fingerprint)
            times.append(stream.timeBase.time(frame.presentation ?? -1))
        }
    }

    private mutating func readSound(_ path: String) throws {
        let demuxer = try Demuxer.open(path)
        guard let stream = demuxer.sound else { return }
        demuxer.keepOnly([stream.index])
        sampleRate = stream.sampleRate
        try Self.decode(stream, demuxer) { frame in
            firstSample = firstSample ?? stream.timeBase.time(frame.presentation ?? 0)
            frame.withSamples(channel: 0) { samples.append(contentsOf: $0) }
        }
    }

    private static func decode(
        _ stream: StreamInfo, _ demuxer: borrowing Demuxer, _ take: (borrowing Frame) -> Void
    ) throws {
        let decoder = try Decoder.open(stream, of: demuxer)
        let packet = try Packet()
        let frame = try Frame()
        var isDraining = false
        while true {
            switch try decoder.receive(into: frame) {
            case .frame: take(frame)
            case .finished: return
            case .needsPacket:
                if isDraining { return }
                if try demuxer.read(into: packet) {
                    try decoder.send(packet)
                } else {
                    isDraining = true
                    try decoder.drain()
                }
            }
        }
    }
}

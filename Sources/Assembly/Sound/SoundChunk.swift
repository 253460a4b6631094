import DailiesMedia

/// A range of the film's sound that is encoded independently of the others, in parallel.
///
/// AAC blocks overlap and the encoder adapts. So each chunk begins some blocks early, and the
/// packets of those are discarded. The joins between chunks can't be told from other blocks.
struct SoundChunk: Sendable {
    let sound: Clip.Sound
    /// The film's block with which the samples begin.
    let firstBlock: Int
    /// The samples of each channel, including the pre-roll.
    let samples: [[Float]]
    /// The film's packets that are kept.
    let packets: Range<Int>

    /// Samples in a block of AAC-LC (ISO/IEC 14496-3, 4.5.2.1).
    static let blockSize = 1024
    /// Blocks before a chunk that only let the encoder adapt.
    static let preRollBlocks = 8
    /// Blocks after a chunk that its last packets depend on.
    static let postRollBlocks = 2

    /// Bits per second for each channel: transparent for one more generation of AAC.
    private static let bitRatePerChannel = 128_000

    static func encoder(_ sound: Clip.Sound) throws(MediaError) -> Encoder {
        try Encoder.aac(
            sampleRate: sound.sampleRate, channels: sound.channels,
            bitRate: bitRatePerChannel * sound.channels)
    }

    /// Everything that the packets depend on.
    struct Fingerprint: Hashable, Sendable {
        let sound: Clip.Sound
        let samples: PacketDigest
        let count: Int
        let kept: Range<Int>
    }

    var fingerprint: Fingerprint {
        var digest = PacketDigest()
        for channel in samples {
            channel.withUnsafeBytes { digest.add($0.bindMemory(to: UInt8.self)) }
        }
        return Fingerprint(
            sound: sound, samples: digest, count: samples.first?.count ?? 0,
            kept: packets.lowerBound - firstBlock..<packets.upperBound - firstBlock)
    }

    /// Encodes the chunk and returns the bytes of each packet that is kept.
    func encode() throws -> [[UInt8]] {
        let encoder = try Self.encoder(sound)
        let packet = try Packet()
        let count = samples.first?.count ?? 0
        var kept: [[UInt8]] = []
        var number = firstBlock
        func receivePackets() throws {
            while try encoder.receive(into: packet) {
                if packets.contains(number) { kept.append(packet.withBytes { Array($0) }) }
                number += 1
            }
        }
        for begin in stride(from: 0, to: count, by: Self.blockSize) {
            let size = min(Self.blockSize, count - begin)
            let frame = try Frame.sound(
                samples.map { Array($0[begin..<begin + size]) }, sampleRate: sound.sampleRate)
            frame.pts = Int64(begin)
            try encoder.send(frame)
            try receivePackets()
        }
        try encoder.drain()
        try receivePackets()
        return kept
    }
}

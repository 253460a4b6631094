import DailiesMedia
import DailiesThreads

/// Writes the film's audio track, encoded in chunks on all cores.
struct SoundTrack: ~Copyable {
    private let priming: Int64
    private let timeBase: StreamInfo.TimeBase
    private let packet: Packet
    private var chunks: SoundChunks
    /// Sound that was encoded before; `nil` if there is none.
    private let preencoded: PreencodedSound?
    private var queue = OrderedWorkQueue<[[UInt8]]>()
    private var encoded: ArraySlice<[UInt8]> = []
    private var writtenPackets = 0
    /// The digest of all packets written so far.
    private(set) var digest = PacketDigest()
    private let packetCount: Int
    private let length: Int64

    /// Prepares the track; `encoder` only describes the stream.
    init(
        _ chunks: consuming SoundChunks, preencoded: PreencodedSound?,
        like encoder: borrowing Encoder
    ) throws(MediaError) {
        packet = try Packet()
        packetCount = chunks.packetCount
        length = chunks.mix.length
        self.chunks = chunks
        self.preencoded = preencoded
        priming = Int64(encoder.priming)
        timeBase = encoder.timeBase
    }

    /// The levels on both sides of each seam.
    var seams: [SeamLevel] { chunks.levels.list }

    /// Writes every packet that begins before a position on the soundtrack, in samples.
    mutating func write(
        upTo place: Int64, to muxer: borrowing Muxer, stream: Int
    ) throws {
        while writtenPackets < packetCount, start(of: writtenPackets) < place {
            try startEncoding()
            if encoded.isEmpty { encoded = (try queue.next() ?? [])[...] }
            guard let bytes = encoded.popFirst() else {
                throw AssemblyError.selfCheck(
                    expected: "\(packetCount) packets of sound", found: "\(writtenPackets)")
            }
            try write(bytes, to: muxer, stream: stream)
        }
    }

    private func start(of packet: Int) -> Int64 { Int64(packet * SoundChunk.blockSize) - priming }

    private mutating func write(
        _ bytes: [UInt8], to muxer: borrowing Muxer, stream: Int
    ) throws {
        // The encoder's priming has negative times; the container's edit list hides it.
        let start = start(of: writtenPackets)
        packet.clear()
        try packet.replaceBytes(with: bytes)
        packet.withBytes { digest.add($0) }
        packet.markKeyFrame()
        packet.stream = stream
        packet.pts = start
        packet.dts = start
        // The last block is shortened so that the track ends with the picture, to the sample.
        packet.duration = min(Int64(SoundChunk.blockSize), length - start)
        muxer.rescale(packet, from: timeBase)
        try muxer.write(packet)
        writtenPackets += 1
    }

    /// Starts encoding chunks while the queue has room.
    private mutating func startEncoding() throws {
        while queue.hasRoom, let chunk = try chunks.nextChunk() {
            let known = preencoded?.packets(of: chunk)
            queue.add { try known ?? chunk.encode() }
        }
    }
}

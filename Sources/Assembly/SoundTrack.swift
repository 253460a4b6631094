import DailiesMedia
import DailiesThreads

/// The film's one continuous soundtrack, encoded in chunks on all cores.
struct SoundTrack: ~Copyable {
    private let sound: Clip.Sound
    private let priming: Int64
    private let timeBase: StreamInfo.TimeBase
    private let packet: Packet
    private var mix: SoundMix
    /// How loud the film is around its seams.
    private(set) var levels: SeamLevels
    /// Samples that the next chunk needs again.
    private var carried: [[Float]] = []
    private var nextChunk = 0
    private var conveyor = Conveyor<[[UInt8]]>()
    private var ready: ArraySlice<[UInt8]> = []
    private var writtenPackets = 0
    /// All packets written so far.
    private(set) var digest = PacketDigest()

    /// Packets of one chunk: some five seconds.
    private static let chunkSize = 256

    /// Begins the film's sound; `encoder` is asked for nothing but its description.
    ///
    /// - Parameter gain: by how much everything is made louder, in dB.
    init(
        _ plan: AssemblyPlan, _ sound: Clip.Sound, gain: Double, like encoder: borrowing Encoder
    ) throws {
        let mix = try SoundMix(plan, sound, gain: gain)
        let packet = try Packet()
        self.mix = mix
        self.packet = packet
        self.sound = sound
        priming = Int64(encoder.priming)
        timeBase = encoder.timeBase
        levels = SeamLevels(plan, sound)
    }

    /// How many packets the whole film's sound has: what is primed in front counts too.
    private var packetCount: Int {
        let block = Int64(SoundChunk.blockSize)
        return Int((mix.length + priming + block - 1) / block)
    }

    /// Writes every packet that begins before a place on the soundtrack, in samples.
    mutating func write(
        upTo place: Int64, to muxer: borrowing Muxer, stream: Int
    ) throws {
        while writtenPackets < packetCount, start(of: writtenPackets) < place {
            try feed()
            if ready.isEmpty { ready = (try conveyor.take() ?? [])[...] }
            guard let bytes = ready.popFirst() else {
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
        // The encoder's priming stands before zero: the container's edit list hides it.
        let start = start(of: writtenPackets)
        packet.clear()
        try packet.replaceBytes(with: bytes)
        packet.withBytes { digest.add($0) }
        packet.markKey()
        packet.stream = stream
        packet.presentation = start
        packet.decoding = start
        // The last block is cut so that the track ends with the picture, to the sample.
        packet.duration = min(Int64(SoundChunk.blockSize), mix.length - start)
        muxer.rescale(packet, from: timeBase)
        try muxer.write(packet)
        writtenPackets += 1
    }

    /// Hands chunks to the cores as long as they have room.
    private mutating func feed() throws {
        let chunks = (packetCount + Self.chunkSize - 1) / Self.chunkSize
        while nextChunk < chunks, conveyor.hasRoom {
            let packets =
                nextChunk * Self.chunkSize..<min(packetCount, (nextChunk + 1) * Self.chunkSize)
            let first = max(0, packets.lowerBound - SoundChunk.warmUp)
            let end = (packets.upperBound + SoundChunk.overlap) * SoundChunk.blockSize
            let start = mix.position
            let fresh = try mix.read(Int(Int64(end) - start))
            levels.hear(fresh, from: start)
            let samples =
                carried.isEmpty ? fresh : zip(carried, fresh).map { $0 + $1 }
            let chunk = SoundChunk(
                sound: sound, firstBlock: first, samples: samples, packets: packets)
            conveyor.add { try chunk.encode() }
            let next = max(0, packets.upperBound - SoundChunk.warmUp) - first
            carried = samples.map { Array($0.dropFirst(next * SoundChunk.blockSize)) }
            nextChunk += 1
        }
    }
}

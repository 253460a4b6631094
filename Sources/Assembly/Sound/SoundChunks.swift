/// Divides the film's sound into chunks, in order.
struct SoundChunks: ~Copyable {
    private let sound: Clip.Sound
    private(set) var mix: SoundMix
    /// The levels around the seams, up to the last chunk.
    private(set) var levels: SeamLevels
    /// Samples that the next chunk needs again.
    private var overlapping: [[Float]] = []
    private var nextIndex: Int

    /// Packets of one chunk: about five seconds.
    private static let size = 256

    /// - Parameters:
    ///   - gain: applied to everything, in dB.
    ///   - first: the index of the first chunk.
    init(_ plan: AssemblyPlan, _ sound: Clip.Sound, gain: Double, from first: Int = 0) throws {
        let begin = Int64(Self.firstBlock(of: first) * SoundChunk.blockSize)
        let mix = try SoundMix(plan, sound, gain: gain, from: begin)
        self.mix = mix
        self.sound = sound
        nextIndex = first
        levels = SeamLevels(plan, sound)
    }

    /// The number of packets of the film's sound, including the encoder's priming.
    var packetCount: Int {
        (Int(mix.length) + 2 * SoundChunk.blockSize - 1) / SoundChunk.blockSize
    }

    /// The number of chunks that don't depend on anything after the film's end.
    var completeChunkCount: Int {
        let known = Int(mix.length) - 2 * SeamDeclicker.reach
        let blocks = known / SoundChunk.blockSize - SoundChunk.postRollBlocks
        return max(0, blocks / Self.size)
    }

    /// The next chunk; `nil` after the last.
    mutating func nextChunk() throws -> SoundChunk? {
        guard nextIndex * Self.size < packetCount else { return nil }
        let packets = nextIndex * Self.size..<min(packetCount, (nextIndex + 1) * Self.size)
        let first = Self.firstBlock(of: nextIndex)
        let end = (packets.upperBound + SoundChunk.postRollBlocks) * SoundChunk.blockSize
        let start = mix.position
        let fresh = try mix.read(Int(Int64(end) - start))
        levels.add(fresh, from: start)
        let samples = overlapping.isEmpty ? fresh : zip(overlapping, fresh).map { $0 + $1 }
        nextIndex += 1
        let kept = (Self.firstBlock(of: nextIndex) - first) * SoundChunk.blockSize
        overlapping = samples.map { Array($0.dropFirst(kept)) }
        return SoundChunk(sound: sound, firstBlock: first, samples: samples, packets: packets)
    }

    /// The block with which a chunk's pre-roll begins.
    private static func firstBlock(of chunk: Int) -> Int {
        max(0, chunk * size - SoundChunk.preRollBlocks)
    }
}

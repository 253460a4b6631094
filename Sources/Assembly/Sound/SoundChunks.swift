/// The film's sound cut into chunks, one after the other.
struct SoundChunks: ~Copyable {
    private let sound: Clip.Sound
    private(set) var mix: SoundMix
    /// How loud the film is around its seams, as far as it has been cut.
    private(set) var levels: SeamLevels
    /// Samples that the nextIndex chunk needs again.
    private var overlapping: [[Float]] = []
    private var nextIndex: Int

    /// Packets of one chunk: some five seconds.
    private static let size = 256

    /// - Parameters:
    ///   - gain: by how much everything is made louder, in dB.
    ///   - first: the chunk to begin with.
    init(_ plan: AssemblyPlan, _ sound: Clip.Sound, gain: Double, from first: Int = 0) throws {
        let begin = Int64(Self.firstBlock(of: first) * SoundChunk.blockSize)
        let mix = try SoundMix(plan, sound, gain: gain, from: begin)
        self.mix = mix
        self.sound = sound
        nextIndex = first
        levels = SeamLevels(plan, sound)
    }

    /// How many packets the whole film's sound has: what is primed in front counts too.
    var packetCount: Int {
        (Int(mix.length) + 2 * SoundChunk.blockSize - 1) / SoundChunk.blockSize
    }

    /// How many chunks have all their samples when nothing is known beyond the film's end.
    var completeChunkCount: Int {
        let known = Int(mix.length) - 2 * SeamDeclicker.reach
        let blocks = known / SoundChunk.blockSize - SoundChunk.postRollBlocks
        return max(0, blocks / Self.size)
    }

    /// The nextIndex chunk; `nil` behind the last.
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

    /// The block with which a chunk's warming up begins.
    private static func firstBlock(of chunk: Int) -> Int {
        max(0, chunk * size - SoundChunk.preRollBlocks)
    }
}

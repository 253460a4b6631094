import DailiesContainer
import Synchronization

/// Encodes a film's sound before all its clips are available, so that little work is left at the
/// end.
///
/// Encoded chunks are found by a fingerprint of their samples. If the film turns out differently,
/// chunks that don't match are not used.
package final class PreencodedSound: Sendable {
    private let state = Mutex(State())

    private struct State {
        var packets: [SoundChunk.Fingerprint: [[UInt8]]] = [:]
        var bytes = 0
        var chunks = 0
        /// The clips that were read so far.
        var clips: [PathIdentity: Clip] = [:]
    }

    /// About half an hour of sound is kept; the rest is encoded when the film is made.
    private static let maximumBytes = 64 << 20

    /// Makes an empty store.
    package init() {}

    /// Encodes the sound that the film's first clips determine; blocks until that is done.
    ///
    /// - Parameters:
    ///   - paths: the available clips in film order, from the first without a gap.
    ///   - shouldStop: called before each chunk; `true` stops the work.
    /// - Throws: `AssemblyError`; the same error occurs again when the film is made.
    package func prepare(
        _ paths: [String], shouldStop: () -> Bool = { false }
    ) throws {
        let plan = try AssemblyPlan.make(try paths.map(clip))
        guard let sound = plan.format.sound else { return }
        let first = state.withLock(\.chunks)
        var chunks = try SoundChunks(plan, sound, gain: 0, from: first)
        for _ in first..<max(first, chunks.completeChunkCount) {
            guard !shouldStop(), state.withLock({ $0.bytes < Self.maximumBytes }),
                let chunk = try chunks.nextChunk()
            else { return }
            let packets = try chunk.encode()
            state.withLock { state in
                state.chunks += 1
                state.bytes += packets.reduce(0) { $0 + $1.count }
                state.packets[chunk.fingerprint] = packets
            }
        }
    }

    /// Reads a clip the first time it is used.
    private func clip(_ path: String) throws -> Clip {
        let file = PathIdentity(path)
        if let known = state.withLock({ $0.clips[file] }) { return known }
        let clip = try ClipReader.read(path)
        state.withLock { $0.clips[file] = clip }
        return clip
    }

    /// The encoded packets of exactly these samples.
    func packets(of chunk: SoundChunk) -> [[UInt8]]? {
        state.withLock { $0.packets.isEmpty ? nil : $0.packets[chunk.fingerprint] }
    }
}

import Synchronization

/// Encodes a film's sound before all of its clips are there, so that little is left to do when the
/// last one comes.
///
/// What is encoded is found again by the very samples it was made from: whatever the film turns out
/// to be, nothing wrong can get into it.
public final class PreencodedSound: Sendable {
    private let state = Mutex(State())

    private struct State {
        var packets: [SoundChunk.Fingerprint: [[UInt8]]] = [:]
        var bytes = 0
        var chunks = 0
    }

    /// No more than half an hour of sound is kept; the rest is encoded when the film is made.
    private static let maximumBytes = 64 << 20

    /// Begins with nothing.
    public init() {}

    /// Encodes what the film's first clips alone decide; blocks until that is done.
    ///
    /// - Parameters:
    ///   - paths: the clips that are there, in film order, from the first without a gap.
    ///   - shouldStop: asked before each chunk; `true` ends the work.
    /// - Throws: `AssemblyError`; what fails here is met again when the film is made.
    public func prepare(
        _ paths: [String], shouldStop: () -> Bool = { false }
    ) throws {
        let plan = try Assembler().plan(paths)
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

    /// What was encoded of exactly these samples.
    func packets(of chunk: SoundChunk) -> [[UInt8]]? {
        state.withLock { $0.packets.isEmpty ? nil : $0.packets[chunk.fingerprint] }
    }
}

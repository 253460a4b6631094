import DailiesAssembly
import DailiesThreads

/// Encodes the film's sound while later takes are still being made.
actor SoundPreparation {
    /// The sound encoded so far.
    nonisolated let ahead = PreencodedSound()
    private nonisolated let stop = StopFlag()
    private let isNeeded: Bool
    private var paths: [String?]
    private var prepared = 0
    private var work: Task<Void, Never>?

    /// - Parameters:
    ///   - count: the number of takes in the film.
    ///   - isNeeded: `false` if the film was made before: then nothing is encoded ahead.
    init(count: Int, isNeeded: Bool) {
        paths = Array(repeating: nil, count: count)
        self.isNeeded = isNeeded
    }

    /// Runs `body`, then stops the encoding, also if `body` throws.
    nonisolated func endingAfter<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            let value = try await body()
            await end()
            return value
        } catch {
            await end()
            throw error
        }
    }

    /// Adds an accepted take at its place in the film.
    func accept(_ path: String, at index: Int) {
        guard isNeeded else { return }
        paths[index] = path
        if work == nil { work = Task { await encode() } }
    }

    /// Stops the encoding and waits until its thread has ended.
    private func end() async {
        stop.raise()
        await work?.value
    }

    private func encode() async {
        while case let available = Array(paths.prefix { $0 != nil }.compactMap(\.self)),
            available.count > prepared, available.count < paths.count, !stop.isRaised
        {
            prepared = available.count
            // An error occurs again, and is reported, when the film is assembled.
            try? await onOwnThread(named: "film sound") { [ahead, stop] in
                try ahead.prepare(available, shouldStop: { stop.isRaised })
            }
        }
        work = nil
    }
}

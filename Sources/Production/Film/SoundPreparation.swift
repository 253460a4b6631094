import DailiesAssembly
import DailiesThreads

/// Encodes the film's sound while later takes are still being made.
actor SoundPreparation {
    /// What has been encoded.
    nonisolated let ahead = PreencodedSound()
    private nonisolated let stop = StopFlag()
    private var paths: [String?]
    private var prepared = 0
    private var work: Task<Void, Never>?

    /// - Parameter count: how many takes the film will have.
    init(count: Int) { paths = Array(repeating: nil, count: count) }

    /// A take is there for a place in the film.
    func accept(_ path: String, at index: Int) {
        paths[index] = path
        if work == nil { work = Task { await encode() } }
    }

    /// Ends the work, and with it the thread that does it.
    func end() async {
        stop.raise()
        await work?.value
    }

    private func encode() async {
        while case let there = Array(paths.prefix { $0 != nil }.compactMap(\.self)),
            there.count > prepared, there.count < paths.count, !stop.isRaised
        {
            prepared = there.count
            // What fails here is met again, and told, when the film is joined.
            try? await onOwnThread(named: "film sound") { [ahead, stop] in
                try ahead.prepare(there, shouldStop: { stop.isRaised })
            }
        }
        work = nil
    }
}

import DailiesShotList

/// About how long a session takes to buy runs, if each is good at its first take.
package struct TimeEstimate: Hashable, Sendable {
    /// From the first submit to the last file, in seconds; `nil` if it isn't known of every model.
    package let seconds: Int?
    /// How long a run of each model usually takes, in seconds.
    package let waits: [String: Int]
    /// The models whose runs' times aren't known, in order.
    package let unknownModels: [String]
    /// How many runs are under way at once at each provider.
    package let concurrency: Int

    /// Schedules the runs as a session does: in film order, so many at once at each provider, and a run
    /// that starts with the last picture of another one after it.
    ///
    /// - Parameters:
    ///   - names: the names of the runs to buy.
    ///   - measured: how long runs took in this production, in seconds by model; they count before what
    ///     the models' profiles say.
    package init(
        of plan: Plan, buying names: Set<String>, concurrency: Int, measured: [String: Int] = [:]
    ) {
        let runs = plan.runs.filter { names.contains($0.name) }
        self.concurrency = concurrency
        waits = Set(runs.map(\.model)).reduce(into: [:]) { waits, model in
            waits[model] = measured[model] ?? plan.models[model]?.delivers.usualWait
        }
        unknownModels = Set(runs.map(\.model)).subtracting(waits.keys).sorted()
        seconds =
            unknownModels.isEmpty ? Self.end(of: runs, waits, concurrency: concurrency) : nil
    }

    private static func end(
        of runs: [PlannedRun], _ waits: [String: Int], concurrency: Int
    ) -> Int {
        var ends: [String: Int] = [:]
        // For each provider, when each of its concurrent runs ends.
        var places: [String: [Int]] = [:]
        var waiting = runs
        while !waiting.isEmpty {
            func isReady(_ run: PlannedRun) -> Bool {
                guard let source = run.startsFrom else { return true }
                return !waiting.contains { $0.name == source }
            }
            // The first run that can start now goes first; a plan's runs start from earlier ones only.
            guard
                let (index, start) = waiting.enumerated().filter({ isReady($1) }).map({
                    index, run in
                    let free = places[run.provider]?.min() ?? 0
                    return (index, max(run.startsFrom.flatMap { ends[$0] } ?? 0, free))
                }).min(by: { ($0.1, $0.0) < ($1.1, $1.0) })
            else { break }
            let run = waiting.remove(at: index)
            let end = start + waits[run.model, default: 0]
            ends[run.name] = end
            var free = places[run.provider] ?? Array(repeating: 0, count: max(1, concurrency))
            free.sort()
            // Of the runs that end before the start, the last one is followed: earlier ones stay for others.
            free[free.lastIndex { $0 <= start } ?? 0] = end
            places[run.provider] = free
        }
        return ends.values.max() ?? 0
    }
}

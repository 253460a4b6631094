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

    /// - Parameters:
    ///   - names: the names of the runs to buy.
    ///   - measured: how long runs took in this production, in seconds by model; they count before what
    ///     the models' profiles say.
    package init(
        of plan: Plan, buying names: Set<String>, concurrency: Int, measured: [String: Int] = [:]
    ) {
        let schedule = RunSchedule(of: plan, concurrency: concurrency)
        let usual = plan.usualWaits(measured: measured)
        let models = schedule.models.filter { names.contains($0.key) }
        let needed = Set(models.values)
        self.concurrency = schedule.concurrency
        waits = usual.filter { needed.contains($0.key) }
        unknownModels = needed.subtracting(waits.keys).sorted()
        let lengths = models.compactMapValues { usual[$0].map { Duration.seconds($0) } }
        seconds =
            unknownModels.isEmpty ? Int(schedule.time(of: lengths).components.seconds) : nil
    }
}

extension Plan {
    /// How long a run of each model usually takes, in seconds; models of which nothing is known are
    /// missing.
    ///
    /// - Parameter measured: how long runs took, in seconds by model; they count before what the models'
    ///   profiles say.
    package func usualWaits(measured: [String: Int]) -> [String: Int] {
        models.compactMapValues(\.delivers.usualWait).merging(measured) { $1 }
    }
}

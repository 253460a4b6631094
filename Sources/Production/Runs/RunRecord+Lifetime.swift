import DailiesGeneration
import DailiesLedger
import DailiesPlanning

extension RunRecord {
    /// Whether the provider keeps the run's file for a short time only, such as an hour: it is
    /// downloaded before those of others.
    var hasShortLivedFile: Bool {
        ProviderRegistry.named(provider)?.identity.resultLifetime != nil
    }

    /// Whether a planned run may use it: the digest of one that starts with a last picture isn't known
    /// before.
    func mayBelong(to planned: PlannedRun) -> Bool {
        planned.candidates.contains { $0.digest == digest }
            || planned.startsFrom != nil && planned.shot == shot
    }
}

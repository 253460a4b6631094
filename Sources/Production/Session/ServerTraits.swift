/// How the server that runs are submitted to differs from others.
package struct ServerTraits: Hashable, Sendable {
    /// Whether runs cost money.
    package let isPaid: Bool
    /// Whether the server's list of runs is complete: a run that is missing was never accepted.
    package let listsEveryRun: Bool
    /// Whether the server's runs and files are gone once it has stopped.
    package let losesRunsOnRestart: Bool
    /// Whether the server is on this machine: requests arrive at once, and files come from a loopback
    /// address.
    package let isLocal: Bool

    /// A hosted provider.
    package static let provider = ServerTraits(
        isPaid: true, listsEveryRun: false, losesRunsOnRestart: false, isLocal: false)
    /// A stand-in on this machine.
    package static let standIn = ServerTraits(
        isPaid: false, listsEveryRun: true, losesRunsOnRestart: true, isLocal: true)

    package init(isStandIn: Bool) { self = isStandIn ? .standIn : .provider }

    private init(
        isPaid: Bool, listsEveryRun: Bool, losesRunsOnRestart: Bool, isLocal: Bool
    ) {
        self.isPaid = isPaid
        self.listsEveryRun = listsEveryRun
        self.losesRunsOnRestart = losesRunsOnRestart
        self.isLocal = isLocal
    }
}

import Synchronization

/// Closes when the provider refuses the account, so that no further submit leaves.
final class SubmitGate: Sendable {
    private let state = Mutex(State())

    private struct State {
        var refusal: String?
        var underway: Set<Int64> = []
    }

    /// Why nothing may be submitted; `nil` while all is well.
    var accountRefusal: String? { state.withLock { $0.refusal } }

    func refuse(_ reason: String) { state.withLock { $0.refusal = $0.refusal ?? reason } }

    /// Whether runs are under way whose end may free money.
    var hasRunsUnderway: Bool { state.withLock { !$0.underway.isEmpty } }

    func begin(_ run: Int64) { state.withLock { _ = $0.underway.insert(run) } }

    func end(_ run: Int64) { state.withLock { _ = $0.underway.remove(run) } }
}

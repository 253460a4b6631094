import Synchronization

/// Closes when the provider refuses the account, so that no further submit leaves; knows whether a
/// lack of money or places may pass when runs of ours end.
final class SubmitGate: Sendable {
    private let state = Mutex(State())

    private struct State {
        var refusal: String?
        /// Runs that may take the account's money and places, from before their request leaves.
        var underway: Set<Int64> = []
        var ended = 0
    }

    /// A moment, told by how many runs had ended.
    struct Mark: Sendable {
        fileprivate let ended: Int
    }

    /// Why nothing may be submitted; `nil` while all is well.
    var accountRefusal: String? { state.withLock { $0.refusal } }

    func refuse(_ reason: String) { state.withLock { $0.refusal = $0.refusal ?? reason } }

    /// A run may take money and a place from now on.
    @discardableResult
    func begin(_ run: Int64) -> Mark {
        state.withLock { state in
            state.underway.insert(run)
            return Mark(ended: state.ended)
        }
    }

    /// A run's request was not taken: it holds nothing, and frees nothing.
    func turnAway(_ run: Int64) { state.withLock { _ = $0.underway.remove(run) } }

    /// A run has ended, and what it held is free.
    func end(_ run: Int64) {
        state.withLock { state in
            guard state.underway.remove(run) != nil else { return }
            state.ended += 1
        }
    }

    /// Whether what lacked since a moment may be there later, or already: other runs are under way,
    /// or have ended in the meantime.
    func mayFree(since mark: Mark) -> Bool {
        state.withLock { !$0.underway.isEmpty || $0.ended > mark.ended }
    }
}

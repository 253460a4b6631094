import Synchronization

/// Closes when the provider refuses the account, so that no further submit leaves; knows whether a
/// lack of money or places may pass when runs of this session end.
final class SubmitGate: Sendable {
    private let state = Mutex(State())

    private struct State {
        var refusal: String?
        /// Runs whose request has left, and whose answer isn't there.
        var asking: Set<Int64> = []
        /// Runs that were accepted, or may have been, and are followed to their end.
        var held: Set<Int64> = []
        /// How often a run was accepted or has ended.
        var changes = 0
    }

    /// A moment, told by what had changed by then.
    struct Mark: Sendable {
        fileprivate let changes: Int
    }

    /// What speaks for asking again, although nothing was free.
    enum Hope: Sendable {
        /// A run of this session holds something, or has since been accepted or ended.
        case run
        /// A request of this session is without an answer: it may have taken what lacks.
        case request
        case none
    }

    /// Why nothing may be submitted; `nil` while all is well.
    var accountRefusal: String? { state.withLock { $0.refusal } }

    func refuse(_ reason: String) { state.withLock { $0.refusal = $0.refusal ?? reason } }

    /// A run's request leaves.
    func ask(_ run: Int64) -> Mark {
        state.withLock { state in
            state.asking.insert(run)
            return Mark(changes: state.changes)
        }
    }

    /// A run's request was not taken.
    func turnAway(_ run: Int64) { state.withLock { _ = $0.asking.remove(run) } }

    /// A run was accepted, or may have been: it may hold money and a place.
    func hold(_ run: Int64) {
        state.withLock { state in
            state.asking.remove(run)
            guard state.held.insert(run).inserted else { return }
            state.changes += 1
        }
    }

    /// A run has ended, or is followed no longer.
    func end(_ run: Int64) {
        state.withLock { state in
            guard state.held.remove(run) != nil else { return }
            state.changes += 1
        }
    }

    /// What speaks for it that something lacking at a moment is there later.
    func hope(since mark: Mark) -> Hope {
        state.withLock { state in
            guard state.held.isEmpty, state.changes == mark.changes else { return .run }
            return state.asking.isEmpty ? .none : .request
        }
    }
}

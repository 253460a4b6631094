import DailiesPlanning
import Synchronization

/// What is known of the runs while the session is at work.
final class SessionProgress: Sendable {
    private let state = Mutex(State())

    private struct State {
        var phases: [String: RunPhase] = [:]
        var outcomes: [String: RunOutcome] = [:]
        var changes = 0
    }

    /// How often something changed.
    var changes: Int { state.withLock { $0.changes } }

    func record(_ event: SessionEvent) {
        guard case .run(let name, let phase) = event else { return }
        state.withLock { state in
            // The bytes of a download change all the time.
            if case .downloading = phase, case .downloading? = state.phases[name] { return }
            state.phases[name] = phase
            state.changes += 1
        }
    }

    func record(_ outcome: RunOutcome, of name: String) {
        state.withLock { state in
            state.outcomes[name] = outcome
            state.changes += 1
        }
    }

    /// The outcomes so far, in the order of the plan; a run that is still open has its phase as the
    /// reason.
    func outcomes(of plan: Plan) -> [RunOutcome] {
        state.withLock { state in
            plan.runs.map { run in
                state.outcomes[run.name] ?? .open(reason: Self.words(for: state.phases[run.name]))
            }
        }
    }

    private static func words(for phase: RunPhase?) -> String {
        switch phase {
        case nil: "not begun yet"
        case .submitting: "being submitted"
        case .queued: "in the provider's queue"
        case .running: "the provider is working on it"
        case .downloading: "being downloaded"
        case .verifying: "being verified"
        case .reused, .verified: "verified"
        case .failed(let reason), .open(let reason): reason
        }
    }
}

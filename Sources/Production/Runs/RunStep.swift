/// The result of one step of a run's execution.
enum RunStep: Sendable {
    /// The run's outcome for this session is known.
    case finished(RunOutcome)
    /// The ledger has changed: the next step follows from what it holds now.
    case continueFromLedger
}

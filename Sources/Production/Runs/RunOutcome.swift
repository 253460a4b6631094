package import DailiesLedger

/// How a planned run stands at the end of a session.
package enum RunOutcome: Sendable, Hashable {
    /// There is a take for the film.
    case accepted(TakeRecord)
    /// There is no take, and asking again unchanged would not bring one.
    case failed(reason: String)
    /// It is still under way or could not be fetched; another session can go on, for free.
    case open(reason: String)
    /// The submit may or may not have been accepted; nothing is sent again before that is known.
    case unknown(reason: String)
    /// It was not submitted: the cap would have been passed.
    case capReached
    /// It was not submitted: the provider refuses the account.
    case accountRefused(reason: String)
}

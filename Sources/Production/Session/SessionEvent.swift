package import DailiesMediaTime
package import DailiesPlanning
package import DailiesVerification

/// An event of a session, for displays and logs.
package indirect enum SessionEvent: Sendable, Hashable {
    /// The session begins.
    case began(title: String, runs: [String], quote: Quote, folder: String)
    /// A run entered another phase.
    case run(String, RunPhase)
    /// What is set aside for a take from before its request is sent; `nil` once it is certain that
    /// nothing was accepted.
    case reserved(take: String, amount: Money?)
    /// A run is at the provider: just accepted, or from an earlier session.
    case underway(run: String, take: String, provider: String, id: String, quote: Money)
    /// A run ended at the provider; the cost is `nil` if the provider doesn't report it.
    case ended(run: String, take: String, id: String?, state: String, cost: Money?)
    /// A message for the user, in one sentence.
    case note(String)
    /// The session is ending before everything is done: what is under way, in one sentence.
    case ending(String)
    /// A message for users who want to know more.
    case detail(String)
    /// Clips are being joined into a file.
    case assembling(file: String, clips: Int)
    /// A joined file is finished under its final name.
    case assembled(file: String, duration: MediaTime)
}

/// The phase of a run during a session.
package indirect enum RunPhase: Sendable, Hashable {
    /// There is an accepted take from an earlier session.
    case reused
    case submitting
    case queued
    case running
    case downloading(bytes: Int64)
    case verifying
    /// The take was verified; `isAccepted` says whether it can go into the film.
    case verified(Verification, isAccepted: Bool)
    /// There is no take: the reason.
    case failed(String)
    /// Still open at the end of the session: the reason.
    case open(String)
}

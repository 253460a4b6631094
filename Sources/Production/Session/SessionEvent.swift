package import DailiesMediaTime
package import DailiesPlanning
package import DailiesVerification

/// What happens in a session, for whoever watches.
package enum SessionEvent: Sendable, Hashable {
    /// The session begins.
    case began(title: String, runs: [String], quote: Quote, folder: String)
    /// A run came into another phase.
    case run(String, RunPhase)
    /// Something a person should know, in one sentence.
    case note(String)
    /// Clips are being joined into a file.
    case assembling(file: String, clips: Int)
    /// A joined file bears its name.
    case assembled(file: String, duration: MediaTime)
}

/// Where a run stands, as shown while it goes on.
package enum RunPhase: Sendable, Hashable {
    /// An accepted take is there from an earlier session.
    case reused
    case submitting
    case queued
    case running
    case downloading(bytes: Int64)
    case verifying
    /// The take was verified; `isAccepted` tells whether it can go into the film.
    case verified(Verification, isAccepted: Bool)
    /// Nothing to be had: the reason.
    case failed(String)
    /// Still open at the end of the session: the reason.
    case open(String)
}

package import DailiesJSON
package import DailiesPlanning
package import DailiesVerification

/// One remote generation as the ledger knows it: from the intent to its end.
package struct RunRecord: Hashable, Sendable {
    package let id: Int64
    package let shot: String
    /// Which part of a multi-run shot; `nil` where one run makes the shot.
    package let part: String?
    /// Counts the takes of a shot or part from 1.
    package let take: Int
    package let provider: String
    /// Which server: the provider's base address.
    package let instance: String
    package let endpoint: String
    package let model: String
    package let digest: String
    /// What was asked for; `nil` if it can't be read.
    package let request: RunRequest?
    /// The model's input as it was sent, without inline pictures and signatures; `nil` for a run that
    /// an earlier version wrote, or that was never sent.
    package let wire: JSONValue?
    /// Our own name for the run, sent along, by which the provider can be asked for it.
    package let clientReference: String
    /// What was set aside for it.
    package let quote: Money
    package let state: State
    /// The provider's id, known from the moment the submit was answered.
    package let remoteID: String?
    /// Where the provider wants to be asked for it, by what each address is for.
    package let addresses: [String: String]
    /// Why it failed, where it did.
    package let reason: String?
    /// The provider's last word on it, as received.
    package let reported: JSONValue?
    /// What the provider says about its file, where the run succeeded.
    package let delivery: Delivery
    /// Microseconds since 1970.
    package let intendedAt: Int64
    /// Since when it is in its state, in microseconds since 1970.
    package let changedAt: Int64

    /// Names the take's files: `010-t1`, `020a-t1`.
    package var takeName: String { "\(shot)\(part ?? "")-t\(take)" }

    /// Where a run stands.
    package enum State: String, Hashable, Sendable {
        /// Written before the submit: the request may be on its way or may never have left.
        case intended
        /// The provider answered the submit with an id.
        case accepted
        /// The provider says that the result can be fetched.
        case succeeded
        /// The provider says that there will be no result.
        case failed
        /// The provider failed at its own cost, or a person wrote the run off: the same may be asked
        /// for once more.
        case faulted
        /// What is to be seen was refused: the same is never asked for again.
        case moderated
        /// The provider refused the submit: nothing was bought.
        case refused
        /// It is certain that the submit never reached the provider.
        case notSent = "not-sent"
        /// The submit may or may not have reached the provider.
        case unknown
        /// The stand-in that made it is gone, and nothing was ever paid.
        case void
    }

    /// Whether money may be bound by it that no take has answered for yet.
    package var isOpen: Bool {
        switch state {
        case .intended, .accepted, .unknown: true
        case .succeeded, .failed, .faulted, .moderated, .refused, .notSent, .void: false
        }
    }
}

/// A landed file with the verdict on it.
package struct TakeRecord: Hashable, Sendable {
    package let run: RunRecord
    /// Relative to the production's folder.
    package let file: String
    package let bytes: Int64
    package let sha256: String
    /// What the verification found.
    package let outcome: Outcome
    /// What the file is; `nil` until it was measured, or if it can't be.
    package let measurement: MediaMeasurement?

    /// Whether and how a file was verified.
    package enum Outcome: Hashable, Sendable {
        case notVerified
        case verified(Verification)
        /// A verification was stored and can't be read any more: nothing is known about the file.
        case unreadable
    }

    /// The verification; `nil` if there is none that can be read.
    package var verification: Verification? {
        if case .verified(let verification) = outcome { verification } else { nil }
    }

    /// The verdict; `nil` until the file was verified, and `unknown` if that can't be read any more.
    package var verdict: Verdict? {
        switch outcome {
        case .notVerified: nil
        case .verified(let verification): verification.verdict
        case .unreadable: .unknown
        }
    }
}

/// What the production has cost so far.
package struct MoneyTotals: Hashable, Sendable {
    /// Set aside for runs that aren't settled.
    package let reserved: Money
    /// What settled runs really cost.
    package let settled: Money

    package init(reserved: Money, settled: Money) {
        self.reserved = reserved
        self.settled = settled
    }
}

package import DailiesVerification

/// A landed file with its verification.
package struct TakeRecord: Hashable, Sendable {
    package let run: RunRecord
    /// Relative to the production's folder.
    package let file: String
    /// Where it landed last, such as `render2:/films/lighthouse`; `nil` if only one machine uses the
    /// ledger.
    package let place: String?
    package let bytes: Int64
    package let sha256: String
    /// The result of the verification.
    package let outcome: Outcome
    /// The measurement of the file; `nil` until it was measured, and if it can't be measured.
    @Shared package var measurement: MediaMeasurement?

    /// Whether and how a file was verified.
    package enum Outcome: Hashable, Sendable {
        case notVerified
        indirect case verified(Verification)
        /// The stored verification can't be read, so that nothing is known about the file.
        case unreadable
    }

    /// The verification; `nil` if there is none, or if it can't be read.
    package var verification: Verification? {
        if case .verified(let verification) = outcome { verification } else { nil }
    }

    /// The verdict; `nil` until the file was verified, `unknown` if the verification can't be read.
    package var verdict: Verdict? {
        switch outcome {
        case .notVerified: nil
        case .verified(let verification): verification.verdict
        case .unreadable: .unknown
        }
    }
}

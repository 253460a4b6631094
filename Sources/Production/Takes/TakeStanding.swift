package import DailiesLedger
package import DailiesVerification

/// The state of a take for its run; the only place that decides whether a take is accepted.
package enum TakeStanding: Hashable, Sendable {
    /// It can go into the film.
    case accepted
    /// The file must be verified, or verified again: nothing is known about it.
    case notVerified
    /// The file is damaged, and is downloaded again, which costs nothing.
    case damaged
    /// A person must look at it; no other take is bought before that.
    case held
    /// It isn't what was requested; another take may be bought.
    case rejected

    /// - Parameter acceptsFlagged: whether takes whose only failed check is the provider's content
    ///   filter are accepted.
    package init(_ take: TakeRecord, acceptsFlagged: Bool = false) {
        guard let verification = take.verification, verification.verdict != .unknown else {
            self = .notVerified
            return
        }
        self.init(verification, acceptsFlagged: acceptsFlagged)
    }

    package init(_ verification: Verification, acceptsFlagged: Bool = false) {
        switch verification.action {
        case .accept: self = .accepted
        case .fetchAgain: self = .damaged
        case .reroll: self = .rejected
        case .hold:
            if verification.verdict == .unknown {
                self = .notVerified
            } else {
                self = acceptsFlagged && verification.isOnlyFlagged ? .accepted : .held
            }
        }
    }
}

extension RunRecord {
    /// Whether the run may still bring a take: it is open, or it succeeded and its file must still be
    /// downloaded or verified.
    ///
    /// - Parameter take: the run's take; `nil` if none has landed.
    func isUnfinished(_ take: TakeRecord?) -> Bool {
        if isOpen { return true }
        guard state == .succeeded else { return false }
        switch take.map({ TakeStanding($0) }) {
        case nil, .notVerified, .damaged: return true
        case .accepted, .held, .rejected: return false
        }
    }
}

extension Verification {
    /// Whether the only failed check is that the provider's content filter flags the picture.
    package var isOnlyFlagged: Bool {
        checks.filter { $0.result == .fail }.map(\.code) == [.contentFlag]
    }

    /// The failed checks as one line, with what was expected and measured.
    package var complaint: String {
        checks.filter { $0.result == .fail }.map { check in
            let expected = check.expected.map { "expected \($0), " } ?? ""
            return "\(check.message) (\(expected)measured \(check.measured ?? "nothing"))"
        }.joined(separator: " ")
    }
}

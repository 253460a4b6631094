import DailiesVerification

/// What came of a shot, for its mark on the page and for the filter.
enum ShotOutcome: String, CaseIterable {
    /// No take for at least one part, and nothing more comes by itself.
    case missing
    /// Not submitted yet, or under way.
    case underway
    /// Every part has a take in the film, and a check warns or a person chose against a check.
    case warned
    case accepted

    /// The name of the filter.
    var label: String {
        switch self {
        case .missing: "No take"
        case .underway: "Under way"
        case .warned: "With warnings"
        case .accepted: "Accepted"
        }
    }

    /// A sign that doesn't need colour.
    var sign: String {
        switch self {
        case .missing: "✕"
        case .underway: "…"
        case .warned: "!"
        case .accepted: "✓"
        }
    }
}

extension DailiesReport.ShotEntry {
    /// Whether every part has an accepted take.
    var isReady: Bool { parts.allSatisfy(\.isAccepted) }

    var outcome: ShotOutcome {
        let open = parts.filter { !$0.isAccepted }
        guard open.isEmpty else {
            return open.allSatisfy { $0.obstacle?.passesByItself == true } ? .underway : .missing
        }
        let verdicts = parts.flatMap(\.takes).filter(\.isCircled).map(\.verdict)
        return verdicts.allSatisfy { $0 == .pass } ? .accepted : .warned
    }

    /// The outcome in a few words.
    var outcomeWords: String {
        let obstacles = Set(parts.compactMap(\.obstacle))
        if let first = DailiesReport.Obstacle.allCases.first(where: obstacles.contains) {
            return first.words
        }
        return isReady ? outcome.label.lowercased() : "no take"
    }
}

extension DailiesReport.Obstacle {
    /// Whether this session or the next one removes it without a person's help.
    package var passesByItself: Bool { self == .underway || self == .notSubmitted }

    /// What keeps a run from having a take, in a few words that may follow a number.
    var cause: String {
        switch self {
        case .accountRefused: "refused with the account"
        case .unknownSubmit: "of which it isn't known whether the submit arrived"
        case .held: "held for you to look at"
        case .flagged: "flagged by the content filter"
        case .notDelivered: "without an intact file"
        case .underway: "under way"
        case .moderated: "refused by moderation"
        case .requestRefused: "refused by the provider"
        case .rejected: "rejected"
        case .failed: "failed at the provider"
        case .capReached: "stopped by a cap"
        case .unavailable: "without a provider"
        case .waiting: "waiting for another shot"
        case .leftOut: "left out"
        case .notSubmitted: "not submitted yet"
        }
    }

    /// The same for a mark.
    var words: String {
        switch self {
        case .unknownSubmit: "no take: outcome of the submit unknown"
        case .held, .flagged, .underway, .notSubmitted: cause
        default: "no take: \(cause)"
        }
    }
}

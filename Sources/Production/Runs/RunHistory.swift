import DailiesLedger

/// The runs that belong to one planned run, with what the ledger and the folder hold of their takes.
struct RunHistory: Sendable {
    /// Oldest first.
    let facts: [RunFacts]
    /// Whether takes whose only failed check is the provider's content filter are accepted.
    let acceptsFlagged: Bool

    var runs: [RunRecord] { facts.map(\.run) }

    /// The take that goes into the film; `nil` if there is none whose file exists.
    var acceptedTake: TakeRecord? { facts.forTheFilm(acceptsFlagged: acceptsFlagged)?.take }

    /// A take that a person must look at before anything more is bought; `nil` if there is none.
    var heldTake: TakeRecord? { facts.heldTake(acceptsFlagged: acceptsFlagged) }

    /// The first run that isn't done: an open one, or a finished one whose take has not been
    /// downloaded, is missing, was not verified, or must be downloaded again.
    var unfinished: RunRecord? { facts.first(where: \.isUnfinished)?.run }
}

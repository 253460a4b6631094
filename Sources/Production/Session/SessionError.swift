/// An error that stops a whole session; what happens to single shots is in `RunOutcome`.
package enum SessionError: Error, Sendable, Equatable {
    /// The production's folder can't be used.
    case folder(path: String, reason: String)
    /// Another session holds the production's lock.
    case heldByAnother(path: String)
    /// There are takes, but no ledger.
    case lostLedger(path: String)
    /// The folder holds a rehearsal and this session buys takes, or the other way round.
    case otherKind(path: String, found: ProductionKind)
}

extension SessionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .folder(let path, let reason): "the folder \(path) can't be used: \(reason)"
        case .heldByAnother(let path):
            "another session is at work in \(path); wait for its end, or choose another --output"
        case .lostLedger(let path):
            "\(path) holds takes, but its ledger is missing or empty: everything would be bought "
                + "again. Rebuild the ledger with \(shellLine("dailies", ["recover", path])), free of "
                + "charge, or choose another --output"
        case .otherKind(let path, let found):
            "\(path) holds \(found); rehearsals and bought takes are kept apart: "
                + "choose another --output, or delete the folder"
        }
    }
}

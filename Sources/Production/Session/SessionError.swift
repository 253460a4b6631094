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
            switch found {
            case .rehearsal:
                "\(path) holds a rehearsal, and this session buys takes, which are kept apart from "
                    + "rehearsed ones: add \(Self.output(path, "-bought")), or the name of another "
                    + "new folder"
            case .bought:
                "\(path) holds bought takes, and this session is a rehearsal, which leaves them "
                    + "alone: to rehearse add \(Self.output(path, "-rehearsal")), or the name of "
                    + "another new folder; to go on buying type dailies run, with the provider's own "
                    + "address"
            }
        }
    }

    /// The option that names the folder beside one with this path.
    private static func output(_ path: String, _ suffix: String) -> String {
        let name = path.hasSuffix("/") ? String(path.dropLast()) : path
        return shellLine("--output", [name + suffix])
    }
}

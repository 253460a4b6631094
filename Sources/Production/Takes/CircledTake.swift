import DailiesLedger

// The take of a run that a person chose for the film.
extension Ledger {
    /// Chooses a take for the film.
    func circle(_ take: TakeRecord) throws(LedgerError) {
        try setValue(Self.circleKey(take.run.name), take.run.takeName)
    }

    /// Chooses a recovered take for the film.
    func circle(_ take: RecoveredTake) throws(LedgerError) {
        try setValue(Self.circleKey(take.shot + (take.part ?? "")), take.takeName)
    }

    /// The name of the take that a person chose; `nil` if none was chosen.
    ///
    /// - Parameter run: the name of the shot or part, such as `020a`.
    func circledTake(of run: String) throws(LedgerError) -> String? {
        try value(Self.circleKey(run))
    }

    /// The names of the takes that a person chose, by the names of their shots or parts.
    func circledTakes() throws(LedgerError) -> [String: String] {
        try values(prefix: Self.circleKey(""))
    }

    private static func circleKey(_ run: String) -> String { "circled \(run)" }
}

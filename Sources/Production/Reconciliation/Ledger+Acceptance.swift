import DailiesLedger

extension Ledger {
    private static func acceptanceKey(_ run: Int64) -> String { "accepted \(run)" }

    /// Records that the provider says it has accepted a run, although its id isn't known: the run never
    /// counts as not sent.
    func confirmAcceptance(of run: Int64) throws(LedgerError) {
        try setValue(Self.acceptanceKey(run), "by the provider's answer")
    }

    private static func accountKey(_ run: Int64) -> String { "account \(run)" }

    /// Records with which account a run is bought.
    func setAccount(_ mark: String, of run: Int64) throws(LedgerError) {
        try setValue(Self.accountKey(run), mark)
    }

    /// The account that a run was bought with; `nil` if an earlier version bought it.
    func account(of run: Int64) throws(LedgerError) -> String? {
        try value(Self.accountKey(run))
    }

    func isAcceptanceConfirmed(of run: Int64) throws(LedgerError) -> Bool {
        try value(Self.acceptanceKey(run)) != nil
    }
}

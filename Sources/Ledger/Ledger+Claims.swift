// Claims: which session works on which run, where sessions on several machines share a ledger.
//
// A claim holds until its lease ends, by the clock of the database. A session that still works renews
// its claims; those of a killed session end by themselves.
extension Ledger {
    /// Claims a run for this session, or renews its claim.
    ///
    /// - Parameters:
    ///   - name: the run's name, such as `020a`.
    ///   - lease: how long the claim holds without being renewed.
    /// - Returns: `nil`, or who has the claim.
    package func claim(_ name: String, for lease: Duration) throws(LedgerError) -> String? {
        try database.transaction { () throws(LedgerError) in
            let time = try database.now()
            let taken = try database.execute(
                """
                INSERT INTO claims (name, holder, expires_at) VALUES (?, ?, ?)
                ON CONFLICT (name) DO UPDATE
                    SET holder = excluded.holder, expires_at = excluded.expires_at
                    WHERE claims.holder = excluded.holder OR claims.expires_at <= ?
                """,
                [
                    .text(name), .text(holder), .integer(time + lease.inMicroseconds),
                    .integer(time),
                ])
            return taken == 1 ? nil : try claimant(of: name)
        }
    }

    /// Renews all claims that this session still has.
    ///
    /// - Returns: their names.
    package func renewClaims(for lease: Duration) throws(LedgerError) -> Set<String> {
        try database.transaction { () throws(LedgerError) in
            var names: Set<String> = []
            try database.query(
                "UPDATE claims SET expires_at = ? WHERE holder = ? RETURNING name",
                [.integer(try database.now() + lease.inMicroseconds), .text(holder)]
            ) { row in
                if let name = row.text(0) { names.insert(name) }
            }
            return names
        }
    }

    /// Ends this session's claim on a run.
    package func releaseClaim(_ name: String) throws(LedgerError) {
        try database.execute(
            "DELETE FROM claims WHERE name = ? AND holder = ?", [.text(name), .text(holder)])
    }

    /// Ends all claims of this session.
    package func releaseClaims() throws(LedgerError) {
        try database.execute("DELETE FROM claims WHERE holder = ?", [.text(holder)])
    }

    /// Whether another session has a claim that has not expired.
    package func hasClaimsOfOthers() throws(LedgerError) -> Bool {
        try database.firstInteger(
            "SELECT 1 FROM claims WHERE holder <> ? AND expires_at > ? LIMIT 1",
            [.text(holder), .integer(try database.now())]) != nil
    }

    /// Whether this session still has its claim on a run; also if none is needed.
    ///
    /// - Parameter name: the run's name; `nil` if no claim is needed.
    func holdsClaim(_ name: String?) throws(LedgerError) -> Bool {
        guard let name else { return true }
        return try database.firstInteger(
            "SELECT 1 FROM claims WHERE name = ? AND holder = ? AND expires_at > ?",
            [.text(name), .text(holder), .integer(try database.now())]) != nil
    }

    private func claimant(of name: String) throws(LedgerError) -> String? {
        let holder = try database.firstText(
            "SELECT holder FROM claims WHERE name = ?", [.text(name)])
        // The holder is stored as "process 4711 on host#UUID"; messages to users leave the UUID out.
        return holder.map { String($0.prefix { $0 != "#" }) }
    }
}

extension Duration {
    /// In whole microseconds.
    fileprivate var inMicroseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}

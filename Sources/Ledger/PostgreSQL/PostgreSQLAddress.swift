/// The address of a production's ledger on a PostgreSQL server.
package struct PostgreSQLAddress: Hashable, Sendable {
    /// The address that libpq connects to, which may contain a password.
    let connection: String
    /// The production's name in the database; `nil` to use that of its folder.
    package let production: String?

    /// - Parameter text: `postgresql://…`, as libpq takes it; `#NAME` at its end names the production.
    ///   What is missing is taken from the environment, such as `PGSERVICE` and `PGHOST`.
    /// - Returns: `nil` if the text is no such address.
    package init?(_ text: String) {
        guard ["postgresql://", "postgres://"].contains(where: text.hasPrefix) else { return nil }
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        connection = String(parts[0])
        production = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
    }

    /// The same address; if it names no production, with the last part of a folder's path as its name.
    package func naming(afterFolder path: String) -> PostgreSQLAddress {
        naming(path.split(separator: "/").last.map(String.init))
    }

    private init(connection: String, production: String?) {
        self.connection = connection
        self.production = production
    }

    /// The same address; if it names no production, with this name.
    package func naming(_ name: String?) -> PostgreSQLAddress {
        PostgreSQLAddress(connection: connection, production: production ?? name)
    }
}

extension PostgreSQLAddress: CustomStringConvertible {
    /// The address without passwords.
    package var description: String {
        withoutPasswords + (production.map { "#\($0)" } ?? "")
    }

    private var withoutPasswords: String {
        var text = connection
        if let scheme = text.firstRange(of: "://") {
            let authority = text[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
            if let at = authority.lastIndex(of: "@"),
                let colon = authority[..<at].firstIndex(of: ":")
            {
                text.removeSubrange(colon..<at)
            }
        }
        guard let mark = text.firstIndex(of: "?") else { return text }
        let parameters = text[text.index(after: mark)...].split(separator: "&")
            .filter { !$0.hasPrefix("password=") && !$0.hasPrefix("sslpassword=") }
        return text[..<mark] + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
    }
}

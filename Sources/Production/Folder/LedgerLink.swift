import DailiesJSON
import DailiesLanding
import DailiesLedger
import Foundation

/// The file in a production's folder that says on which server its ledger is, so that every command
/// finds it.
struct LedgerLink {
    static let schema = "dailies.ledger/1"

    let server: PostgreSQLAddress

    init(_ server: PostgreSQLAddress) { self.server = server }

    /// Reads the file; `nil` if there is none, or if it isn't such a file.
    init?(of folder: ProductionFolder) {
        guard let bytes = FileManager.default.contents(atPath: folder.ledgerLink),
            let json = try? JSONValue(parsing: bytes), json["schema"]?.text == Self.schema,
            let server = json["server"]?.text.flatMap({ PostgreSQLAddress($0) })
        else { return nil }
        self.server = server
    }

    /// Writes the file, without passwords.
    func write(to folder: ProductionFolder) throws(LandingError) {
        let json: JSONValue = [
            "schema": .string(Self.schema), "server": .string(server.description),
        ]
        try Landing.write(Data((json.pretty + "\n").utf8), as: folder.ledgerLink)
    }
}

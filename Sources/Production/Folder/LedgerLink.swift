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

    /// Reads `ledger.json`; `nil` if the file is missing, invalid or names no server.
    init?(of folder: ProductionFolder) {
        guard let bytes = FileManager.default.contents(atPath: folder.ledgerLink),
            let json = try? JSONValue(parsing: bytes), json["schema"]?.text == Self.schema,
            let server = json["server"]?.text.flatMap({ PostgreSQLAddress($0) })
        else { return nil }
        self.server = server
    }

    /// Refuses a folder of which it isn't certain where its ledger is: in an empty ledger everything would
    /// be bought again.
    ///
    /// - Throws: `SessionError` if the file names no server, if it names another one than the user, or
    ///   if the folder has a ledger of its own besides.
    static func check(_ folder: ProductionFolder) throws(SessionError) {
        let link = LedgerLink(of: folder)
        guard link != nil || access(folder.ledgerLink, F_OK) != 0 else {
            throw .folder(
                path: folder.path,
                reason:
                    "ledger.json, which names the ledger's server, can't be read; restore it, or "
                    + "delete it and name the server with --ledger")
        }
        guard let server = folder.server else { return }
        if let link, link.server.description != server.description {
            throw .folder(
                path: folder.path,
                reason:
                    "its ledger is \(link.server), by ledger.json, and not \(server); if the server "
                    + "has moved, delete ledger.json")
        }
        guard (Landing.size(of: folder.ledger) ?? 0) == 0 else {
            throw .folder(
                path: folder.path,
                reason:
                    "its ledger is the file ledger.sqlite, and not \(server); leave --ledger out, or "
                    + "choose another --output")
        }
    }

    /// Writes the file, without passwords.
    func write(to folder: ProductionFolder) throws(LandingError) {
        let json: JSONValue = [
            "schema": .string(Self.schema), "server": .string(server.description),
        ]
        try Landing.write(json.fileBytes, as: folder.ledgerLink)
    }
}

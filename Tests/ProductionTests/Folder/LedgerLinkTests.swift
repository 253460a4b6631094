import DailiesLedger
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesProduction

/// A folder of which it isn't certain where its ledger is, is refused: in an empty ledger everything would
/// be bought again.
struct LedgerLinkTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func production(server: String? = nil) -> ProductionFolder {
        ProductionFolder(path: folder.path, server: server.flatMap { PostgreSQLAddress($0) })
    }

    private func write(_ text: String) throws {
        try folder.write(Data(text.utf8), as: "ledger.json")
    }

    @Test func aFolderWithoutALinkIsFine() throws {
        try LedgerLink.check(production())
        try LedgerLink.check(production(server: "postgresql://db/house"))
    }

    @Test func theFolderNamesItsServerWithoutPasswords() throws {
        let server = try #require(PostgreSQLAddress("postgresql://ann:secret@db/house#night"))
        try LedgerLink(server).write(to: production())
        let text = try String(contentsOfFile: folder.file("ledger.json"), encoding: .utf8)
        #expect(!text.contains("secret"))
        #expect(production().server?.description == "postgresql://ann@db/house#night")
        #expect(production().hasLedger)
        // Who names the server again may leave out the production, and give the password.
        let named = production(server: "postgresql://ann:secret@db/house")
        #expect(named.server?.description == "postgresql://ann@db/house#night")
        try LedgerLink.check(named)
    }

    @Test(arguments: [
        "", "{}", "[", #"{"schema": "dailies.ledger/2", "server": "postgresql://db/x#n"}"#,
    ])
    func aLinkThatNamesNoServerIsRefused(_ text: String) throws {
        try write(text)
        #expect(throws: SessionError.self) { try LedgerLink.check(production()) }
        #expect(throws: SessionError.self) {
            try LedgerLink.check(production(server: "postgresql://db/house"))
        }
    }

    @Test(arguments: ["postgresql://other/house", "postgresql://db/house#morning"])
    func anotherServerOrProductionIsRefused(_ server: String) throws {
        let own = try #require(PostgreSQLAddress("postgresql://db/house#night"))
        try LedgerLink(own).write(to: production())
        let error = #expect(throws: SessionError.self) {
            try LedgerLink.check(production(server: server))
        }
        #expect(error?.description.contains("its ledger is postgresql://db/house#night") == true)
    }

    @Test func aLedgerInTheFolderIsNotReplaced() async throws {
        _ = try await production().openLedger()
        let error = #expect(throws: SessionError.self) {
            try LedgerLink.check(production(server: "postgresql://db/house"))
        }
        #expect(error?.description.contains("ledger.sqlite") == true)
        await #expect(throws: SessionError.self) {
            try await production(server: "postgresql://db/house").openLedger()
        }
    }
}

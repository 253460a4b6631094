import DailiesLedger
import DailiesTestSupport
import Testing

@testable import DailiesProduction

/// The claims of a session whose ledger is on a server.
@Suite(.enabled(if: PostgreSQLServer.isUsable)) struct RunClaimsTests {
    private let address: PostgreSQLAddress
    private let counter = Counter()

    init() throws {
        let server = try PostgreSQLServer.shared.get()
        address = try #require(PostgreSQLAddress(try server.newDatabase()))
    }

    private func ledger() throws -> Ledger {
        try Ledger(address, folder: "/films/film", .createsOrContinues)
    }

    private func claims() throws -> RunClaims {
        var pace = SessionSettings.Pace.standIn
        pace.claimRetry = .milliseconds(10)
        return RunClaims(ledger: try ledger(), pace: pace, drain: Drain(), emit: { _ in })
    }

    /// Two pieces of work of one session need one run: the first that ends doesn't give the claim up.
    @Test func aClaimEndsWithItsLastHolder() async throws {
        let claims = try claims()
        let other = try ledger()
        #expect(try await claims.claim("010") == nil)
        #expect(try await claims.claim("010") == nil)
        try await claims.release("010")
        #expect(claims.maySend("010"))
        #expect(try await other.claim("010", for: .seconds(60)) != nil)
        try await claims.release("010")
        #expect(!claims.maySend("010"))
        #expect(try await other.claim("010", for: .seconds(60)) == nil)
        // Nothing is left to release.
        try await claims.release("010")
        #expect(try await other.claim("010", for: .seconds(60)) == nil)
    }

    @Test func workThatLostItsClaimIsRepeated() async throws {
        let claims = try claims()
        let number = try await claims.whileClaimed("010") { [counter] in
            let number = counter.next()
            if number < 3 { throw IntentRefusal.lostClaim }
            return number
        }
        #expect(number == 3)
        #expect(!claims.maySend("010"))
    }

    private struct DiskIsFull: Error {}

    /// While the claim holds, an error is one of the work itself.
    @Test func anotherErrorIsNotRepeated() async throws {
        let claims = try claims()
        await #expect(throws: DiskIsFull.self) {
            _ = try await claims.whileClaimed("010") { [counter] in
                _ = counter.next()
                throw DiskIsFull()
            }
        }
        #expect(counter.value == 1)
    }
}

import DailiesLedger
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// One session at a time works on a run, and an expired claim can be taken over.
struct ClaimTests {
    @Test(arguments: LedgerKind.all) func aClaimKeepsOthersOutUntilItIsReleased(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let other = try fixture.second()
        #expect(try await fixture.ledger.claim("010", for: .seconds(600)) == nil)
        // It can be renewed.
        #expect(try await fixture.ledger.claim("010", for: .seconds(600)) == nil)
        let holder = try await other.claim("010", for: .seconds(600))
        let process = ProcessInfo.processInfo
        #expect(holder == "process \(process.processIdentifier) on \(process.hostName)")
        #expect(try await other.claim("020", for: .seconds(600)) == nil)
        // Only one's own.
        try await other.releaseClaim("010")
        #expect(try await other.claim("010", for: .seconds(600)) != nil)
        try await fixture.ledger.releaseClaim("010")
        #expect(try await other.claim("010", for: .seconds(600)) == nil)
        try await other.releaseClaims()
        #expect(try await fixture.ledger.claim("020", for: .seconds(600)) == nil)
    }

    @Test func anExpiredClaimIsTakenOver() async throws {
        let folder = try TemporaryFolder()
        let clock = Mutex(TestLedger.time)
        func ledger() throws -> Ledger {
            try Ledger(path: folder.file("ledger.sqlite"), now: { clock.withLock { $0 } })
        }
        let (first, second) = (try ledger(), try ledger())
        #expect(try await first.claim("010", for: .seconds(60)) == nil)
        clock.withLock { $0 += 59_999_999 }
        #expect(try await second.claim("010", for: .seconds(60)) != nil)
        #expect(try await first.renewClaims(for: .seconds(60)) == ["010"])
        clock.withLock { $0 += 59_999_999 }
        #expect(try await second.claim("010", for: .seconds(60)) != nil)
        clock.withLock { $0 += 1 }
        #expect(try await second.claim("010", for: .seconds(60)) == nil)
        // Who lost it renews only what is left.
        #expect(try await first.renewClaims(for: .seconds(60)).isEmpty)
        #expect(try await first.claim("010", for: .seconds(60)) != nil)
    }

    /// By the server's clock, to which it doesn't matter what this process thinks.
    @Test(.enabled(if: PostgreSQLServer.isUsable)) func anExpiredClaimIsTakenOverOnAServer()
        async throws
    {
        let fixture = try TestLedger(.server)
        #expect(try await fixture.ledger.claim("010", for: .zero) == nil)
        #expect(try await fixture.second().claim("010", for: .seconds(600)) == nil)
    }

    /// Without the claim nothing is written, so that nothing may be sent.
    @Test(arguments: LedgerKind.all) func anIntentNeedsItsClaim(_ kind: LedgerKind) async throws {
        let fixture = try TestLedger(kind)
        let without = try await fixture.ledger.intend(.sample(), instance: "here", claimed: "010")
        #expect(without == .failure(.lostClaim))
        #expect(try await fixture.ledger.runs().isEmpty)
        #expect(try await fixture.ledger.claim("010", for: .seconds(600)) == nil)
        let run = try await fixture.ledger.intend(.sample(), instance: "here", claimed: "010").get()
        try await fixture.ledger.close(run.id, as: .notSent, cost: .zero)
        try await fixture.ledger.releaseClaims()
        #expect(try await fixture.second().claim("010", for: .seconds(600)) == nil)
        #expect(try await fixture.ledger.renew(run, claimed: "010") == .lostClaim)
        #expect(try await fixture.ledger.run(run.id).state == .notSent)
        #expect(try await fixture.ledger.counted(.production) == .zero)
    }

    /// A session that was cut off for a while doesn't undo what another one has found out meanwhile.
    @Test(arguments: LedgerKind.all) func aLateVerdictChangesNothing(_ kind: LedgerKind)
        async throws
    {
        let fixture = try TestLedger(kind)
        let late = fixture.ledger
        let other = try fixture.second()
        let run = try await late.intend(.sample(), instance: "here").get()
        #expect(try await other.accept(run.id, remoteID: "r-1") == nil)
        try await late.closeSubmit(of: run.id, as: .notSent, reason: "HTTP 429")
        try await late.doubt(run.id, reason: "HTTP 504", submitFailure: "HTTP 504")
        #expect(try await late.renew(run) == .lostClaim)
        var found = try await other.run(run.id)
        #expect(found.state == .accepted && found.remoteID == "r-1")
        #expect(try await other.money().reserved == run.quote)
        try await other.close(run.id, as: .succeeded, cost: .dollars(1))
        try await late.doubt(run.id, reason: "HTTP 504")
        found = try await other.run(run.id)
        #expect(found.state == .succeeded && found.reason == nil)
    }

    /// Thirty processes' worth of connections: each name has one winner.
    @Test(arguments: LedgerKind.all) func eachNameHasOneHolder(_ kind: LedgerKind) async throws {
        let fixture = try TestLedger(kind)
        var connections = [fixture.ledger]
        for _ in 0..<5 { connections.append(try fixture.second()) }
        let won = try await withThrowingTaskGroup(of: String?.self) { [connections] group in
            for connection in connections {
                for name in 0..<10 {
                    group.addTask {
                        try await connection.claim("\(name)", for: .seconds(600)) == nil
                            ? "\(name)" : nil
                    }
                }
            }
            return try await group.reduce(into: [String]()) { names, name in
                if let name { names.append(name) }
            }
        }
        #expect(won.sorted() == (0..<10).map(String.init))
    }
}

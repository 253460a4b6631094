import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesShotList
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// A ledger that the first version wrote during a rehearsal of two shots.
struct FirstVersionLedgerTests {
    @Test func itOpensAndItsValuesAreTyped() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("ledger.sqlite")
        try FileManager.default.copyItem(
            atPath: Checkout.path("Tests/LedgerTests/Fixtures/first-version.sqlite"), toPath: path)
        let ledger = try Ledger(path: path)
        let runs = try await ledger.runs().sorted { $0.shot < $1.shot }
        #expect(runs.map(\.takeName) == ["010-t1", "020-t1"])
        #expect(runs.map(\.request?.content) == [.prompt("a red kite"), .prompt("a blue sea")])
        #expect(runs.map(\.request?.seconds) == [3, 3])
        #expect(runs.map(\.request?.generateAudio) == [true, false])
        #expect(runs.allSatisfy { $0.wire == nil && $0.delivery == Delivery() })
        for run in runs {
            let take = try #require(try await ledger.take(of: run))
            #expect(take.verdict == .pass)
            #expect(take.verification?.action == .accept)
            #expect((take.verification?.checks.count ?? 0) > 10)
            #expect(take.measurement == nil)
        }
        // The ledger can be written: a take is verified again.
        try await ledger.judge(runs[0].id, .sample(.warn))
        #expect(try await ledger.take(of: runs[0])?.verdict == .warn)
        #expect(try await Ledger(path: path).take(of: runs[0])?.verdict == .warn)
    }

    @Test(.enabled(if: SQLiteProgram.isInstalled))
    func anUnreadableVerificationGivesTheVerdictUnknown() async throws {
        let fixture = try TestLedger()
        let run = try await fixture.intend()
        try await fixture.ledger.land(run.id, file: "a.mp4", bytes: 1, sha256: "a")
        try await fixture.ledger.judge(run.id, .sample(.pass))
        let change = #"UPDATE takes SET verification = '{"verdict":"pass"}'"#
        try SQLiteProgram.run(change, fixture.path)
        let take = try #require(try await fixture.second().take(of: run))
        #expect(take.outcome == .unreadable)
        #expect(take.verdict == .unknown)
    }
}

import DailiesLedger
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// The sessions of a production, with what each one bought.
struct SessionQueryTests {
    @Test func eachSessionHasItsOwnRunsAndMoney() async throws {
        let folder = try TemporaryFolder()
        let clock = Mutex(Int64(1_700_000_000_000_000))
        let ledger = try Ledger(
            path: folder.file("ledger.sqlite"), now: { clock.withLock { $0 } })
        try await ledger.beginSession()
        let first = try await ledger.intend(.sample(), instance: "here").get()
        _ = try await ledger.accept(first.id, remoteID: "r-1", addresses: [:])
        try await ledger.close(first.id, as: .failed, reason: "no", cost: .dollars(1))
        try await ledger.endSession("finished")
        // A day later.
        clock.withLock { $0 += 86_400_000_000 }
        try await ledger.beginSession()
        _ = try await ledger.intend(.sample(shot: "020"), instance: "here").get()

        let sessions = try await ledger.sessions()
        #expect(sessions.map(\.runs) == [1, 1])
        #expect(sessions.map(\.takes) == [0, 0])
        #expect(sessions.map(\.outcome) == ["finished", nil])
        #expect(sessions.map { $0.endedAt != nil } == [true, false])
        #expect(sessions.map(\.money.settled) == [.dollars(1), .zero])
        #expect(sessions.map(\.money.reserved) == [.zero, .dollars(1)])
        #expect(
            try await ledger.money(inNightOf: sessions[0].beganAt)
                == MoneyTotals(reserved: .dollars(1), settled: .dollars(1)))
        #expect(
            try await ledger.money(inNightOf: sessions[1].beganAt)
                == MoneyTotals(reserved: .dollars(1), settled: .zero))
    }
}

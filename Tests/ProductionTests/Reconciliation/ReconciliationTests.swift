import DailiesGeneration
import DailiesLedger
import DailiesMediaTime
import DailiesPlanning
import Foundation
import Synchronization
import Testing

@testable import DailiesProduction

/// When a run that is missing from the provider's list counts as not sent; the tests set the clock.
struct ReconciliationTests {
    private static let start: Int64 = 1_800_000_000_000_000

    /// The ledger's clock, in seconds since the start.
    private final class Clock: Sendable {
        private let seconds = Mutex<Int64>(0)

        var now: Int64 { seconds.withLock { ReconciliationTests.start + $0 * 1_000_000 } }

        func set(_ time: Int64) { seconds.withLock { $0 = time } }
    }

    /// A submit whose answer was never received, and which didn't reach the provider.
    private struct Lost {
        let stage: RehearsalStage
        let clock = Clock()
        let ledger: Ledger
        let run: RunRecord

        init() async throws {
            stage = try RehearsalStage(extraFeatures: RehearsalStage.findsLostSubmits)
            try stage.production.create()
            let clock = clock
            ledger = try Ledger(path: stage.production.ledger, now: { clock.now })
            let plan = try stage.plan(RehearsalStage.oneShot)
            let intent = try await ledger.intend(plan.runs[0], instance: stage.provider.instance)
            run = try #require(intent)
        }

        /// How long reconciliation waits at this time before a missing run counts as not sent; `nil` if
        /// it doesn't wait.
        func wait(at time: Int64) async throws -> Duration? {
            clock.set(time)
            let waited = Mutex<Duration?>(nil)
            let clock = clock
            let current = try #require(try await ledger.runs().first)
            var pace = SessionSettings.Pace.standIn
            pace.absenceGrace = .seconds(300)
            try await Reconciliation(
                ledger: ledger, provider: stage.provider, server: .standIn, pace: pace,
                submitTimeout: .seconds(120), now: { clock.now },
                pause: { wait in waited.withLock { $0 = wait } }, notify: { _ in }
            ).settle(current)
            return waited.withLock { $0 }
        }
    }

    @Test func aKilledSessionsSubmitGetsTheSubmitTimeoutOnTop() async throws {
        let lost = try await Lost()
        #expect(try await lost.wait(at: 100) == .seconds(320))
        #expect(try await lost.ledger.runs().first?.state == .notSent)
    }

    /// A gateway's timeout comes a minute after the intent; the server behind it continues.
    @Test func theWaitCountsFromWhenTheOutcomeBecameUnknown() async throws {
        let lost = try await Lost()
        lost.clock.set(60)
        try await lost.ledger.doubt(lost.run.id, reason: "HTTP 504")
        lost.clock.set(200)
        try await lost.ledger.doubt(lost.run.id, reason: "the list can't be had")
        #expect(try await lost.wait(at: 210) == .seconds(150))
    }

    @Test func anOldSubmitCountsAsNotSentAtOnce() async throws {
        let lost = try await Lost()
        lost.clock.set(60)
        try await lost.ledger.doubt(lost.run.id, reason: "HTTP 504")
        #expect(try await lost.wait(at: 361) == nil)
        #expect(try await lost.ledger.runs().first?.state == .notSent)
    }
}

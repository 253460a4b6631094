import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLedger
import DailiesMediaTime
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

@testable import DailiesProduction

/// When a run that is missing from the provider's list counts as not sent; the tests set the clock.
struct ReconciliationTests {
    /// A submit whose answer was never received, and which didn't reach the provider.
    private struct Lost {
        let stage: RehearsalStage
        let clock: ManualClock
        let searches: SearchTimes
        let ledger: Ledger
        let run: RunRecord

        init() async throws {
            stage = try RehearsalStage(extraFeatures: RehearsalStage.findsLostSubmits)
            try stage.production.create()
            let clock = ManualClock()
            self.clock = clock
            searches = SearchTimes(now: { clock.now })
            // The system's clock is wrong: it says 1970.
            ledger = try Ledger(path: stage.production.ledger, now: { 1_000_000 })
            let plan = try stage.plan(RehearsalStage.oneShot)
            let intent = try await ledger.intend(plan.runs[0], instance: stage.provider.instance)
            run = try intent.get()
        }

        /// How long reconciliation waits before a missing run counts as not sent; `nil` if it
        /// doesn't wait.
        ///
        /// - Parameter isEnding: whether the session is asked to end during the wait.
        func wait(isEnding: Bool = false) async throws -> Duration? {
            let waited = Mutex<Duration?>(nil)
            let current = try #require(try await ledger.runs().first)
            var pace = SessionSettings.Pace.standIn
            pace.absenceGrace = .seconds(300)
            try await Reconciliation(
                ledger: ledger,
                claims: RunClaims(ledger: ledger, pace: pace, drain: Drain(), emit: { _ in }),
                provider: stage.provider, server: .standIn, pace: pace,
                submitTimeout: .seconds(120), searches: searches,
                pause: { wait in waited.withLock { $0 = wait } }, isEnding: { isEnding },
                notify: { _ in }
            ).settle(current)
            return waited.withLock { $0 }
        }
    }

    @Test func aKilledSessionsSubmitGetsTheSubmitTimeoutOnTop() async throws {
        let lost = try await Lost()
        #expect(try await lost.wait() == .seconds(420))
        #expect(try await lost.ledger.runs().first?.state == .notSent)
    }

    /// Whatever the ledger's times say, this process waits the whole grace.
    @Test func theWaitCountsFromTheFirstSearchOfThisProcess() async throws {
        let lost = try await Lost()
        try await lost.ledger.doubt(
            lost.run.id, reason: "HTTP 504", submitFailure: "HTTP 504")
        lost.searches.begin(lost.run)
        lost.clock.advance(.seconds(100))
        #expect(try await lost.wait() == .seconds(200))
    }

    /// A run that another session submitted again meanwhile is searched for anew.
    @Test func aSubmitThatWasRepeatedIsWaitedForAgain() async throws {
        let lost = try await Lost()
        lost.searches.begin(lost.run)
        lost.clock.advance(.seconds(600))
        let other = try Ledger(path: lost.stage.production.ledger, now: { 2_000_000 })
        try await other.closeSubmit(of: lost.run.id, as: .notSent)
        #expect(try await other.renew(lost.run) == nil)
        #expect(try await lost.wait() == .seconds(420))
    }

    /// A wait that was cut short proves nothing.
    @Test func aSessionThatEndsDuringTheWaitKeepsTheSubmitUnknown() async throws {
        let lost = try await Lost()
        #expect(try await lost.wait(isEnding: true) != nil)
        let run = try #require(try await lost.ledger.runs().first)
        #expect(run.state == .unknown)
        #expect(run.reason?.contains("asked to end") == true)
        // The next session waits, and finds out.
        _ = try await lost.wait()
        #expect(try await lost.ledger.runs().first?.state == .notSent)
    }

    @Test func nothingIsWaitedForTwice() async throws {
        let lost = try await Lost()
        try await lost.ledger.doubt(
            lost.run.id, reason: "HTTP 504", submitFailure: "HTTP 504")
        lost.searches.begin(lost.run)
        lost.clock.advance(.seconds(301))
        #expect(try await lost.wait() == nil)
        #expect(try await lost.ledger.runs().first?.state == .notSent)
    }

    // MARK: Lists of a hosted provider

    /// A ledger with several submits, the outcome of one of which is unknown, and a server with a list.
    private struct Listed {
        typealias List = @Sendable (_ reference: String) -> LoopbackServer.Reply

        let ledger: Ledger
        let runs: [RunRecord]
        private let stage: RehearsalStage
        private let server: LoopbackServer
        private let list: Holder

        /// The list that the server answers with.
        private final class Holder: Sendable {
            let list = Mutex<List>({ _ in .json("{}", status: 404) })
        }

        /// - Parameters:
        ///   - accepted: the indexes of the runs that the provider accepted.
        ///   - accounts: the account that each run is bought with.
        init(
            count: Int, accepted: Set<Int>, accounts: [String?] = [nil, nil, nil, nil]
        ) async throws {
            stage = try RehearsalStage()
            let list = Holder()
            self.list = list
            server = try LoopbackServer { request in
                list.list.withLock { $0 }(request.path.removingPercentEncoding ?? "")
            }
            try stage.production.create()
            ledger = try Ledger(path: stage.production.ledger)
            let shots = (0..<count).map {
                #"{"id": "s\#($0)", "prompt": "a kite \#($0)", "duration": 3}"#
            }
            let plan = try stage.plan(
                #"{"title": "film", "shots": [\#(shots.joined(separator: ","))]}"#)
            var runs: [RunRecord] = []
            for (index, run) in plan.runs.enumerated() {
                let record = try await ledger.intend(
                    run, instance: server.baseURL, account: accounts[index]
                ).get()
                if accepted.contains(index) {
                    _ = try await ledger.accept(record.id, remoteID: "run-\(index)")
                } else {
                    try await ledger.doubt(record.id, reason: "HTTP 504", submitFailure: "HTTP 504")
                }
                runs.append(record)
            }
            self.runs = runs
        }

        /// Settles a run with a server whose list is `list`; returns the run afterwards.
        func settled(
            _ index: Int, _ list: @escaping List
        ) async throws -> RunRecord {
            self.list.list.withLock { $0 = list }
            var pace = SessionSettings.Pace.provider
            pace.absenceGrace = .zero
            try await Reconciliation(
                ledger: ledger,
                claims: RunClaims(ledger: ledger, pace: pace, drain: Drain(), emit: { _ in }),
                provider: stage.runflow(at: server.baseURL), server: .provider,
                pace: pace,
                submitTimeout: .zero, notify: { _ in }
            ).settle(try await ledger.run(runs[index].id))
            return try await ledger.run(runs[index].id)
        }

        /// The list's entries for some of the runs.
        func entries(_ indexes: [Int]) -> String {
            let items = indexes.map {
                #"{"id": "run-\#($0)", "client_ref": "\#(runs[$0].clientReference)"}"#
            }
            return #"{"items": [\#(items.joined(separator: ","))]}"#
        }
    }

    /// The newest runs fill the list, whatever is searched for: the lost one may be on another page.
    @Test func aListThatIgnoresTheSearchProvesNothing() async throws {
        let listed = try await Listed(count: 4, accepted: [1, 2, 3])
        let newest = listed.entries([3, 2, 1])
        let run = try await listed.settled(0) { _ in .json(newest) }
        #expect(run.state == .unknown)
        #expect(run.reason?.contains("may be incomplete") == true)
    }

    /// Runs from before and after the lost one are in the list, so it would be there too.
    @Test func aListAroundTheLostRunProvesItsAbsence() async throws {
        let listed = try await Listed(count: 3, accepted: [0, 2])
        let all = listed.entries([2, 0])
        #expect(try await listed.settled(1) { _ in .json(all) }.state == .notSent)
        let older = try await Listed(count: 3, accepted: [0, 2])
        let oldest = older.entries([0])
        #expect(try await older.settled(1) { _ in .json(oldest) }.state == .unknown)
        let last = try await Listed(count: 2, accepted: [0])
        let page = last.entries([0])
        #expect(try await last.settled(1) { _ in .json(page) }.state == .notSent)
    }

    /// The search works: another run is found by its reference, and nothing by the lost one's.
    @Test func aSearchThatWorksProvesAbsence() async throws {
        let listed = try await Listed(count: 2, accepted: [1])
        let other = listed.runs[1].clientReference
        let one = listed.entries([1])
        let run = try await listed.settled(0) { path in
            .json(path.contains(other) ? one : #"{"items": []}"#)
        }
        #expect(run.state == .notSent)
        // An empty list that never contains anything proves nothing.
        let empty = try await Listed(count: 2, accepted: [1])
        let unknown = try await empty.settled(0) { _ in .json(#"{"items": []}"#) }
        #expect(unknown.state == .unknown)
    }

    /// The list of one account says nothing of a run that another one may have bought.
    @Test func theListOfAnotherAccountProvesNothing() async throws {
        for (account, state) in [("two", RunRecord.State.unknown), ("one", .notSent)] {
            let listed = try await Listed(count: 2, accepted: [1], accounts: ["one", account])
            let other = listed.runs[1].clientReference
            let one = listed.entries([1])
            let run = try await listed.settled(0) { path in
                .json(path.contains(other) ? one : #"{"items": []}"#)
            }
            #expect(run.state == state)
        }
    }

    /// A provider that has said that it has the run never counts as one that hasn't.
    @Test func aConfirmedRunIsNeverAbsent() async throws {
        let listed = try await Listed(count: 3, accepted: [0, 2])
        try await listed.ledger.confirmAcceptance(of: listed.runs[1].id)
        let all = listed.entries([2, 0])
        let run = try await listed.settled(1) { _ in .json(all) }
        #expect(run.state == .unknown)
        #expect(run.reason?.contains("has a run with our id") == true)
    }

    @Test func aListThatIsMissingKeepsTheReasonOfTheSubmit() async throws {
        let listed = try await Listed(count: 1, accepted: [])
        let run = try await listed.settled(0) { _ in .json("{}", status: 404) }
        #expect(run.state == .unknown)
        #expect(run.submitFailure == "HTTP 504")
        #expect(run.reason?.contains("list of runs") == true)
    }

    /// The provider's list shows the run of another take: it isn't taken from it.
    @Test func aRunIsNotAdoptedTwice() async throws {
        let listed = try await Listed(count: 2, accepted: [1])
        let lost = listed.runs[0].clientReference
        let run = try await listed.settled(0) { _ in
            .json(#"{"items": [{"id": "run-1", "client_ref": "\#(lost)"}]}"#)
        }
        #expect(run.state == .unknown && run.remoteID == nil)
    }
}

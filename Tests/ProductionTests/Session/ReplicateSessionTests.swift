import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// What is particular to Replicate: lost submits are found by time and input, and files are gone an
/// hour after the end.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ReplicateSessionTests {
    private static func list(_ shots: (String, String)...) -> String {
        let entries = shots.map {
            #"{"id": "\#($0.0)", "prompt": "\#($0.1)", "duration": 3, "aspect_ratio": "1:1"}"#
        }
        return """
            {"title": "film", "model": "kling-v3-standard",
             "shots": [\(entries.joined(separator: ","))]}
            """
    }

    private func stage(
        lists: Bool = true, _ change: (inout StandInServer.Options) -> Void = { _ in }
    ) throws -> RehearsalStage {
        try RehearsalStage(
            ReplicateProvider.self, extraFeatures: lists ? [.lists] : [], change)
    }

    /// Buys a run as a session does that is killed before or after the answer.
    private func bought(
        _ run: PlannedRun, of plan: Plan, _ stage: RehearsalStage, isAnswerLost: Bool = true
    ) async throws -> (run: RunRecord, id: String) {
        try stage.production.create()
        let ledger = try Ledger(path: stage.production.ledger)
        try await ledger.setValue("kind", "rehearsal")
        let wire = WireInput(try plan.endpoint(of: run)).input(run.request)
        let intent = try await ledger.intend(
            run, instance: stage.provider.instance, wire: wire
        ).get()
        let report = try await stage.submit(
            run, of: plan, reference: intent.clientReference)
        if isAnswerLost {
            try await ledger.doubt(intent.id, reason: "HTTP 504", submitFailure: "HTTP 504")
        } else {
            _ = try await ledger.accept(
                intent.id, remoteID: report.run.id, addresses: report.run.addresses)
        }
        return (try await ledger.run(intent.id), report.run.id)
    }

    @Test func aLostSubmitIsFoundByTimeAndInput() async throws {
        let stage = try stage()
        let plan = try stage.plan(Self.list(("010", "a red kite"), ("020", "a blue sea")))
        let lost = try await bought(plan.runs[0], of: plan, stage)
        let result = try await stage.run(plan)
        #expect(result.outcomes.map(\.end) == [.accepted, .accepted])
        #expect(try await stage.submissions() == 2)
        let ledger = try Ledger(path: stage.production.ledger)
        #expect(try await ledger.run(lost.run.id).remoteID == lost.id)
    }

    /// The stand-in lists every run, so that absence is concluded from its list: the times in it don't
    /// count, as the clock may have been set since the submit.
    @Test(.enabled(if: SQLiteProgram.isInstalled), arguments: [-86_400, -600, 600, 86_400])
    func aLostSubmitIsFoundAfterTheClockWasSet(_ seconds: Int) async throws {
        let stage = try stage()
        let plan = try stage.plan(Self.list(("010", "a red kite")))
        let lost = try await bought(plan.runs[0], of: plan, stage)
        try SQLiteProgram.run(
            "UPDATE runs SET intended_at = intended_at - \(seconds * 1_000_000)",
            stage.production.ledger)
        let result = try await stage.run(plan)
        #expect(result.outcomes.map(\.end) == [.accepted])
        #expect(try await stage.submissions() == 1)
        let ledger = try Ledger(path: stage.production.ledger)
        #expect(try await ledger.run(lost.run.id).remoteID == lost.id)
    }

    /// A prediction that says more than a lost request may be that of another one: neither takes it.
    @Test func aPredictionThatTwoSubmitsMatchIsNotAdopted() async throws {
        let stage = try stage()
        let plan = try stage.planAsWritten(
            """
            {"title": "film", "model": "veo-3.1", "provider": "replicate", "shots": [
              {"id": "010", "prompt": "a kite", "duration": 4},
              {"id": "020", "prompt": "a kite", "duration": 4, "seed": 7}]}
            """)
        _ = try await bought(plan.runs[1], of: plan, stage)
        let ledger = try Ledger(path: stage.production.ledger)
        let wire = WireInput(try plan.endpoint(of: plan.runs[0])).input(plan.runs[0].request)
        let intent = try await ledger.intend(
            plan.runs[0], instance: stage.provider.instance, wire: wire
        ).get()
        try await ledger.doubt(intent.id, reason: "HTTP 504", submitFailure: "HTTP 504")
        let result = try await stage.run(plan)
        #expect(result.outcomes.map(\.end) == [.unknown, .unknown])
        #expect(try await ledger.run(intent.id).remoteID == nil)
        #expect(try await stage.submissions() == 1)
    }

    /// Two shots with the same words: each of the two predictions may be either's, and both are used.
    @Test func equalLostSubmitsTakeOneEach() async throws {
        let stage = try stage()
        let plan = try stage.plan(Self.list(("010", "a kite"), ("020", "a kite")))
        let first = try await bought(plan.runs[0], of: plan, stage)
        let second = try await bought(plan.runs[1], of: plan, stage)
        let result = try await stage.run(plan)
        #expect(result.outcomes.map(\.end) == [.accepted, .accepted])
        #expect(try await stage.submissions() == 2)
        let ledger = try Ledger(path: stage.production.ledger)
        let ids = [
            try await ledger.run(first.run.id).remoteID,
            try await ledger.run(second.run.id).remoteID,
        ]
        #expect(Set(ids) == [first.id, second.id])
    }

    /// One lost submit and two predictions of the same input, the other of which isn't ours.
    @Test func severalPredictionsKeepTheSubmitUnknown() async throws {
        let stage = try stage()
        let plan = try stage.plan(Self.list(("010", "a kite")))
        let lost = try await bought(plan.runs[0], of: plan, stage)
        _ = try await stage.submit(plan.runs[0], of: plan, reference: "somebody-else")
        let result = try await stage.run(plan)
        #expect(result.outcomes.map(\.end) == [.unknown])
        #expect(result.outcomes[0].problem?.contains("several runs match") == true)
        #expect(try await stage.submissions() == 2)
        let ledger = try Ledger(path: stage.production.ledger)
        #expect(try await ledger.run(lost.run.id).state == .unknown)
    }

    /// Even at a stand-in, whose list is complete, a prediction without its input proves no absence.
    @Test func aPredictionWhoseDataIsGoneKeepsTheSubmitUnknown() async throws {
        let stage = try stage { $0.replicateDataLifetime = .zero }
        let plan = try stage.plan(Self.list(("010", "a kite")))
        let lost = try await bought(plan.runs[0], of: plan, stage)
        let remote = stage.provider.remoteRun(id: lost.id, endpoint: plan.runs[0].endpoint)
        // Until its data is gone, which the provider reports as a failure.
        while (try? await stage.provider.report(on: remote)) != nil {
            try await Task.sleep(for: .milliseconds(20))
        }
        let result = try await stage.run(plan)
        #expect(result.outcomes.map(\.end) == [.unknown])
        let problem = result.outcomes[0].problem ?? ""
        #expect(problem.contains("removed") && problem.contains(lost.id))
        #expect(try await stage.submissions() == 1)
    }

    @Test func withoutAListTheSubmitStaysUnknown() async throws {
        let stage = try stage(lists: false)
        let plan = try stage.plan(Self.list(("010", "a kite")))
        _ = try await bought(plan.runs[0], of: plan, stage)
        let result = try await stage.run(plan)
        #expect(result.outcomes.map(\.end) == [.unknown])
        #expect(try await stage.submissions() == 1)
    }

    /// A file that is gone was paid for: it isn't bought again before a person has written it off.
    @Test func aRunWhoseFileIsGoneStaysOpen() async throws {
        let stage = try stage { $0.replicateDataLifetime = .zero }
        let plan = try stage.plan(Self.list(("010", "a kite")))
        for _ in 0..<2 {
            let result = try await stage.run(plan) { $0.maximumTakes = 2 }
            #expect(result.outcomes.map(\.end) == [.open])
            let problem = result.outcomes[0].problem ?? ""
            #expect(problem.contains("an hour after the end") && problem.contains("--write-off"))
        }
        #expect(try await stage.submissions() == 1)
    }

    /// What is at the provider already lands before anything new is bought, whatever its place in the
    /// list: with one run at once, the last shot's run would otherwise wait for all others.
    @Test func whatWasBoughtEarlierLandsFirst() async throws {
        let stage = try stage()
        let plan = try stage.plan(
            Self.list(("010", "a kite"), ("020", "a sea"), ("030", "a door")))
        _ = try await bought(plan.runs[2], of: plan, stage, isAnswerLost: false)
        let order = Mutex<[String]>([])
        let result = try await stage.run(plan) {
            $0.concurrency = 1
        } emit: { event in
            if case .run(let name, .downloading(bytes: 0)) = event {
                order.withLock { $0.append(name) }
            }
        }
        #expect(result.outcomes.map(\.end) == [.accepted, .accepted, .accepted])
        #expect(order.withLock { $0 } == ["030", "010", "020"])
        #expect(try await stage.submissions() == 3)
    }

    /// A run that the list no longer has doesn't wait for the list's runs either.
    @Test func aLeftoverDoesNotWaitForTheList() async throws {
        let stage = try stage()
        let old = try stage.plan(Self.list(("090", "an old kite")))
        _ = try await bought(old.runs[0], of: old, stage, isAnswerLost: false)
        let plan = try stage.plan(Self.list(("010", "a kite"), ("020", "a sea")))
        let order = Mutex<[String]>([])
        let result = try await stage.run(plan) {
            $0.concurrency = 1
        } emit: { event in
            if case .run(let name, .verified) = event { order.withLock { $0.append(name) } }
        }
        #expect(result.outcomes.map(\.end) == [.accepted, .accepted])
        #expect(result.leftovers.map(\.end) == [.accepted])
        let names = order.withLock { $0 }
        #expect(names.firstIndex(of: "090-t1") ?? 9 < names.firstIndex(of: "020") ?? 0)
    }
}

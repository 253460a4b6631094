import DailiesGeneration
import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Testing

/// Runs that were bought for an earlier list, or from another provider.
@Suite(.serialized, .timeLimit(.minutes(3))) struct LeftoverTests {
    private static func list(_ shots: (String, String)...) -> String {
        let entries = shots.map {
            #"{"id": "\#($0.0)", "prompt": "\#($0.1)", "duration": 3, "aspect_ratio": "1:1"}"#
        }
        return """
            {"title": "film", "model": "kling-v3-standard",
             "shots": [\(entries.joined(separator: ","))]}
            """
    }

    /// Buys a run as a session does that is killed right after the answer.
    private func bought(
        _ run: PlannedRun, _ stage: RehearsalStage, _ provider: (any Provider)? = nil,
        isAnswerLost: Bool = false
    ) async throws -> RunRecord {
        let provider = provider ?? stage.provider
        try stage.production.create()
        let ledger = try Ledger(path: stage.production.ledger)
        try await ledger.setValue("kind", "rehearsal")
        let intent = try await ledger.intend(run, instance: provider.instance).get()
        let report = try await stage.submit(
            run, reference: intent.clientReference, to: provider)
        if isAnswerLost {
            try await ledger.doubt(intent.id, reason: "HTTP 504", submitFailure: "HTTP 504")
        } else {
            _ = try await ledger.accept(
                intent.id, remoteID: report.run.id, addresses: report.run.addresses)
        }
        return try await ledger.run(intent.id)
    }

    @Test func aRunOfAnEditedPromptStillLands() async throws {
        let stage = try RehearsalStage(extraFeatures: [.fields])
        let old = try await bought(
            try stage.plan(Self.list(("010", "a red kite"))).runs[0], stage)
        let result = try await stage.run(try stage.plan(Self.list(("010", "a blue kite"))))
        #expect(result.outcomes.map(\.end) == [.accepted])
        #expect(result.report.film?.clips.map(\.take) == ["010-t2"])
        #expect(result.leftovers.map(\.end) == [.accepted])
        let entry = try #require(result.report.leftovers.first)
        #expect(entry.take == "010-t1" && entry.file == "takes/010-t1.mp4")
        #expect(entry.runID == old.remoteID && entry.problem == nil)
        #expect(stage.names.contains("takes/010-t1.mp4"))
        // It has landed, and is no leftover any more.
        let again = try await stage.run(try stage.plan(Self.list(("010", "a blue kite"))))
        #expect(again.leftovers.isEmpty)
        #expect(try await stage.submissions() == 2)
    }

    @Test func anUnknownSubmitOfARemovedShotStaysUnknown() async throws {
        let stage = try RehearsalStage(FalProvider.self)
        _ = try await bought(
            try stage.plan(Self.list(("010", "a kite"), ("020", "a sea"))).runs[1], stage,
            isAnswerLost: true)
        let result = try await stage.run(try stage.plan(Self.list(("010", "a kite"))))
        #expect(result.outcomes.map(\.end) == [.accepted])
        #expect(result.leftovers.map(\.end) == [.unknown])
        #expect(result.report.leftovers.first?.problem?.contains("HTTP 504") == true)
    }

    @Test func aRunOfAnotherProviderIsFollowedThere() async throws {
        let stage = try RehearsalStage(FalProvider.self, extraFeatures: [.fields])
        let runflow = stage.runflow()
        let runflowPlan = try stage.plan(Self.list(("010", "a kite")), provider: "runflow")
        _ = try await bought(runflowPlan.runs[0], stage, runflow)
        let plan = try stage.plan(Self.list(("010", "a kite")))
        #expect(
            try await EarlierPurchases(of: plan, in: stage.production).names
                == ["runflow": ["010"]])
        #expect(
            try await EarlierPurchases(of: runflowPlan, in: stage.production).names == [:])
        // The same shot with another id too; a shot beside it is another one.
        let renamed = try stage.plan(Self.list(("015", "a kite")))
        #expect(
            try await EarlierPurchases(of: renamed, in: stage.production).names
                == ["runflow": ["015"]])
        let added = try stage.plan(Self.list(("010", "a sea"), ("015", "a kite")))
        #expect(try await EarlierPurchases(of: added, in: stage.production).names == [:])
        let unreachable = try await stage.run(plan)
        #expect(unreachable.leftovers.map(\.end) == [.failed])
        // As at hosted providers: a run isn't gone with its server.
        let other = try RehearsalStage(FalProvider.self, extraFeatures: [.fields])
        let second = other.runflow()
        _ = try await bought(runflowPlan.runs[0], other, second)
        let followed = try await other.run(
            try other.plan(Self.list(("010", "a kite"))), otherProvider: second)
        #expect(followed.leftovers.map(\.end) == [.accepted])
        #expect(other.names.contains("takes/010-t1.mp4"))
    }

    /// Another id, note or place in the list changes nothing that was bought.
    @Test func aRenamedShotKeepsItsTake() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(
            try stage.plan(Self.list(("010", "a kite"), ("020", "a sea"))))
        let swapped = try await stage.run(
            try stage.plan(Self.list(("010", "a sea"), ("015", "a kite"))))
        #expect(swapped.outcomes.map(\.end) == [.accepted, .accepted])
        #expect(swapped.report.film?.clips.map(\.take) == ["020-t1", "010-t1"])
        #expect(swapped.leftovers.isEmpty)
        #expect(try await stage.submissions() == 2)
        #expect(swapped.report.shots[1].parts[0].takes.map(\.name) == ["010-t1"])
        // Two equal shots are two takes.
        let doubled = try await stage.run(
            try stage.plan(Self.list(("100", "a kite"), ("200", "a kite"), ("300", "a sea")))
        ) { $0.concurrency = 1 }
        #expect(doubled.report.film?.clips.map(\.take) == ["010-t1", "200-t1", "020-t1"])
        #expect(try await stage.submissions() == 3)
    }

    /// A take that a person chose stays chosen when its shot gets another id.
    @Test func aRenamedShotKeepsTheChosenTake() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "short", "seconds": 1, "times": 1}"#)
        let first = try await stage.run(try stage.plan(Self.list(("010", "a kite")))) {
            $0.maximumTakes = 1
        }
        #expect(first.outcomes.map(\.end) == [.failed])
        do {
            let production = try await OpenProduction.open(stage.production)
            #expect(try await production.circle("010-t1", in: stage.production))
        }
        let renamed = try await stage.run(try stage.plan(Self.list(("015", "a kite"))))
        #expect(renamed.report.film?.clips.map(\.take) == ["010-t1"])
        #expect(try await stage.submissions() == 1)
    }

    /// A take that a person chose doesn't make a session forget a run that is under way.
    @Test func aChosenTakeDoesNotHideARunUnderWay() async throws {
        let stage = try RehearsalStage(extraFeatures: [.fields])
        let plan = try stage.plan(Self.list(("010", "a kite")))
        _ = try await stage.run(plan)
        _ = try await bought(plan.runs[0], stage)
        do {
            let production = try await OpenProduction.open(stage.production)
            #expect(try await production.circle("010-t1", in: stage.production))
        }
        let result = try await stage.run(plan)
        #expect(result.report.film?.clips.map(\.take) == ["010-t1"])
        #expect(result.leftovers.map(\.end) == [.accepted])
        #expect(stage.names.contains("takes/010-t2.mp4"))
    }

    /// A session that was killed between the download and the verdict of a leftover.
    @Test(.enabled(if: SQLiteProgram.isInstalled)) func aLeftoverWithoutAVerdictIsVerified()
        async throws
    {
        let stage = try RehearsalStage(extraFeatures: [.fields])
        let old = try stage.plan(Self.list(("010", "a red kite")))
        _ = try await stage.run(old)
        try SQLiteProgram.run(
            "UPDATE takes SET verdict = NULL, verification = NULL", stage.production.ledger)
        let result = try await stage.run(try stage.plan(Self.list(("010", "a blue kite"))))
        #expect(result.leftovers.map(\.end) == [.accepted])
        #expect(try await ProductionStatus(of: stage.production).entries.map(\.need) == [nil, nil])
        #expect(try await stage.submissions() == 2)
    }

    /// A shot whose first run was refused, and that got another id twice, keeps the take of the second.
    @Test func aShotThatWasRenamedTwiceKeepsItsTake() async throws {
        let stage = try RehearsalStage(
            faults: #"{"fault": "422", "on": "submit", "times": 1}"#)
        for id in ["010", "011", "012"] {
            _ = try await stage.run(try stage.plan(Self.list((id, "a kite")))) {
                $0.maximumTakes = id == "010" ? 1 : 2
            }
        }
        #expect(try await stage.submissions() == 1)
        let result = try await stage.run(try stage.plan(Self.list(("013", "a kite"))))
        #expect(result.report.film?.clips.map(\.take) == ["011-t1"])
    }
}

import DailiesLedger
import DailiesPlanning
import DailiesReporting
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesProduction

/// A week of nights with a list that changes every day, under a cap of the night.
///
/// The nights pass by moving the times of the ledger and the budget back. What should be bought is
/// counted by a second, naive model: each night the first new requests of the list, as many as the
/// cap has room for.
@Suite(.enabled(if: SQLiteProgram.isInstalled), .timeLimit(.minutes(5)))
struct WeekOfNightsTests {
    /// How many runs the night's cap has room for.
    private static let runsOfANight = 2

    /// The list of a night: one more shot every day; one is edited, one gets another id, and the
    /// order changes.
    private static func list(ofNight night: Int) -> String {
        var prompts = (0...night + 1).map { "the view of day \($0)" }
        if night >= 2 { prompts[0] = "another view of day 0" }
        if night >= 4 { prompts.reverse() }
        let shots = prompts.enumerated().map { index, prompt in
            let id = night >= 5 && index == 1 ? "renamed" : "\(index + 1)0"
            return
                #"{"id": "\#(id)", "prompt": "\#(prompt)", "duration": 3, "aspect_ratio": "1:1"}"#
        }
        return """
            {"title": "film", "model": "kling-v3-standard", "shots": [\(shots.joined(separator: ","))]}
            """
    }

    @Test func everyNightBuysWhatIsNewAndNothingTwice() async throws {
        let stage = try RehearsalStage(extraFeatures: RehearsalStage.findsLostSubmits)
        let budget = stage.folder.file("settings/budget.sqlite")
        var bought: Set<String> = []
        for night in 0..<7 {
            let plan = try stage.plan(Self.list(ofNight: night))
            let worst = try #require(plan.runs.map(\.quote.worst).max())
            let change: @Sendable (inout SessionSettings) -> Void = {
                $0.allowsLoopback = true
                $0.caps = Caps(night: worst * Self.runsOfANight)
                $0.budget = budget
                $0.concurrency = 1
            }
            try await stopInTheMiddle(stage, plan, change)
            let result = try await stage.run(plan, isStandIn: false, change)
            let new = plan.runs.map(\.digest).filter { !bought.contains($0) }
            bought.formUnion(new.prefix(Self.runsOfANight))
            let missing = max(0, new.count - Self.runsOfANight)
            #expect(try await stage.submissions() == bought.count, "night \(night)")
            #expect(
                result.outcomes.count { $0.end == .capReached } == missing, "night \(night)")
            #expect((result.report.film != nil) == (missing == 0), "night \(night)")
            #expect(
                result.report.film.map { $0.frames == 73 * plan.runs.count } ?? true,
                "night \(night)")
            let counted = try SQLiteProgram.run(
                "SELECT COUNT(*), COUNT(DISTINCT reference) FROM purchases", budget)
            #expect(counted == "\(bought.count)|\(bought.count)\n", "night \(night)")
            try passADay(stage, budget)
        }
        // The backlog of the first night is made up for: the film of the week is whole.
        #expect(FileManager.default.fileExists(atPath: stage.production.film("film")))
    }

    /// Starts a session and stops it as soon as a run is at the provider, or when nothing is left.
    private func stopInTheMiddle(
        _ stage: RehearsalStage, _ plan: Plan,
        _ change: @escaping @Sendable (inout SessionSettings) -> Void
    ) async throws {
        let (events, continuation) = AsyncStream<SessionEvent>.makeStream()
        let session = Task {
            defer { continuation.finish() }
            return try await stage.run(
                plan, isStandIn: false, change, emit: { continuation.yield($0) })
        }
        for await event in events {
            if case .underway = event { break }
        }
        session.cancel()
        _ = try? await session.value
    }

    /// Makes everything look a day older.
    private func passADay(_ stage: RehearsalStage, _ budget: String) throws {
        let day = 86_400 * 1_000_000
        _ = try SQLiteProgram.run(
            """
            UPDATE runs SET intended_at = intended_at - \(day), changed_at = changed_at - \(day);
            UPDATE money SET at = at - \(day); UPDATE takes SET landed_at = landed_at - \(day);
            """, stage.production.ledger)
        _ = try SQLiteProgram.run(
            "UPDATE purchases SET bought_at = bought_at - \(day)", budget)
    }
}

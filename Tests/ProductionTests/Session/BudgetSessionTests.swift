import DailiesLedger
import DailiesPlanning
import DailiesReporting
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesProduction

/// Sessions of a user in different folders share the caps of the night and the month.
struct BudgetSessionTests {
    /// The stand-in counts as a provider that is paid.
    private func run(
        _ stage: RehearsalStage, in folder: String, _ caps: Caps, _ budget: String
    ) async throws -> SessionResult {
        try await stage.run(try stage.plan(RehearsalStage.twoShots), isStandIn: false) {
            $0.folder = ProductionFolder(path: stage.folder.file(folder))
            $0.allowsLoopback = true
            $0.caps = caps
            $0.budget = budget
        }
    }

    @Test func twoSessionsRaceForTheLastRunOfTheMonth() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        let most = plan.runs.map(\.quote.worst).max() ?? .zero
        let caps = Caps(month: plan.quote.worst + most)
        let budget = stage.folder.file("settings/budget.sqlite")
        async let first = run(stage, in: "first", caps, budget)
        async let second = run(stage, in: "second", caps, budget)
        let results = try await [first, second]
        let capped = results.flatMap(\.outcomes).filter { $0.end == .capReached }
        #expect((1...2).contains(capped.count))
        #expect(capped.allSatisfy { $0.problem?.contains("the month's cap") == true })
        #expect(try await stage.submissions() == 4 - capped.count)
        // The third run is free again with a wider cap, and only it is bought.
        let rest = try await run(stage, in: "first", Caps(month: plan.quote.worst * 2), budget)
        let more = try await run(stage, in: "second", Caps(month: plan.quote.worst * 2), budget)
        #expect((rest.outcomes + more.outcomes).allSatisfy { $0.end == .accepted })
        #expect(try await stage.submissions() == 4)
    }

    /// A budget that can't be opened stops a session with a cap of the night, and no other.
    @Test func aBrokenBudgetBuysNothingUnderACapOfTheNight() async throws {
        let stage = try RehearsalStage()
        let budget = try stage.folder.write(
            Data("this is no database at all, it is a text".utf8), as: "budget.sqlite")
        await #expect(throws: LedgerError.self) {
            try await run(
                stage, in: "first", Caps(night: Money(microdollars: 9_000_000)), budget)
        }
        #expect(try await stage.submissions() == 0)
        let result = try await run(stage, in: "second", Caps(), budget)
        #expect(result.report.film != nil)
    }

    /// A rehearsal costs nothing: the budget isn't even made.
    @Test func aRehearsalDoesNotTouchTheBudget() async throws {
        let stage = try RehearsalStage()
        let budget = stage.folder.file("settings/budget.sqlite")
        let result = try await stage.run(try stage.plan(RehearsalStage.oneShot)) {
            $0.budget = budget
        }
        #expect(result.report.film != nil)
        #expect(!FileManager.default.fileExists(atPath: budget))
    }

    /// What a person reads on the bill counts for the other folders at once.
    @Test func aBillChangesTheBudget() async throws {
        let stage = try RehearsalStage()
        let budget = stage.folder.file("budget.sqlite")
        _ = try await run(stage, in: "first", Caps(), budget)
        let folder = ProductionFolder(path: stage.folder.file("first"))
        let production = try await OpenProduction.open(folder, budget: budget)
        for paid in try await production.paidRuns() {
            try await production.bill(paid, Money(microdollars: 5_000_000))
        }
        let other = try Ledger(path: stage.folder.file("other.sqlite"))
        try await other.openBudget(at: budget, production: "other")
        #expect(try await other.counted(.month) == Money(microdollars: 10_000_000))
    }

    /// What became free outside a session is free in the budget after the next one.
    @Test func whatWasSettledElsewhereIsFreedInTheBudget() async throws {
        let stage = try RehearsalStage()
        let budget = stage.folder.file("budget.sqlite")
        _ = try await run(stage, in: "first", Caps(), budget)
        let folder = ProductionFolder(path: stage.folder.file("first"))
        let without = try await OpenProduction.open(folder)
        for paid in try await without.paidRuns() { try await without.bill(paid, .zero) }
        let ledger = try Ledger(path: folder.ledger)
        try await ledger.openBudget(at: budget, production: "first")
        #expect(try await ledger.counted(.month) == .zero)
    }
}

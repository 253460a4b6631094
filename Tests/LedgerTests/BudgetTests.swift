import DailiesLedger
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// The user's budget: caps of the night and the month hold for all productions together.
struct BudgetTests {
    private let folder: TemporaryFolder
    /// 2026-09-14 at 23:00 in the machine's time zone.
    private static let evening = microseconds(2026, 9, 14, 23)

    private static func microseconds(_ year: Int, _ month: Int, _ day: Int, _ hour: Int) -> Int64 {
        let parts = DateComponents(year: year, month: month, day: day, hour: hour)
        let date = Calendar.current.date(from: parts)
        return Int64((date?.timeIntervalSince1970 ?? 0) * 1_000_000)
    }

    init() throws { folder = try TemporaryFolder() }

    private var budget: String { folder.file("budget.sqlite") }

    /// The time of every ledger, in microseconds since 1970.
    private final class Clock: Sendable {
        let time: Mutex<Int64>
        init(_ time: Int64) { self.time = Mutex(time) }
    }

    private let clock = Clock(BudgetTests.evening)

    /// The ledger of a production in a folder of its own.
    private func ledger(_ name: String, opensBudget: Bool = true) async throws -> Ledger {
        let clock = clock
        let ledger = try Ledger(
            path: folder.file("\(name).sqlite"), now: { clock.time.withLock { $0 } })
        try await ledger.beginSession()
        if opensBudget { try await ledger.openBudget(at: budget, production: "/films/\(name)") }
        return ledger
    }

    private func set(_ year: Int, _ month: Int, _ day: Int, _ hour: Int) {
        clock.time.withLock { $0 = Self.microseconds(year, month, day, hour) }
    }

    private func buy(_ ledger: Ledger, _ caps: Caps, worst: Int64 = 1_000_000) async throws -> Bool
    {
        try await ledger.intend(.sample(worst: worst), instance: "here", caps: caps).record != nil
    }

    @Test func productionsShareTheMonthAndTheNight() async throws {
        let (first, second) = (try await ledger("first"), try await ledger("second"))
        for caps in [Caps(month: .dollars(3)), Caps(night: .dollars(3))] {
            _ = try await buy(first, caps)
            _ = try await buy(second, caps)
        }
        // Four were asked for under a cap for three.
        #expect(try await first.counted(.month) == .dollars(3))
        #expect(try await second.counted(.night) == .dollars(3))
        let refused = try await second.intend(
            .sample(worst: 1), instance: "here", caps: Caps(month: .dollars(3)))
        guard case .failure(.cap(let cap)) = refused else {
            Issue.record("it was bought")
            return
        }
        #expect(cap.kind == .month && cap.counted == .dollars(3))
        #expect(try await buy(second, Caps(month: .dollars(3)), worst: 0))
    }

    /// A night lasts from noon to noon, a month until the first.
    @Test func aNewPeriodBeginsAnew() async throws {
        let ledger = try await ledger("film")
        let (night, month) = (Caps(night: .dollars(1)), Caps(month: .dollars(2)))
        #expect(try await buy(ledger, night))
        set(2026, 9, 15, 11)
        #expect(try await !buy(ledger, night))
        set(2026, 9, 15, 12)
        #expect(try await buy(ledger, night))
        set(2026, 9, 30, 23)
        #expect(try await !buy(ledger, month))
        set(2026, 10, 1, 0)
        #expect(try await buy(ledger, month))
    }

    /// A clock that is set back makes no purchase disappear.
    @Test func aClockThatIsSetBackFreesNothing() async throws {
        let ledger = try await ledger("film")
        #expect(try await buy(ledger, Caps(month: .dollars(1))))
        set(2026, 8, 2, 1)
        #expect(try await !buy(ledger, Caps(month: .dollars(1))))
    }

    @Test func eachStepChangesTheBudget() async throws {
        let ledger = try await ledger("film")
        let run = try await ledger.intend(.sample(), instance: "here").get()
        #expect(try await ledger.counted(.month) == .dollars(1))
        try await ledger.close(run.id, as: .notSent, cost: .zero)
        #expect(try await ledger.counted(.month) == .zero)
        #expect(try await ledger.renew(run, caps: Caps(month: .dollars(1))) == nil)
        #expect(try await ledger.counted(.month) == .dollars(1))
        _ = try await ledger.accept(run.id, remoteID: "r")
        try await ledger.close(run.id, as: .succeeded, cost: .dollars(3))
        #expect(try await ledger.counted(.month) == .dollars(3))
        try await ledger.bill(run.id, .dollars(2))
        #expect(try await ledger.counted(.month) == .dollars(2))
        #expect(try await ledger.counted(.production) == .dollars(2))
    }

    /// What was bought before the budget was opened counts as soon as it is, and once.
    @Test func earlierPurchasesAreCountedOnce() async throws {
        let before = try await ledger("film", opensBudget: false)
        #expect(try await buy(before, Caps()))
        for _ in 1...2 {
            let later = try await ledger("film")
            #expect(try await later.counted(.month) == .dollars(1))
        }
    }

    /// A copy of a production has the same runs: they were paid once.
    @Test func aCopiedProductionCountsOnce() async throws {
        let ledger = try await ledger("film")
        #expect(try await buy(ledger, Caps()))
        try copyFile("film.sqlite", "copy.sqlite")
        let copy = try await self.ledger("copy")
        #expect(try await copy.counted(.month) == .dollars(1))
        #expect(try await buy(copy, Caps()))
        #expect(try await ledger.counted(.month) == .dollars(2))
    }

    /// Copies a database with all that its log holds.
    private func copyFile(_ from: String, _ to: String) throws {
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: folder.file(from + suffix), toPath: folder.file(to + suffix))
        }
    }

    @Test func aCapOfTheMonthNeedsTheBudget() async throws {
        let ledger = try await ledger("film", opensBudget: false)
        await #expect(throws: LedgerError.self) {
            try await buy(ledger, Caps(month: .dollars(1)))
        }
        #expect(try await ledger.runs().isEmpty)
    }

    @Test func aFileThatIsNoBudgetIsRefusedAndTheLedgerStaysUsable() async throws {
        try folder.write(
            Data("not a database, but long enough to look at".utf8), as: "budget.sqlite")
        let ledger = try await ledger("film", opensBudget: false)
        await #expect(throws: LedgerError.self) {
            try await ledger.openBudget(at: budget, production: "/films/film")
        }
        #expect(try await buy(ledger, Caps(production: .dollars(1))))
    }

    /// Only the runs of this session count under its cap.
    @Test func aSessionCountsItsOwnRuns() async throws {
        let caps = Caps(session: .dollars(1))
        let first = try await ledger("film")
        #expect(try await buy(first, caps))
        #expect(try await !buy(first, caps))
        let second = try await ledger("film")
        #expect(try await buy(second, caps))
    }

    /// Six connections in six folders race for what is left of the month; SQLite's own program adds
    /// up what they bought.
    @Test(.enabled(if: SQLiteProgram.isInstalled)) func onlyTheMonthsRestIsBoughtInARace()
        async throws
    {
        var ledgers: [Ledger] = []
        for number in 0..<6 { ledgers.append(try await ledger("film\(number)")) }
        let caps = Caps(month: .dollars(7))
        let bought = try await withThrowingTaskGroup(of: Bool.self) { [ledgers] group in
            for number in 0..<30 {
                group.addTask {
                    try await ledgers[number % 6].intend(
                        .sample(shot: "\(number)"), instance: "here", caps: caps
                    ).record != nil
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(bought == 7)
        let sum = try SQLiteProgram.run(
            "SELECT SUM(microdollars), COUNT(*) FROM purchases", budget)
        #expect(sum == "7000000|7\n")
    }

    /// Sessions in many folders open a budget that doesn't exist yet, all at once.
    @Test(arguments: 1...5) func firstOpeningsOfTheBudgetAllSucceed(round: Int) async throws {
        var ledgers: [Ledger] = []
        for number in 0..<8 {
            ledgers.append(try await ledger("film\(number)", opensBudget: false))
        }
        try await withThrowingTaskGroup(of: Void.self) { [ledgers, budget] group in
            for ledger in ledgers {
                group.addTask { try await ledger.openBudget(at: budget, production: "film") }
            }
            try await group.waitForAll()
        }
        let bought = try await ledgers[round].intend(.sample(), instance: "here").record
        #expect(bought != nil)
        #expect(try await ledgers[0].counted(.month) == .dollars(1))
    }
}

import DailiesLedger
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Testing

/// A ledger on a PostgreSQL server: lost connections, crashes, and many productions in one database.
@Suite(.enabled(if: PostgreSQLServer.isUsable)) struct ServerLedgerTests {
    private let server: PostgreSQLServer
    private let address: String
    private let database: String

    init() throws {
        server = try PostgreSQLServer.shared.get()
        address = try server.newDatabase()
        database = try #require(address.split(separator: "/").last.map(String.init))
    }

    private func ledger(
        _ name: String = "film", folder: String = "/films/film", through port: UInt16? = nil
    ) throws -> Ledger {
        let address =
            port.map { self.address.replacing(":\(server.port)/", with: ":\($0)/") } ?? self.address
        return try Ledger(
            try #require(PostgreSQLAddress("\(address)#\(name)")), folder: folder, .createsOrJoins)
    }

    /// The result of PostgreSQL's own program in the schema of the first production.
    private func query(_ sql: String) throws -> String {
        try server.query("SET search_path TO dailies_1; \(sql)", in: database)
    }

    /// A commit whose answer is lost took effect once; one that never arrived is repeated.
    @Test(
        arguments: [
            [CommitCutter.Cut.before], [.after], [.before, .after, .after, .before],
            [.after, .before, .before, .after],
        ])
    func aCommitWithoutAnAnswerTakesEffectOnce(_ cuts: [CommitCutter.Cut]) async throws {
        let cutter = try CommitCutter(to: server.port, cuts: cuts)
        let ledger = try ledger(through: cutter.port)
        var runs: [RunRecord] = []
        for _ in 0..<8 { runs.append(try await ledger.intend(.sample(), instance: "here").get()) }
        #expect(cutter.left == 0)
        #expect(runs.map(\.take) == Array(1...8))
        #expect(try query("SELECT COUNT(*), COUNT(DISTINCT client_ref) FROM runs") == "8|8")
        #expect(try query("SELECT COUNT(*), SUM(microdollars) FROM money") == "8|8000000")
        #expect(try await ledger.runs() == runs)
    }

    @Test func anAcceptanceIsRecordedThroughALostConnection() async throws {
        let cutter = try CommitCutter(to: server.port, cuts: [.after, .before, .after])
        let ledger = try ledger(through: cutter.port)
        let run = try await ledger.intend(.sample(), instance: "here").get()
        #expect(try await ledger.accept(run.id, remoteID: "r-1") == nil)
        try await ledger.close(run.id, as: .succeeded, cost: .dollars(1))
        #expect(cutter.left == 0)
        #expect(try query("SELECT remote_id, state FROM runs") == "r-1|succeeded")
        #expect(try query("SELECT kind FROM money ORDER BY id") == "reserve\nsettle")
    }

    /// The server crashes between any two steps; what was committed stays, nothing is there twice.
    @Test func aCrashedServerIsWaitedFor() async throws {
        let server = try PostgreSQLServer()
        let address = try #require(PostgreSQLAddress(try server.newDatabase()))
        let ledger = try Ledger(address, folder: "/films/film", .createsOrContinues)
        var names: [String] = []
        for round in 0..<6 {
            if round % 2 == 1 { try server.crash() }
            async let restarted: Void = { if round % 2 == 1 { try server.start() } }()
            names.append(try await ledger.intend(.sample(), instance: "here").get().takeName)
            try await restarted
        }
        #expect(names == (1...6).map { "010-t\($0)" })
        let sum = try server.query(
            "SELECT SUM(counted) FROM dailies_1.counted_runs", in: "test1")
        #expect(sum == "6000000")
    }

    /// Connections of one production race for what is left under its cap; PostgreSQL's own program adds
    /// up what they bought, at every moment.
    @Test func theCapHoldsInEverySnapshot() async throws {
        var ledgers: [Ledger] = []
        for _ in 0..<6 { ledgers.append(try ledger()) }
        let caps = Caps(production: .dollars(20))
        let watching = Task {
            var largest = 0
            repeat {
                let sum = try query("SELECT COALESCE(SUM(counted), 0) FROM counted_runs")
                largest = max(largest, Int(sum) ?? .max)
            } while !Task.isCancelled
            return largest
        }
        let bought = try await withThrowingTaskGroup(of: Bool.self) { [ledgers] group in
            for number in 0..<60 {
                group.addTask {
                    try await ledgers[number % 6].intend(
                        .sample(shot: "\(number)"), instance: "here", caps: caps
                    ).record != nil
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        watching.cancel()
        #expect(bought == 20)
        #expect(try await watching.value <= 20_000_000)
        #expect(try query("SELECT SUM(counted) FROM counted_runs") == "20000000")
    }

    /// A role's own time limits don't end a session that waits for others, and a statement that was
    /// cancelled is repeated.
    @Test func timeLimitsOfTheRoleDontMatter() async throws {
        _ = try query("ALTER ROLE dailies IN DATABASE \(database) SET statement_timeout = '100ms'")
        let ledger = try ledger()
        let holding = Task {
            try query(
                "SET statement_timeout = 0; BEGIN; SELECT version FROM dailies.house "
                    + "FOR UPDATE; SELECT pg_sleep(1); COMMIT")
        }
        let cancelling = Task {
            for _ in 0..<8 {
                _ = try query(
                    "SET statement_timeout = 0; SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                        + "WHERE datname = '\(database)' AND wait_event_type = 'Lock'")
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        for _ in 0..<6 { _ = try await ledger.intend(.sample(), instance: "here").get() }
        _ = try await (holding.value, cancelling.value)
        #expect(try query("SELECT COUNT(*) FROM runs") == "6")
    }

    /// The caps of the night and the month hold for all productions in the database.
    @Test func productionsShareTheNight() async throws {
        var ledgers: [Ledger] = []
        for number in 0..<4 {
            let ledger = try ledger("film\(number)", folder: "/films/film\(number)")
            try await ledger.setValue("kind", "bought")
            try await ledger.openBudget(at: "", production: "/films/film\(number)")
            ledgers.append(ledger)
        }
        let caps = Caps(night: .dollars(7))
        let bought = try await withThrowingTaskGroup(of: Bool.self) { [ledgers] group in
            for number in 0..<24 {
                group.addTask {
                    try await ledgers[number % 4].intend(
                        .sample(shot: "\(number)"), instance: "here", caps: caps
                    ).record != nil
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(bought == 7)
        #expect(
            try query("SELECT SUM(microdollars), COUNT(*) FROM dailies.purchases") == "7000000|7")
        let run = try #require(try await ledgers[0].runs().first)
        try await ledgers[0].close(run.id, as: .notSent, cost: .zero)
        #expect(try await ledgers[1].counted(.night) == .dollars(6))
        #expect(try await ledgers[1].counted(.month) == .dollars(6))
    }

    /// Rehearsals cost nothing, and count under no cap of the night.
    @Test func aRehearsalIsNoPurchase() async throws {
        let ledger = try ledger()
        try await ledger.setValue("kind", "rehearsal")
        _ = try await ledger.intend(.sample(), instance: "here").get()
        #expect(try query("SELECT COUNT(*) FROM dailies.purchases") == "0")
    }

    /// Two productions of one name would buy each other's shots.
    @Test func aProductionOfTheSameNameNeedsConsent() async throws {
        let plain = try #require(PostgreSQLAddress(address))
        _ = try Ledger(plain, folder: "/films/a/night", .createsOrContinues)
        _ = try Ledger(plain, folder: "/films/a/night", .createsOrContinues)
        let error = #expect(throws: LedgerError.self) {
            try Ledger(plain, folder: "/films/b/night", .createsOrContinues)
        }
        #expect(error?.description.contains("add #night to the address") == true)
        #expect(error?.description.contains("/films/a/night") == true)
        _ = try ledger("night", folder: "/films/b/night")
        #expect(throws: LedgerError.self) {
            try Ledger(plain.naming("morning"), folder: "/films/a/night", .exists)
        }
    }

    /// Sessions on many machines open a new database at the same moment.
    @Test func firstOpeningsAllSucceed() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<12 {
                group.addTask {
                    let ledger = try ledger("film\(number % 3)")
                    try await ledger.beginSession()
                }
            }
            try await group.waitForAll()
        }
        #expect(try query("SELECT COUNT(*) FROM dailies.productions") == "3")
        #expect(try query("SELECT COUNT(*) FROM sessions") == "4")
    }

    @Test func aLaterVersionIsRefused() async throws {
        _ = try ledger()
        _ = try query("UPDATE dailies.productions SET version = 99")
        let error = #expect(throws: LedgerError.self) { try ledger() }
        #expect(error?.description.contains("later version") == true)
    }

    @Test func aServerThatIsNotThereIsAnError() throws {
        let nowhere = try #require(PostgreSQLAddress("postgresql://u:secret@127.0.0.1:1/x"))
        let error = #expect(throws: LedgerError.self) {
            try Ledger(nowhere, folder: "/films/film", .exists)
        }
        #expect(error?.description.contains("127.0.0.1") == true)
        #expect(error?.description.contains("secret") == false)
    }

    /// What PostgreSQL can't store is replaced, and quotes are only text.
    @Test func everyTextIsStored() async throws {
        let ledger = try ledger()
        try await ledger.setValue("title", "a\0b'; DROP TABLE runs; -- \u{1F3AC} $1 ?")
        #expect(
            try await ledger.value("title") == "a\u{FFFD}b'; DROP TABLE runs; -- \u{1F3AC} $1 ?")
    }
}

/// Addresses of servers.
struct PostgreSQLAddressTests {
    @Test(
        arguments: [
            ("postgresql://db/dailies", nil, "postgresql://db/dailies"),
            ("postgres://db/dailies#night", "night", "postgres://db/dailies#night"),
            ("postgresql://ann:s3:cret@db/x#n", "n", "postgresql://ann@db/x#n"),
            ("postgresql:///x?password=p&host=db", nil, "postgresql:///x?host=db"),
            ("postgresql:///x?password=p", nil, "postgresql:///x"),
            ("postgresql://", nil, "postgresql://"),
        ] as [(String, String?, String)])
    func anAddressIsReadAndShownWithoutPasswords(_ text: String, _ name: String?, _ shown: String)
        throws
    {
        let address = try #require(PostgreSQLAddress(text))
        #expect(address.production == name)
        #expect(address.description == shown)
    }

    @Test(arguments: ["", "db", "mysql://db/x", "http://postgresql://", "/films/ledger.sqlite"])
    func otherTextsAreNoAddresses(_ text: String) { #expect(PostgreSQLAddress(text) == nil) }
}

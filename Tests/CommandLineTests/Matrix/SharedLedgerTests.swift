import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// Several sessions work on one production, whose ledger is on a PostgreSQL server; sessions and the
/// server are killed meanwhile.
///
/// `DAILIES_WORKERS` and `DAILIES_RUNS` set how many sessions and runs there are, and `DAILIES_SEED` when
/// which of them is killed.
@Suite(.enabled(if: PostgreSQLServer.isUsable), .timeLimit(.minutes(30)))
struct SharedLedgerTests {
    private static func setting(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    private static let workers = setting("DAILIES_WORKERS") ?? 3
    private static let runs = setting("DAILIES_RUNS") ?? 18
    private static let seed = setting("DAILIES_SEED") ?? 1

    private let folder: TemporaryFolder
    private let standIn: StandInProcess
    private let server: PostgreSQLServer
    private let address: String
    /// What all runs but three cost at the worst prices, in dollars.
    private let cap: Double

    init() throws {
        folder = try TemporaryFolder()
        let shots = (1...Self.runs).map { number in
            """
            {"id": "\(String(format: "%04d", number * 10))", "prompt": "scene \(number)",
             "duration": 3, "aspect_ratio": "1:1"}
            """
        }
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [\(shots.joined(separator: ","))]}
            """
        try folder.write(Data(list.utf8), as: "list.json")
        standIn = try StandInProcess(["--latency", "0.3"], in: folder)
        server = try PostgreSQLServer()
        address = try server.newDatabase()
        let plan = try DailiesProcess(["plan", "list.json", "--json"], in: folder.path).finish()
        let json = try JSONValue(parsing: Data(plan.output.utf8))
        let worst = try #require(
            json["runs"]?.elements?.first?["quote"]?["worst"]?.text.flatMap { Double($0) })
        cap = worst * Double(Self.runs - 3)
    }

    /// - Parameter production: the production's folder; sessions may share one, or have one each.
    private func session(in production: String = "film", capped: Bool = true) throws
        -> DailiesProcess
    {
        let cap = capped ? ["--cap", String(format: "%.6f", cap)] : []
        return try DailiesProcess(
            [
                "rehearse", "list.json", "--output", production, "--ledger", "\(address)#film",
                "--max-runtime", "30m",
            ] + cap, in: folder.path, environment: standIn.environment)
    }

    private var capInMicrodollars: Int { Int((cap * 1_000_000).rounded()) }

    private func query(_ sql: String) throws -> String {
        try server.query("SET search_path TO dailies_1; \(sql)", in: "test1")
    }

    @Test func killedSessionsAndServersBuyNothingTwiceAndLoseNothing() async throws {
        defer { standIn.kill() }
        var generator = SeededGenerator(seed: UInt64(Self.seed))
        var workers = try (0..<Self.workers).map { _ in try session() }
        let watching = Task {
            var largest = 0
            while !Task.isCancelled {
                // The server may be down.
                let sum = try? query("SELECT COALESCE(SUM(counted), 0) FROM counted_runs")
                largest = max(largest, sum.flatMap { Int($0) } ?? 0)
                try? await Task.sleep(for: .milliseconds(200))
            }
            return largest
        }
        let rounds = Self.runs / 5
        for round in 0..<rounds {
            // Spread over the time that the purchases take.
            while try await standIn.submissions() < (Self.runs - 3) * round / rounds + 1 {
                try await Task.sleep(for: .milliseconds(100))
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...800, using: &generator)))
            if round % 3 == 1 {
                try server.crash()
                try await Task.sleep(
                    for: .milliseconds(Int.random(in: 0...1500, using: &generator)))
                try server.start()
            } else {
                let victim = Int.random(in: 0..<workers.count, using: &generator)
                workers[victim].kill()
                _ = workers[victim].finish()
                workers[victim] = try session()
            }
        }
        for worker in workers {
            let result = worker.finish()
            // The cap is below the total.
            #expect(result.status == 4, "\(result.output) \(result.talk)")
        }
        watching.cancel()
        #expect(await watching.value <= capInMicrodollars)
        // All that the cap allows was bought: the sums that were watched were those of the runs.
        #expect(try query("SELECT SUM(counted) FROM counted_runs") == "\(capInMicrodollars)")
        try await expectNothingTwice(runs: Self.runs - 3)

        // Without a cap the rest is bought, and the film is joined.
        let last = try session(capped: false).finish()
        #expect(last.status == 0, "\(last.output) \(last.talk)")
        try await expectNothingTwice(runs: Self.runs)
        let takes = try query("SELECT COUNT(*) FROM takes WHERE verdict = 'pass'")
        #expect(takes == "\(Self.runs)")
        #expect(try query("SELECT COUNT(*) FROM claims") == "0")
        let probe = try DailiesProcess(
            ["probe", "--json", "film/film.mp4"], in: folder.path
        ).finish()
        let film = try JSONValue(parsing: Data(probe.output.utf8))
        #expect(film["video"]?["frameCount"]?.integer == 73 * Self.runs)
    }

    /// The stand-in sold what the ledger has, once for each request.
    private func expectNothingTwice(runs: Int) async throws {
        let sold = try await standIn.submissions()
        #expect(sold == runs)
        #expect(
            try query(
                """
                SELECT COUNT(*), COUNT(DISTINCT digest), COUNT(DISTINCT remote_id) FROM runs
                WHERE remote_id IS NOT NULL
                """) == "\(runs)|\(runs)|\(runs)")
        #expect(
            try query("SELECT COUNT(*) FROM runs WHERE state NOT IN ('succeeded', 'not-sent')")
                == "0")
    }

    /// Sessions with folders of their own download what the others bought, and each joins the film.
    @Test func sessionsWithFoldersOfTheirOwnHaveTheSameFilm() async throws {
        defer { standIn.kill() }
        let workers = try ["a", "b"].map { try session(in: "\($0)/film", capped: false) }
        for worker in workers {
            let result = worker.finish()
            #expect(result.status == 0, "\(result.output) \(result.talk)")
        }
        try await expectNothingTwice(runs: Self.runs)
        // The folder knows its server: no command needs the option again.
        for name in ["a", "b"] {
            let status = try DailiesProcess(
                ["status", "--json", "\(name)/film"], in: folder.path
            ).finish()
            let json = try JSONValue(parsing: Data(status.output.utf8))
            #expect(status.status == 0, "\(status.output) \(status.talk)")
            #expect(json["runs"]?.elements?.count == Self.runs)
            #expect(json["tasks"]?.elements?.isEmpty == true)
        }
    }
}

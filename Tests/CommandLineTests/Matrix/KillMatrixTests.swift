import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// Whole rehearsals that are disturbed again and again buy nothing twice and lose nothing.
///
/// Each schedule disturbs one to three sessions: it kills them at a random moment or at a system
/// call (before a flush, a rename, a link or a message to the network), fills the disk, freezes the
/// provider or cuts the connections to it, asks them to end, has the clock jump and edits the list. The last session is left
/// alone. One take of each schedule is too short and is bought again.
///
/// `DAILIES_SCHEDULES` sets how many random schedules are tried at each provider, and
/// `DAILIES_SEED` the first seed; the number of survived schedules is printed.
@Suite(.enabled(if: SQLiteProgram.isInstalled), .timeLimit(.minutes(60)))
struct KillMatrixTests {
    private static func setting(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    private static let schedules = setting("DAILIES_SCHEDULES") ?? 2
    private static let firstSeed = setting("DAILIES_SEED") ?? 0
    private static let providers = [
        "runflow", "fal", "eachlabs", "runflow-sync", "fal-sync", "kling", "kling-v1", "replicate",
    ]

    /// Every provider has schedules of its own, the first of which is fixed: killed soon after the
    /// start, and before the first flush of a landed file, and then cut off from the provider.
    @Test(arguments: providers.indices)
    func disturbedSessionsBuyNothingTwiceAndLoseNothing(_ index: Int) async throws {
        var killed = 0
        for schedule in 0..<Self.schedules {
            let seed = Self.firstSeed + index * Self.schedules + schedule
            var generator = SeededGenerator(seed: UInt64(seed))
            let random = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                Disturbance(&generator)
            }
            let fixed: [Disturbance] = [
                Disturbance(.killed(milliseconds: 300)),
                Disturbance(
                    OpenedFiles.canTrace
                        ? .killedAtCall("fsync", 1) : .killed(milliseconds: 1500)),
                Disturbance(.providerCut(milliseconds: 900)),
            ]
            let disturbances = schedule == 0 && Self.firstSeed == 0 ? fixed : random
            killed += try await survive(
                disturbances, Self.providers[index],
                wrongTake: Int.random(in: 0..<MatrixStage.runs, using: &generator), seed: seed)
        }
        print("\(Self.providers[index]): \(Self.schedules) schedules, \(killed) sessions killed")
        // Some kills come after the session has ended by itself.
        #expect(killed > 0)
    }

    /// - Returns: how many sessions were killed before they had ended.
    private func survive(
        _ disturbances: [Disturbance], _ provider: String, wrongTake: Int, seed: Int
    ) async throws -> Int {
        let stage = try MatrixStage(provider, wrongTake: wrongTake)
        defer { stage.standIn.kill() }
        let label = "seed \(seed), \(provider), short after \(wrongTake): \(disturbances)"
        var killed = 0
        for disturbance in disturbances {
            if try await run(disturbance, stage) == SIGKILL { killed += 1 }
            try stage.jumpClock(by: disturbance.clockJump)
            try await expectNothingTwice(disturbances, stage, label)
        }
        let last = try stage.session(nil).finish()
        try await expectNothingTwice(disturbances, stage, label)
        // Without a list of runs, a submit whose answer was lost stays unknown for ever.
        let findsLostSubmits = ["runflow", "eachlabs", "kling", "kling-v1", "replicate"].contains(
            provider)
        if last.status == 7, !findsLostSubmits {
            try await expectNothingLost(stage, label)
            return killed
        }
        #expect(last.status == 0, "\(label): \(last.output) \(last.talk)")
        try await expectEverything(stage, label)
        return killed
    }

    /// - Returns: the exit status of the session.
    private func run(_ disturbance: Disturbance, _ stage: MatrixStage) async throws -> Int32 {
        let process = try stage.session(disturbance)
        switch disturbance.end {
        case .killed(let milliseconds):
            try await Task.sleep(for: .milliseconds(milliseconds))
            process.kill()
        case .terminated(let milliseconds):
            try await Task.sleep(for: .milliseconds(milliseconds))
            process.signal(SIGTERM)
        case .providerFrozen(let milliseconds):
            try await Task.sleep(for: .milliseconds(milliseconds / 3))
            stage.standIn.freeze()
            try await Task.sleep(for: .milliseconds(milliseconds))
            stage.standIn.thaw()
        case .providerCut(let milliseconds):
            try await Task.sleep(for: .milliseconds(milliseconds / 3))
            stage.connection.cut()
            try await Task.sleep(for: .milliseconds(milliseconds))
            stage.connection.mend()
        case .killedAtCall, .diskFull, .filesLimited: break
        }
        return process.finish().status
    }

    /// After every session: what was bought was planned, each request once more only if its take was
    /// rejected, and within the cap.
    private func expectNothingTwice(
        _ disturbances: [Disturbance], _ stage: MatrixStage, _ label: String
    ) async throws {
        let edited = disturbances.contains(where: \.isListEdited) ? 1 : 0
        let most = MatrixStage.runs + edited + 1
        #expect(try await stage.standIn.submissions() <= most, "\(label)")
        // A session that is killed at once leaves no ledger.
        guard try stage.hasLedger() else { return }
        #expect(try stage.query("PRAGMA integrity_check") == "ok", "\(label)")
        #expect(try stage.counted() <= #require(Double(stage.cap)) + 1e-9, "\(label)")
        let twice = try stage.query(
            """
            SELECT digest FROM runs LEFT JOIN takes ON takes.run = runs.id
            WHERE remote_id IS NOT NULL AND COALESCE(verdict, '') <> 'fail'
            GROUP BY digest HAVING COUNT(*) > 1
            """)
        #expect(twice == "", "\(label)")
        let ids = try stage.query(
            "SELECT COUNT(*) - COUNT(DISTINCT remote_id) FROM runs WHERE remote_id IS NOT NULL")
        #expect(ids == "0", "\(label)")
    }

    /// After a last session with an unknown submit: everything else that was sold has its file.
    private func expectNothingLost(_ stage: MatrixStage, _ label: String) async throws {
        let status = try stage.json(["status", "--json", "film"])
        let runs = try #require(status["runs"]?.elements)
        let bought = runs.filter { $0["run"]?.text != nil }
        let unknown = runs.count { $0["need"] == "reconcile" }
        #expect(unknown > 0, "\(label)")
        #expect(bought.allSatisfy { $0["hasFile"] == true }, "\(label): \(bought)")
        let sold = try await stage.standIn.submissions()
        #expect((bought.count...bought.count + unknown).contains(sold), "\(label)")
    }

    /// After the last session: what the provider sold is in the ledger, each with its file, and the
    /// film is the same as one that nobody disturbed makes of these takes.
    private func expectEverything(_ stage: MatrixStage, _ label: String) async throws {
        let status = try stage.json(["status", "--json", "film"])
        let bought = try #require(status["runs"]?.elements).filter { $0["run"]?.text != nil }
        #expect(try await stage.standIn.submissions() == bought.count, "\(label)")
        #expect(bought.allSatisfy { $0["hasFile"] == true }, "\(label): \(bought)")
        #expect(status["tasks"]?.elements?.isEmpty == true, "\(label)")
        let probe = try stage.json(["probe", "--json", "film/film.mp4"])
        #expect(probe["video"]?["frameCount"]?.integer == MatrixStage.frames, "\(label)")
        let film = try stage.film()
        try FileManager.default.removeItem(atPath: stage.folder.file("film/film.mp4"))
        #expect(try stage.session(nil).finish().status == 0, "\(label)")
        #expect(try stage.film() == film, "\(label)")
        #expect(try await stage.standIn.submissions() == bought.count, "\(label)")
    }
}

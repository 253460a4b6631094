import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesTimeline
import DailiesVerification
import Foundation
import Testing

/// A ledger that was lost is rebuilt from the takes beside it.
@Suite(.serialized, .timeLimit(.minutes(3))) struct RecoveryTests {
    private func lose(_ stage: RehearsalStage, isEmptied: Bool = false) throws {
        let files = FileManager.default
        for suffix in ["", "-wal", "-shm"] {
            try? files.removeItem(atPath: stage.production.ledger + suffix)
        }
        if isEmptied { try Data().write(to: URL(fileURLWithPath: stage.production.ledger)) }
    }

    @Test(arguments: [false, true])
    func nothingIsBoughtWithoutTheLedger(_ isEmptied: Bool) async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        try lose(stage, isEmptied: isEmptied)
        let sidecar = stage.production.place("takes/010-t1.json")
        let before = try Data(contentsOf: URL(fileURLWithPath: sidecar))
        let error = await #expect(throws: SessionError.self) { try await stage.run(plan) }
        #expect(error?.description.contains("dailies recover") == true)
        // Whoever looks at the production is told the same.
        let forecast = await #expect(throws: SessionError.self) {
            try await PurchaseForecast(of: plan, in: stage.production)
        }
        let status = await #expect(throws: SessionError.self) {
            try await ProductionStatus(of: stage.production)
        }
        #expect(forecast == error && status == error)
        await #expect(throws: SessionError.self) { try await stage.run(plan) }
        #expect(try await stage.submissions() == 2)
        #expect(try Data(contentsOf: URL(fileURLWithPath: sidecar)) == before)
    }

    @Test func theLedgerIsRebuiltWithMoneyAndVerdicts() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        let before = try await state(of: stage)
        try lose(stage)
        let recovery = try await Recovery(of: stage.production)
        #expect(recovery.recovered == ["010-t1", "020-t1"])
        #expect(recovery.problems.isEmpty && !recovery.isKindAssumed)
        #expect(try await state(of: stage) == before)
        // A second time there is nothing to do.
        #expect(try await Recovery(of: stage.production).known == ["010-t1", "020-t1"])
        try FileManager.default.removeItem(atPath: stage.production.film("film"))
        let again = try await stage.run(plan)
        #expect(again.report.film?.clips.map(\.take) == ["010-t1", "020-t1"])
        #expect(try await stage.submissions() == 2)
    }

    /// Until the next session, the report alone knows the title.
    @Test func anExportHasTheFilmsTitleAgain() async throws {
        let stage = try RehearsalStage()
        let list = RehearsalStage.oneShot.replacing("\"film\"", with: "\"Harbour\"")
        _ = try await stage.run(try stage.plan(list))
        try lose(stage)
        _ = try await Recovery(of: stage.production)
        let export = try await FilmExport(of: stage.production)
        #expect(export.title == "Harbour" && export.timeline.title == "Harbour")
    }

    /// The film and the joined shots are known as our own again, and so is a person's choice.
    @Test func filmsAndChoicesAreRecovered() async throws {
        let stage = try RehearsalStage()
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
              {"id": "010", "prompt": "a red kite", "duration": 16, "aspect_ratio": "1:1"}]}
            """
        let plan = try stage.plan(list)
        let first = try await stage.run(plan)
        #expect(
            first.report.joinedFiles.keys.sorted() == ["film.mp4", "shots/010.mp4"])
        do {
            let production = try await OpenProduction.open(stage.production)
            #expect(try await production.circle("010b-t1", in: stage.production))
        }
        try lose(stage)
        _ = try await Recovery(of: stage.production)
        let status = try await ProductionStatus(of: stage.production)
        #expect(status.entries.filter(\.isCircled).map(\.run.takeName) == ["010b-t1"])
        let again = try await stage.run(plan)
        #expect(again.report.film == first.report.film)
        #expect(again.report.filmProblem == nil)
        #expect(again.report.shots.map(\.file) == ["shots/010.mp4"])
    }

    /// A film that was changed since is nobody's, and isn't replaced.
    @Test func aChangedFilmIsNotRecovered() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.oneShot)
        _ = try await stage.run(plan)
        try lose(stage)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: stage.production.film("film")))
        _ = try await Recovery(of: stage.production)
        let again = try await stage.run(plan)
        #expect(again.report.filmProblem?.contains("move it away") == true)
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: stage.production.film("film"))).count == 4)
    }

    private struct State: Equatable {
        let runs: [String]
        let verdicts: [String?]
        let money: MoneyTotals
        let kind: String?
    }

    private func state(of stage: RehearsalStage) async throws -> State {
        let ledger = try Ledger(path: stage.production.ledger)
        // Runs are recovered in the order of their names.
        let runs = try await ledger.runs().sorted { $0.takeName < $1.takeName }
        var verdicts: [String?] = []
        for run in runs { verdicts.append(try await ledger.take(of: run)?.verdict?.rawValue) }
        return State(
            runs: runs.map { "\($0.takeName) \($0.digest) \($0.remoteID ?? "") \($0.state)" },
            verdicts: verdicts, money: try await ledger.money(),
            kind: try await ledger.value("kind"))
    }

    /// A sidecar as the first version wrote it, for a part of a long shot.
    @Test func sidecarsOfTheFirstVersionAreRead() async throws {
        let stage = try RehearsalStage()
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
              {"id": "010", "prompt": "a red kite", "duration": 16, "aspect_ratio": "1:1"}]}
            """
        _ = try await stage.run(try stage.plan(list))
        try lose(stage)
        for name in ["010a-t1", "010b-t1"] {
            let path = stage.production.place("takes/\(name).json")
            var members = try #require(
                JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: path))).members)
            for key in [
                "shot", "part", "number", "kind", "instance", "model", "client_ref", "submitted",
                "quote", "cost", "delivery",
            ] {
                members[key] = nil
            }
            try JSONValue.object(members).canonicalBytes.write(to: URL(fileURLWithPath: path))
        }
        let recovery = try await Recovery(of: stage.production)
        #expect(recovery.recovered == ["010a-t1", "010b-t1"])
        let result = try await stage.run(try stage.plan(list))
        #expect(result.outcomes.map(\.end) == [.accepted, .accepted])
        #expect(try await stage.submissions() == 2)
    }

    @Test func damagedAndForeignFilesAreNotRecovered() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(RehearsalStage.twoShots))
        try lose(stage)
        let take = stage.production.place("takes/010-t1.mp4")
        try Data("not the take".utf8).write(to: URL(fileURLWithPath: take))
        try FileManager.default.copyItem(
            atPath: stage.production.place("takes/020-t1.mp4"),
            toPath: stage.production.place("takes/mine.mp4"))
        let recovery = try await Recovery(of: stage.production)
        #expect(recovery.recovered == ["020-t1"] && recovery.missing == ["010-t1"])
        #expect(recovery.problems.map(\.file) == ["010-t1.mp4", "mine.mp4"])
        // What looks like a take makes room for the next one, and is kept.
        #expect(stage.names.contains("takes/010-t1.mp4.unrecovered"))
        #expect(stage.names.contains("takes/mine.mp4"))
        let result = try await stage.run(try stage.plan(RehearsalStage.twoShots))
        #expect(result.outcomes.map(\.end) == [.accepted, .accepted])
        // What was paid for is downloaded again.
        #expect(try await stage.submissions() == 2)
    }

    /// Sidecars without their videos tell what was bought too.
    @Test func sidecarsAloneAreRecovered() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        try lose(stage)
        for name in ["010-t1", "020-t1"] {
            try FileManager.default.removeItem(
                atPath: stage.production.place("takes/\(name).mp4"))
        }
        await #expect(throws: SessionError.self) { try await stage.run(plan) }
        let recovery = try await Recovery(of: stage.production)
        #expect(recovery.missing == ["010-t1", "020-t1"] && recovery.recovered.isEmpty)
        let status = try await ProductionStatus(of: stage.production)
        #expect(status.entries.map(\.need) == [.fetch, .fetch])
        let result = try await stage.run(plan)
        #expect(result.outcomes.map(\.end) == [.accepted, .accepted])
        #expect(try await stage.submissions() == 2)
    }

    /// A recovery that was killed has no kind yet: no session takes it for the whole.
    @Test func aHalfRecoveredLedgerIsNotUsed() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        try lose(stage)
        do { _ = try Ledger(path: stage.production.ledger) }
        await #expect(throws: SessionError.self) { try await stage.run(plan) }
        #expect(try await Recovery(of: stage.production).recovered.count == 2)
        _ = try await stage.run(plan)
        #expect(try await stage.submissions() == 2)
    }

    /// A sidecar from elsewhere can't name a file outside the folder.
    @Test func aSidecarCanNotNameOtherFiles() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot))
        try lose(stage)
        let path = stage.production.place("takes/010-t1.json")
        var members = try #require(
            JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: path))).members)
        members["shot"] = "../../x"
        try JSONValue.object(members).canonicalBytes.write(to: URL(fileURLWithPath: path))
        let recovery = try await Recovery(of: stage.production)
        #expect(recovery.recovered.isEmpty && recovery.problems.count == 1)
    }
}

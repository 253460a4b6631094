import DailiesJSON
import DailiesLedger
import DailiesReporting
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesProduction

/// The report of a production whose ledger doesn't have the list: it was rebuilt from sidecars, or an
/// earlier version wrote it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RebuiltReportTests {
    private static let list = """
        {"title": "Harbour", "model": "kling-v3-standard", "shots": [
            {"id": "020", "scene": "Beach", "note": "a remark", "caption": "Look!",
             "prompt": "a red kite", "duration": 16, "continue_from": "parts",
             "aspect_ratio": "1:1"},
            {"id": "010", "prompt": "a blue sea", "duration": 3, "aspect_ratio": "1:1"}
        ]}
        """

    private func lose(_ stage: RehearsalStage) async throws {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: stage.production.ledger + suffix)
        }
        _ = try await Recovery(of: stage.production)
    }

    private func forget(_ keys: String, _ stage: RehearsalStage) throws {
        try SQLiteProgram.run(
            "DELETE FROM production WHERE key IN (\(keys))", stage.production.ledger)
    }

    private func expectSame(_ later: DailiesReport, _ report: DailiesReport) {
        #expect(later.title == report.title && later.film == report.film && later.film != nil)
        #expect(later.shots.map(\.id) == report.shots.map(\.id))
        #expect(later.shots.map(\.scene) == report.shots.map(\.scene))
        #expect(later.shots.map(\.note) == report.shots.map(\.note))
        #expect(later.shots.map(\.caption) == report.shots.map(\.caption))
        #expect(later.shots.map(\.file) == report.shots.map(\.file))
        #expect(
            later.shots.flatMap(\.parts).map(\.obstacle)
                == report.shots.flatMap(\.parts).map(\.obstacle))
        #expect(later.tasks.isEmpty && later.filmProblem == nil)
    }

    @Test func afterARecoveryNothingIsForgotten() async throws {
        let stage = try RehearsalStage()
        let report = try await stage.run(try stage.plan(Self.list)).report
        #expect(report.shots[0].caption == "Look!" && report.shots[0].file == "shots/020.mp4")
        try await lose(stage)
        expectSame(try await stage.production.writeReport(.inline), report)
        // That report is as good a source as the session's.
        try await lose(stage)
        expectSame(try await stage.production.writeReport(.inline), report)
        let status = try await ProductionStatus(of: stage.production)
        #expect(status.report.title == "Harbour" && status.report.tasks.isEmpty)
    }

    @Test(.enabled(if: SQLiteProgram.isInstalled), arguments: [true, false])
    func theLedgerOfAnEarlierVersionIsCompletedByTheReport(_ hasPlanned: Bool) async throws {
        let stage = try RehearsalStage()
        let report = try await stage.run(try stage.plan(Self.list)).report
        try forget("'outline', 'results'" + (hasPlanned ? "" : ", 'planned'"), stage)
        expectSame(try await stage.production.writeReport(.inline), report)
    }

    /// A report of an earlier version can't be read as a list: it still has the texts and the order.
    @Test(.enabled(if: SQLiteProgram.isInstalled))
    func theReportOfAnEarlierVersionHasTheTexts() async throws {
        let stage = try RehearsalStage()
        let report = try await stage.run(try stage.plan(Self.list)).report
        try await lose(stage)
        var old = try #require(
            JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: stage.production.jsonReport)))
                .members)
        old["money"] = .null
        try JSONValue.object(old).canonicalBytes
            .write(to: URL(fileURLWithPath: stage.production.jsonReport))
        let later = try await stage.production.writeReport(.inline)
        expectSame(later, report)
        #expect(later.shots.map(\.duration) == [16, 3])
    }

    /// Without any report the runs alone say what there is.
    @Test func withoutAReportTheRunsSayWhatThereIs() async throws {
        let stage = try RehearsalStage()
        let report = try await stage.run(try stage.plan(Self.list)).report
        try await lose(stage)
        try FileManager.default.removeItem(atPath: stage.production.jsonReport)
        let later = try await stage.production.writeReport(.inline)
        #expect(later.title == "film" && later.film == nil)
        #expect(later.shots.map(\.id) == ["010", "020"])
        #expect(later.shots.flatMap(\.parts).map(\.isAccepted) == [true, true, true])
        #expect(later.shots[0].summary == report.shots[1].summary)
        #expect(later.tasks.map(\.title) == ["All takes are there, and the film isn't"])
    }
}

import DailiesJSON
import DailiesLedger
import DailiesPlanning
import DailiesReporting
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesProduction

/// The report of a session, and the report that is written later from the ledger alone.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ReportWritingTests {
    @Test func aFailureIsATaskWithItsCommand() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "failed", "after": 1, "times": 9}"#)
        let result = try await stage.run(try stage.plan(RehearsalStage.twoShots)) { settings in
            settings.list = "/lists/my film.json"
            settings.concurrency = 1
        }
        let report = result.report
        #expect(report.shots.map(\.parts[0].obstacle) == [nil, .failed])
        let task = try #require(report.tasks.first)
        #expect(report.tasks.count == 1)
        #expect(task.title == "Failed at the provider: 1 shot")
        #expect(task.groups.flatMap(\.subjects).map(\.name) == ["020"])
        #expect(task.groups.first?.reason?.isEmpty == false)
        let runs = report.shots[1].parts[0].runs
        #expect(
            task.commands == [
                "dailies rehearse '/lists/my film.json' --output \(stage.production.resolvedPath) "
                    + "--max-takes \(runs.count + 1) --only 020"
            ])
        #expect(runs.allSatisfy { $0.runID != nil && $0.reason != nil })
        #expect(report.sessions.count == 1 && report.sessions[0].outcome == "finished")
        #expect(report.sessions[0].runs == 1 + runs.count && report.sessions[0].takes == 1)
        let take = report.shots[0].parts[0].takes[0]
        #expect(take.strip?.jpeg.isEmpty == false && take.waveform?.count == 160)
        #expect(take.runID != nil && take.still == "takes/010-t1-still.jpg")

        // The same again, without the list and without a provider.
        let later = try await stage.production.writeReport(.inline)
        #expect(later.shots == report.shots)
        #expect(later.tasks == report.tasks)
        #expect(later.session == .finished && later.money == report.money)
        #expect(later.filmProblem == report.filmProblem)
        // Pictures that aren't in the page aren't read.
        let beside = try await stage.production.writeReport(.folder)
        #expect(beside.shots[0].parts[0].takes[0].strip?.jpeg == [])
        let page = try String(contentsOfFile: stage.production.htmlReport, encoding: .utf8)
        #expect(page.contains("href=\"takes/010-t1-strip.jpg\""))
    }

    @Test func theFilmOfAFinishedSessionIsOnTheLaterReport() async throws {
        let stage = try RehearsalStage()
        let report = try await stage.run(try stage.plan(RehearsalStage.twoShots)).report
        let later = try await stage.production.writeReport(.inline)
        #expect(later.film == report.film && later.film != nil)
        #expect(later.tasks.isEmpty)
        try FileManager.default.removeItem(atPath: stage.production.film("film"))
        let without = try await stage.production.writeReport(.inline)
        #expect(without.film == nil && without.filmProblem != nil)
    }

    @Test func afterACrashTheReportTellsWhatTheLedgerKnows() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan) { $0.onlyShots = ["010"] }
        // A session that is killed just after it has recorded an intent.
        let ledger = try await stage.production.openLedger()
        try await ledger.beginSession()
        _ = try await ledger.intend(plan.runs[1], instance: stage.standIn.baseURL).get()
        let report = try await stage.production.writeReport(.inline)
        #expect(report.session == .killed)
        #expect(report.sessions.map(\.outcome) == ["finished", "cut off"])
        #expect(report.shots.map(\.parts[0].obstacle) == [nil, .unknownSubmit])
        #expect(report.shots[0].parts[0].isAccepted)
        #expect(
            report.tasks.map(\.commands) == [["dailies reconcile \(stage.production.resolvedPath)"]]
        )
    }

    @Test func aSessionAtWorkWritesTheReportItself() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot))
        let lock = try ProductionLock.acquire(stage.production)
        await #expect(throws: SessionError.heldByAnother(path: stage.production.path)) {
            _ = try await stage.production.writeReport(.inline)
        }
        _ = consume lock
    }

    @Test func theOutlineComesBackFromTheLedger() async throws {
        let stage = try RehearsalStage()
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
             {"id": "010", "scene": "A", "note": "B", "caption": "C", "duration": 20,
              "prompt": "a kite"},
             {"id": "020", "duration": 3, "continue_from": "previous",
              "multi_prompt": [{"prompt": "one", "duration": 1}, {"prompt": "two", "duration": 2}]}]}
            """
        let outline = ReportOutline(try stage.plan(list))
        #expect(ReportOutline(outline.json) == outline)
        #expect(outline.shots[0].parts.map(\.part) == ["a", "b"])
        #expect(ReportOutline(["schema": "dailies.outline/9"]) == nil)
    }
}

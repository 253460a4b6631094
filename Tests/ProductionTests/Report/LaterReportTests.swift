import DailiesGeneration
import DailiesHTTP
import DailiesLedger
import DailiesPlanning
import DailiesReporting
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesProduction

/// What a report that is written later says of what happened since the session.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LaterReportTests {
    private static let chain = """
        {"title": "film", "model": "kling-v3-standard", "defaults": {"continue_from": "previous"},
         "shots": [{"id": "010", "prompt": "a red kite", "duration": 3, "aspect_ratio": "1:1"},
                   {"id": "020", "prompt": "a blue sea", "duration": 3}]}
        """

    private func circle(_ take: String, _ stage: RehearsalStage) async throws {
        let production = try await OpenProduction.open(stage.production)
        #expect(try await production.circle(take, in: stage.production))
    }

    private func obstacles(_ report: DailiesReport) -> [DailiesReport.Obstacle?] {
        report.shots.flatMap(\.parts).map(\.obstacle)
    }

    private func titles(_ report: DailiesReport) -> [String] { report.tasks.map(\.title) }

    /// A chain is red while a person must do something about its beginning, and only then.
    @Test func aShotThatWaitedIsToBeBoughtOnceTheOneBeforeHasItsTake() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "wrong-rate", "times": 1}"#)
        let plan = try stage.plan(Self.chain)
        let result = try await stage.run(plan) { $0.list = "/lists/film.json" }
        #expect(obstacles(result.report) == [.rejected, .waiting])
        #expect(titles(result.report) == ["Rejected: 1 shot came out wrong"])
        try await circle("010-t1", stage)
        let later = try await stage.production.writeReport(.inline)
        #expect(obstacles(later) == [nil, .notSubmitted])
        #expect(titles(later) == ["Not submitted yet: 1 shot"])
        #expect(later.shots[1].parts[0].problem?.contains("no accepted take") == false)
        #expect(!later.html.contains("All is done"))
        // The same as the command that it suggests does.
        let next = try await stage.run(plan) { $0.maximumTakes = 2 }
        #expect(obstacles(next.report) == [nil, nil])
        #expect(next.report.tasks.isEmpty)
        #expect(try await stage.submissions() == 2)
    }

    @Test func aChainIsUnderWayWhileItsBeginningIs() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(Self.chain)
        try stage.production.create()
        do {
            let ledger = try Ledger(path: stage.production.ledger)
            try await ledger.setValue("kind", "rehearsal")
            try await ledger.setList(RecordedList(plan, path: "/lists/film.json"))
            try await ledger.setOutline(ReportOutline(plan))
            try await ledger.beginSession()
            let run = try await ledger.intend(plan.runs[0], instance: "a").get()
            #expect(try await ledger.accept(run.id, remoteID: "r-1") == nil)
        }
        let report = try await stage.production.writeReport(.inline)
        #expect(obstacles(report) == [.underway, .notSubmitted])
        #expect(report.html.contains("<li class=\"is-underway\"><a href=\"#shot-020\">"))
        #expect(report.sessions.map(\.runs) == [1])
    }

    /// A take of another beginning isn't a take of the chain any more.
    @Test func anotherTakeOfTheBeginningAsksForTheRestAgain() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "wrong-rate", "times": 1}"#)
        let plan = try stage.plan(Self.chain)
        let result = try await stage.run(plan) { $0.maximumTakes = 2 }
        #expect(result.report.film?.clips.map(\.take) == ["010-t2", "020-t1"])
        try await circle("010-t1", stage)
        let later = try await stage.production.writeReport(.inline)
        #expect(obstacles(later) == [nil, .notSubmitted])
        #expect(later.shots[1].parts[0].takes.map(\.name) == ["020-t1"])
        #expect(later.shots[1].parts[0].countedTakes == 0)
        let next = try await stage.run(plan)
        #expect(next.report.film?.clips.map(\.take) == ["010-t1", "020-t2"])
    }

    @Test func aTakeThatWasChosenSinceIsToBeJoined() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "wrong-rate", "times": 1}"#)
        let plan = try stage.plan(RehearsalStage.oneShot)
        _ = try await stage.run(plan) {
            $0.maximumTakes = 2
            $0.list = "/lists/film.json"
        }
        try await circle("010-t1", stage)
        let later = try await stage.production.writeReport(.inline)
        #expect(later.film?.clips.map(\.take) == ["010-t2"])
        #expect(titles(later) == ["The film has other takes than those chosen"])
        #expect(
            later.tasks.map(\.commands) == [
                [
                    "dailies rehearse /lists/film.json --output "
                        + stage.production.resolvedPath
                ]
            ])
        let next = try await stage.run(plan)
        #expect(next.report.film?.clips.map(\.take) == ["010-t1"] && next.report.tasks.isEmpty)
        #expect(try await stage.submissions() == 2)
    }

    /// A command that buys one more take buys exactly one, whatever was bought with other prompts.
    @Test func theSuggestedNumberOfTakesBuysOneMore() async throws {
        let stage = try RehearsalStage(
            faults: #"{"fault": "wrong-rate", "times": 9}"#)
        let red = try stage.plan(RehearsalStage.oneShot)
        _ = try await stage.run(red) { $0.maximumTakes = 2 }
        let green = try stage.plan(
            RehearsalStage.oneShot.replacing("a red kite", with: "a green kite"))
        let result = try await stage.run(green) { $0.list = "/lists/film.json" }
        #expect(try await stage.submissions() == 3)
        let part = result.report.shots[0].parts[0]
        #expect(part.takes.count == 3 && part.countedTakes == 1)
        let command = try #require(result.report.tasks.first?.commands.first)
        let words = command.split(separator: " ")
        let place = try #require(words.firstIndex(of: "--max-takes"))
        let limit = try #require(Int(words[place + 1]))
        let next = try await stage.run(green) {
            $0.maximumTakes = limit
            $0.list = "/lists/film.json"
        }
        #expect(try await stage.submissions() == 4)
        // The session's own advice is the same as the report's.
        #expect(next.report.shots[0].parts[0].problem?.hasSuffix("--max-takes 3") == true)
        #expect(next.report.tasks.first?.commands.first?.contains("--max-takes 3 ") == true)
    }

    /// That a shot was left out now doesn't explain why the takes that were bought before aren't used.
    @Test func ofAShotThatFailedBeforeItIsSaidAlthoughItWasLeftOut() async throws {
        let stage = try RehearsalStage(
            faults:
                #"{"fault": "wrong-rate", "times": 1}, {"fault": "failed", "after": 1, "times": 1}"#
        )
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan) { $0.concurrency = 1 }
        let result = try await stage.run(plan) {
            $0.onlyShots = ["020"]
            $0.maximumTakes = 2
            $0.list = "/lists/film.json"
        }
        for report in [result.report, try await stage.production.writeReport(.inline)] {
            #expect(obstacles(report) == [.rejected, nil])
            #expect(
                report.tasks.first?.commands.first?.hasSuffix("--max-takes 2 --only 010") == true)
        }
        // What was never bought was left out, and nothing else.
        let longer = try stage.plan(
            RehearsalStage.twoShots.replacing(
                "]}",
                with:
                    #", {"id": "030", "prompt": "a lake", "duration": 3, "aspect_ratio": "1:1"}]}"#)
        )
        let again = try await stage.run(longer) { $0.onlyShots = ["020"] }
        #expect(obstacles(again.report) == [.rejected, nil, .leftOut])
    }

    /// A cap that a report suggests is enough for one take of everything that is left.
    @Test func theSuggestedCapIsEnough() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "price", "times": 1, "factor": 0.5}"#)
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
                {"id": "010", "prompt": "a kite", "duration": 3, "aspect_ratio": "1:1"},
                {"id": "020", "prompt": "a sea", "duration": 5, "aspect_ratio": "1:1"},
                {"id": "030", "prompt": "a lake", "duration": 10, "aspect_ratio": "1:1"}]}
            """
        let plan = try stage.plan(list)
        let first = try #require(plan.runs.first?.quote.worst)
        let result = try await stage.run(plan) {
            $0.caps.production = first
            $0.concurrency = 1
        }
        #expect(obstacles(result.report) == [nil, .capReached, .capReached])
        #expect(result.report.shots[1].parts[0].cap == "production")
        for report in [result.report, try await stage.production.writeReport(.inline)] {
            let advice = try #require(report.tasks.first { $0.title.contains("cap") }?.advice)
            let cap = try #require(advice.split(separator: " ").last.map(String.init))
            #expect(Money(decimal: cap) == plan.quote.worst)
        }
        let next = try await stage.run(plan) { $0.caps.production = plan.quote.worst }
        #expect(obstacles(next.report) == [nil, nil, nil])
    }

    /// The kind of cap is kept for later reports.
    @Test func theCapOfASessionIsNoneOfTheProduction() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan) {
            $0.caps.session = plan.runs[0].quote.worst
            $0.concurrency = 1
            $0.list = "/lists/film.json"
        }
        let later = try await stage.production.writeReport(.inline)
        #expect(titles(later) == ["The session's cap stopped 1 shot"])
        #expect(later.tasks.first?.commands.first?.contains("--cap") == false)
    }

    @Test func whatWasSettledSinceIsSaid() async throws {
        let stage = try RehearsalStage(
            FalProvider.self, faults: #"{"fault": "lost-answer", "on": "submit", "times": 1}"#)
        let plan = try stage.plan(RehearsalStage.oneShot)
        let result = try await stage.run(plan)
        #expect(obstacles(result.report) == [.unknownSubmit])
        #expect(
            obstacles(try await stage.production.writeReport(.inline)) == [.unknownSubmit])
        do {
            let production = try await OpenProduction.open(stage.production)
            let run = try #require(try await production.unknownRuns().first)
            try await production.forget(run)
        }
        let later = try await stage.production.writeReport(.inline)
        #expect(obstacles(later) == [.notSubmitted])
        #expect(later.shots[0].parts[0].problem?.contains("not submitted") == true)
    }

    /// A run that was written off since has failed, whatever the session said of it.
    @Test func whatFailedSinceIsSaid() async throws {
        let stage = try RehearsalStage(faults: #"{"fault": "endless"}"#)
        let plan = try stage.plan(RehearsalStage.oneShot)
        let result = try await stage.run(plan) { $0.pace.poll.deadline = .milliseconds(300) }
        #expect(obstacles(result.report) == [.underway])
        do {
            let production = try await OpenProduction.open(stage.production)
            let run = try #require(try await production.missingRuns().first)
            try await production.writeOff(run)
        }
        let later = try await stage.production.writeReport(.inline)
        #expect(obstacles(later) == [.failed])
        #expect(later.shots[0].parts[0].problem == "a person wrote it off")
        // It counts as no take: one is bought.
        #expect(later.shots[0].parts[0].countedTakes == 0)
    }

    /// A rehearsed take that lost its file comes with the next rehearsal: no provider has it.
    @Test func aTakeThatLostItsFileIsRehearsedAgain() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot))
        try FileManager.default.removeItem(atPath: stage.production.place("takes/010-t1.mp4"))
        let later = try await stage.production.writeReport(.inline)
        #expect(obstacles(later) == [.notDelivered])
        #expect(later.tasks.map(\.title) == ["Missing or damaged: 1 take"])
        // The list has no path.
        let command = "dailies rehearse - --output \(stage.production.resolvedPath)"
        #expect(later.tasks.first?.advice?.contains(command) == true)
    }

    /// Two shots that exchange their ids, or get others, keep their takes.
    @Test func renamedShotsKeepTheirTakes() async throws {
        let stage = try RehearsalStage()
        func plan(_ shots: (String, String)...) throws -> Plan {
            let entries = shots.map {
                #"{"id": "\#($0.0)", "prompt": "\#($0.1)", "duration": 3, "aspect_ratio": "1:1"}"#
            }
            return try stage.plan(
                """
                {"title": "film", "model": "kling-v3-standard",
                 "shots": [\(entries.joined(separator: ","))]}
                """)
        }
        _ = try await stage.run(try plan(("010", "a kite"), ("020", "a sea")))
        let lists = [
            try plan(("010", "a sea"), ("015", "a kite")),
            try plan(("100", "a kite"), ("200", "a kite"), ("300", "a sea")),
        ]
        for (plan, takes) in zip(
            lists, [["020-t1", "010-t1"], ["010-t1", "200-t1", "020-t1"]])
        {
            _ = try await stage.run(plan) { $0.concurrency = 1 }
            // By the ledger alone, as after a session that was killed.
            try await stage.production.openLedger().beginSession()
            let later = try await stage.production.writeReport(.inline)
            #expect(
                later.shots.map { $0.parts[0].takes.first(where: \.isCircled)?.name } == takes)
            let export = try await FilmExport(of: stage.production)
            #expect(export.runs.map(\.chosen?.name) == takes)
        }
    }

    /// The path of an earlier list isn't that of one from standard input.
    @Test func aListWithoutAPathHasNone() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan) {
            $0.onlyShots = ["010"]
            $0.list = "/lists/film.json"
        }
        #expect(try await ProductionStatus(of: stage.production).list == "/lists/film.json")
        _ = try await stage.run(plan) { $0.onlyShots = ["010"] }
        let status = try await ProductionStatus(of: stage.production)
        #expect(status.list == nil)
        #expect(status.report.tasks.map(\.commands) == [[]])
        #expect(status.report.tasks.first?.advice?.contains("dailies rehearse - ") == true)
    }

    /// What the list doesn't need any more, and may have been paid for.
    @Test func leftoversAreFollowedInLaterReportsToo() async throws {
        let stage = try RehearsalStage(
            FalProvider.self, faults: #"{"fault": "lost-answer", "on": "submit", "times": 1}"#)
        _ = try await stage.run(try stage.plan(RehearsalStage.oneShot))
        let green = try stage.plan(
            RehearsalStage.oneShot.replacing("a red kite", with: "a green kite"))
        let result = try await stage.run(green)
        let command = "dailies reconcile \(stage.production.resolvedPath)"
        #expect(result.report.leftovers.map(\.take) == ["010-t1"])
        #expect(result.report.tasks.map(\.commands) == [[command]])
        #expect(result.report.tasks.first?.groups.flatMap(\.subjects).map(\.name) == ["010-t1"])
        let later = try await stage.production.writeReport(.inline)
        #expect(later.leftovers == result.report.leftovers)
        #expect(later.tasks == result.report.tasks)
        #expect(later.film == result.report.film && later.film != nil)
        do {
            let production = try await OpenProduction.open(stage.production)
            let run = try #require(try await production.unknownRuns().first)
            try await production.forget(run)
        }
        let settled = try await stage.production.writeReport(.inline)
        #expect(settled.leftovers.isEmpty && settled.tasks.isEmpty)
    }
}

import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesLedger
import DailiesMediaTime
import DailiesPlanning
import DailiesProduction
import DailiesReporting
import DailiesStandIn
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct SessionTests {
    @Test func aListBecomesAFilmAndASecondSessionBuysNothing() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        let result = try await stage.run(plan)
        #expect(result.outcomes.allSatisfy { $0.problem == nil })
        #expect(
            stage.names == [
                "exports", "exports/film.edl", "exports/film.fcpxml", "exports/film.otio",
                "exports/film.png", "exports/film.vtt",
                "film.mp4", "ledger.sqlite", "report.html", "report.json", "shots", "takes",
                "takes/010-t1-still.jpg", "takes/010-t1-strip.jpg", "takes/010-t1.brightness",
                "takes/010-t1.json", "takes/010-t1.mp4", "takes/010-t1.waveform",
                "takes/020-t1-still.jpg", "takes/020-t1-strip.jpg", "takes/020-t1.brightness",
                "takes/020-t1.json", "takes/020-t1.mp4",
            ])
        let film = try MediaFile(path: stage.production.film("film")).measure()
        #expect(film.video?.frameCount == 2 * 73)
        #expect(film.video?.duration == MediaTime(value: 146, timescale: 24))
        #expect(film.audio?.duration == MediaTime(value: 146, timescale: 24))
        #expect(film.faststart)
        #expect(try await stage.submissions() == 2)

        let written = try Data(contentsOf: URL(fileURLWithPath: stage.production.film("film")))
        let again = try await stage.run(plan)
        #expect(again.report.film == result.report.film)
        #expect(try await stage.submissions() == 2)
        let after = try Data(contentsOf: URL(fileURLWithPath: stage.production.film("film")))
        #expect(after == written)
    }

    @Test func onlyAShotWithAChangedPromptIsBoughtAgain() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(RehearsalStage.twoShots))
        let changed = RehearsalStage.twoShots.replacing("a blue sea", with: "a green sea")
        let result = try await stage.run(try stage.plan(changed))
        #expect(try await stage.submissions() == 3)
        let takes = result.report.film?.clips.map(\.take)
        #expect(takes == ["010-t1", "020-t2"])
        #expect(stage.names.contains("takes/020-t1.mp4"))
    }

    @Test func aMissingTakeIsDownloadedAgainFreeOfCharge() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        try FileManager.default.removeItem(
            atPath: stage.production.place("takes/010-t1.mp4"))
        let result = try await stage.run(plan)
        #expect(result.report.film != nil)
        #expect(try await stage.submissions() == 2)
    }

    @Test func anIntentThatReachedTheProviderIsAdopted() async throws {
        let stage = try RehearsalStage(extraFeatures: RehearsalStage.findsLostSubmits)
        let plan = try stage.plan(RehearsalStage.twoShots)
        try stage.production.create()
        // As after a kill between the provider's answer and the ledger's next transaction.
        let ledger = try Ledger(path: stage.production.ledger)
        let intended = try await ledger.intend(
            plan.runs[0], instance: stage.provider.instance)
        let intent = try intended.get()
        _ = try await stage.submit(plan.runs[0], reference: intent.clientReference)
        let result = try await stage.run(plan)
        #expect(result.report.film != nil)
        #expect(try await stage.submissions() == 2)
    }

    @Test func anIntentThatNeverLeftIsSubmittedAnew() async throws {
        let stage = try RehearsalStage(extraFeatures: RehearsalStage.findsLostSubmits)
        let plan = try stage.plan(RehearsalStage.twoShots)
        try stage.production.create()
        let ledger = try Ledger(path: stage.production.ledger)
        _ = try await ledger.intend(plan.runs[0], instance: stage.provider.instance)
        let result = try await stage.run(plan)
        #expect(result.report.film?.clips.map(\.take) == ["010-t2", "020-t1"])
        #expect(try await stage.submissions() == 2)
        #expect(try await ledger.runs().first?.state == .notSent)
    }

    @Test func aTakeThatFailsIsNotAssembledAndSaysWhy() async throws {
        let stage = try RehearsalStage(extraFeatures: RehearsalStage.findsLostSubmits)
        let plan = try stage.plan(RehearsalStage.twoShots)
        let wrong = try WrongLengthProvider(of: stage)
        let result = try await stage.run(plan, provider: wrong.provider)
        let problem = try #require(result.outcomes[0].problem)
        #expect(problem.contains("010-t1"))
        #expect(problem.contains("expected 3.000 s, measured 1."))
        #expect(result.outcomes[1].problem == nil)
        #expect(result.report.film == nil)
        #expect(!stage.names.contains("film.mp4"))
        // A second session with the same list buys nothing: a person decides.
        let again = try await stage.run(plan, provider: wrong.provider)
        #expect(again.outcomes[0].problem == problem)
        #expect(wrong.submissions == 2)
    }

    @Test func aBadDownloadIsRepeatedAndNeverBoughtAgain() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        let page = try InterveningHost(of: stage, pagesInsteadOfFiles: 2)
        let first = try await stage.run(plan, provider: page.provider) {
            $0.maximumTakes = 3
            // One after the other, so that the same take gets both pages.
            $0.concurrency = 1
        }
        #expect(first.outcomes.compactMap(\.problem).first?.contains("web page") == true)
        #expect(try await stage.submissions() == 2)
        let second = try await stage.run(plan, provider: page.provider) { $0.maximumTakes = 3 }
        #expect(second.report.film != nil)
        #expect(try await stage.submissions() == 2)
    }

    @Test func aRejectedSubmitIsRepeatedWithTheSameTakeNumber() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        let busy = try InterveningHost(of: stage, submitsRejected: 3)
        let result = try await stage.run(plan, provider: busy.provider)
        #expect(result.report.film?.clips.map(\.take) == ["010-t1", "020-t1"])
        #expect(try await stage.submissions() == 2)
        #expect(result.report.money.reserved == .zero)
    }

    @Test func aSubmitThatIsAlwaysRejectedIsNotSentAndReservesNothing() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        let busy = try InterveningHost(of: stage, submitsRejected: .max)
        let result = try await stage.run(plan, provider: busy.provider) {
            $0.pace.resubmit.deadline = .milliseconds(50)
        }
        #expect(result.outcomes.allSatisfy { $0.problem?.contains("RATE_LIMITED") == true })
        #expect(result.report.money.reserved == .zero)
        let ledger = try Ledger(path: stage.production.ledger)
        #expect(try await ledger.runs().allSatisfy { $0.state == .notSent })
    }

    @Test func takesOfShotsWithTheSameFileNameAreNumberedOn() async throws {
        let stage = try RehearsalStage()
        let long = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
                {"id": "020", "prompt": "a sea", "duration": 16, "aspect_ratio": "1:1"}]}
            """
        let short = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
                {"id": "020a", "prompt": "a hill", "duration": 3, "aspect_ratio": "1:1"}]}
            """
        _ = try await stage.run(try stage.plan(long))
        let result = try await stage.run(try stage.plan(short))
        #expect(result.report.film?.clips.map(\.take) == ["020a-t2"])
    }

    /// The session was killed between download and verdict, or the verification failed.
    @Test(arguments: [nil, Verdict.unknown])
    func aTakeWithoutAVerdictIsVerifiedWithoutADownload(_ verdict: Verdict?) async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        let ledger = try Ledger(path: stage.production.ledger)
        let run = try #require(try await ledger.runs().first)
        let take = try #require(try await ledger.take(of: run))
        try await ledger.land(
            run.id, file: take.file, bytes: take.bytes, sha256: take.sha256)
        if verdict != nil {
            let failure = Verification(
                file: take.file, checks: [.errored(.conformance, "The disk can't be read.")],
                measurement: nil, actions: .standard)
            try await ledger.judge(run.id, failure)
        }
        #expect(try await ledger.take(of: run)?.verdict == verdict)
        // Nothing can be downloaded any more.
        stage.standIn.stop()
        let result = try await stage.run(plan)
        #expect(result.outcomes.allSatisfy { $0.problem == nil })
    }

    /// It is downloaded again, and the changed file is kept.
    @Test func aTakeThatChangedOnDiskIsNotAssembled() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        let take = stage.production.place("takes/010-t1.mp4")
        let landed = try Data(contentsOf: URL(fileURLWithPath: take))
        var bytes = landed
        bytes[bytes.count / 2] ^= 0xFF
        try bytes.write(to: URL(fileURLWithPath: take))
        try FileManager.default.removeItem(atPath: stage.production.film("film"))
        let result = try await stage.run(plan)
        #expect(result.report.film?.clips.map(\.take) == ["010-t1", "020-t1"])
        #expect(result.outcomes.map(\.end) == [.accepted, .accepted])
        #expect(try Data(contentsOf: URL(fileURLWithPath: take)) == landed)
        let kept = stage.production.place("takes/010-t1.changed")
        #expect(try Data(contentsOf: URL(fileURLWithPath: kept)) == bytes)
        #expect(try await stage.submissions() == 2)
    }

    @Test func aFileOfOthersIsNotReplaced() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        try stage.production.create()
        let film = stage.production.film("film")
        let draft = stage.production.place(".notes.part")
        for path in [film, draft] { try Data("mine".utf8).write(to: URL(fileURLWithPath: path)) }
        let result = try await stage.run(plan)
        #expect(result.report.filmProblem?.contains("move it away") == true)
        for path in [film, draft] {
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
        }
    }

    /// As after a kill between the film's rename and its record: the film is recognised by its
    /// content, and a changed list replaces it.
    @Test(.enabled(if: SQLiteProgram.isInstalled)) func anUnrecordedFilmIsRecognised() async throws
    {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        let film = stage.production.film("film")
        let before =
            try FileManager.default.attributesOfItem(atPath: film)[.systemFileNumber] as? Int
        func forget() throws {
            try SQLiteProgram.run(
                "DELETE FROM production WHERE key = 'assembled film.mp4'", stage.production.ledger)
        }
        try forget()
        try FileManager.default.removeItem(atPath: stage.production.place("exports/film.otio"))
        let again = try await stage.run(plan)
        #expect(again.report.filmProblem == nil)
        #expect(again.report.film?.clips.count == 2)
        let after =
            try FileManager.default.attributesOfItem(atPath: film)[.systemFileNumber] as? Int
        #expect(before == after)
        #expect(FileManager.default.fileExists(atPath: stage.production.place("exports/film.otio")))
        // The same film with another recipe: it is this production's, and is replaced.
        try forget()
        let changed = try stage.plan(RehearsalStage.twoShots.replacing("a blue sea", with: "a sea"))
        let third = try await stage.run(changed)
        #expect(third.report.film?.clips.map(\.take) == ["010-t1", "020-t2"])
        // A film that somebody else put there stays.
        try forget()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: film))
        let fourth = try await stage.run(changed)
        #expect(fourth.report.filmProblem?.contains("move it away") == true)
        #expect(try String(contentsOfFile: film, encoding: .utf8) == "mine")
    }

    @Test func aRejectedTakeIsBoughtAgainIfMoreTakesAreAllowed() async throws {
        let stage = try RehearsalStage(extraFeatures: RehearsalStage.findsLostSubmits)
        let plan = try stage.plan(RehearsalStage.twoShots)
        let (wrong, result) = try await stage.runWithOneWrongTake(plan)
        #expect(result.report.film?.clips.map(\.take) == ["010-t2", "020-t1"])
        #expect(wrong.submissions == 3)
    }

    @Test func onlyTheNamedShotsAreBought() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        let first = try await stage.run(plan) { $0.onlyShots = ["020"] }
        #expect(first.outcomes.map(\.end) == [.leftOut, .accepted])
        #expect(try await stage.submissions() == 1)
        // What is there is used, whatever is left out.
        _ = try await stage.run(plan)
        let third = try await stage.run(plan) { $0.onlyShots = ["010"] }
        #expect(third.report.film != nil)
        #expect(try await stage.submissions() == 2)
    }

    /// What can't land isn't bought.
    @Test func nothingIsBoughtForAFullDisk() async throws {
        let stage = try RehearsalStage()
        let result = try await stage.run(try stage.plan(RehearsalStage.twoShots)) {
            $0.spareDiskBytes = .max / 2
        }
        #expect(result.outcomes.map(\.end) == [.open, .open])
        #expect(result.outcomes[0].problem?.contains("MB free") == true)
        #expect(result.outcomes[0].problem?.contains("free some, and start again") == true)
        #expect(try await stage.submissions() == 0)
    }

    @Test func aForecastKnowsWhatIsThere() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        let before = try await PurchaseForecast(of: plan, in: stage.production)
        #expect(before.missing == ["010", "020"] && before.quote == plan.quote)
        _ = try await stage.run(plan) { $0.onlyShots = ["020"] }
        let after = try await PurchaseForecast(of: plan, in: stage.production)
        #expect(after.existing == ["020"] && after.missing == ["010"])
        #expect(after.quote == plan.runs[0].quote)
    }

    /// The next session downloads what was paid for, free of charge.
    @Test func aForecastBuysNoFileThatWasPaidFor() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        try FileManager.default.removeItem(atPath: stage.production.place("takes/010-t1.mp4"))
        let forecast = try await PurchaseForecast(of: plan, in: stage.production)
        #expect(forecast.existing == ["020"] && forecast.underway == ["010"])
        #expect(forecast.missing == [] && forecast.quote == .zero)
        _ = try await stage.run(plan)
        #expect(try await stage.submissions() == 2)
    }

    @Test func nothingIsSubmittedAfterTheDeadline() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        let result = try await stage.run(plan) {
            $0.submitDeadline = SubmitDeadline(.now, source: "06:00")
        }
        #expect(result.outcomes.map(\.end) == [.open, .open])
        #expect(try await stage.submissions() == 0)
    }

    @Test func theCapIsNeverExceeded() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        let result = try await stage.run(plan) {
            $0.caps.production = plan.runs[0].quote.worst
            $0.concurrency = 1
        }
        #expect(result.outcomes[1].problem?.contains("the production's cap of") == true)
        #expect(try await stage.submissions() == 1)
    }

    @Test func twoSessionsDoNotShareAFolder() async throws {
        // The first session's runs never end, so that it lasts as long as the test needs.
        let stage = try RehearsalStage(faults: #"{"fault": "endless"}"#)
        let plan = try stage.plan(RehearsalStage.twoShots)
        let first = await stage.begin(plan)
        await #expect(throws: SessionError.self) { try await stage.run(plan) }
        first.cancel()
        _ = try? await first.value
        #expect(try await stage.submissions() <= 2)
    }

    @Test func aRehearsalIsNeverTakenForBoughtTakes() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        _ = try await stage.run(plan)
        let error = await #expect(throws: SessionError.self) {
            try await stage.run(plan, isStandIn: false)
        }
        #expect(error == .otherKind(path: stage.production.path, found: .rehearsal))
        let ledger = try Ledger(path: stage.production.ledger)
        #expect(try await ledger.value("kind") == "rehearsal")
        // Earlier versions wrote it as words.
        try await ledger.setValue("kind", "a rehearsal")
        let again = await #expect(throws: SessionError.self) {
            try await stage.run(plan, isStandIn: false)
        }
        #expect(again == error)
        _ = try await stage.run(plan)
        #expect(try await ledger.value("kind") == "rehearsal")
        #expect(try await stage.submissions() == 2)
    }

    @Test func theReportHoldsRequestMeasurementVerdictAndCost() async throws {
        let stage = try RehearsalStage()
        _ = try await stage.run(try stage.plan(RehearsalStage.twoShots))
        let report = try JSONValue(
            parsing: Data(contentsOf: URL(fileURLWithPath: stage.production.jsonReport)))
        let take = report["shots"]?.elements?.first?["parts"]?.elements?.first?["takes"]?
            .elements?.first
        #expect(take?["verdict"] == "pass")
        #expect(take?["cost"] == "0.378")
        #expect(take?["measurement"]?["video"]?["displayWidth"] == 960)
        let page = try String(contentsOfFile: stage.production.htmlReport, encoding: .utf8)
        #expect(page.contains("data:image/jpeg;base64,"))
        #expect(page.contains("a red kite"))
        // No signed address of a file may be kept.
        let ledger = try Data(contentsOf: URL(fileURLWithPath: stage.production.ledger))
        for place in [ledger, Data(page.utf8), Data(report.line.utf8)] {
            #expect(place.range(of: Data("X-Signature".utf8)) == nil)
        }
    }

    @Test func aStoppedSessionIsContinuedByTheNext() async throws {
        let stage = try RehearsalStage()
        let plan = try stage.plan(RehearsalStage.twoShots)
        let session = await stage.begin(plan)
        session.cancel()
        _ = try? await session.value
        let result = try await stage.run(plan)
        #expect(result.report.film != nil)
        #expect(try await stage.submissions() == 2)
    }
}

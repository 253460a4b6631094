import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// The built command against a separately started stand-in, as a user runs both.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SessionProcessTests {
    private let folder: TemporaryFolder

    private static let list = """
        {"title": "film", "model": "kling-v3-standard", "shots": [
            {"id": "010", "prompt": "a red kite", "duration": 3, "aspect_ratio": "1:1"},
            {"id": "020", "prompt": "a blue sea", "duration": 16, "aspect_ratio": "1:1"}
        ]}
        """

    /// Whoever asks first how far a run is waits for the answer until they give up, and everybody
    /// after them gets theirs.
    private static let heldAnswer = """
        {"schema": "dailies.faults/1", "faults": [{"on": "status", "fault": "stall", "times": 1}]}
        """

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Data(Self.list.utf8), as: "film.json")
    }

    private func standIn(_ options: String...) throws -> StandInProcess {
        try StandInProcess(["--latency", "0.3"] + options, in: folder)
    }

    /// A stand-in where a fault strikes at each submit.
    private func standIn(eachSubmit fault: String) throws -> StandInProcess {
        try standIn(
            faults: """
                {"schema": "dailies.faults/1", "faults": [{"on": "submit", "fault": "\(fault)"}]}
                """)
    }

    /// - Parameter faults: the content of a file of faults.
    private func standIn(faults: String) throws -> StandInProcess {
        try folder.write(Data(faults.utf8), as: "faults.json")
        return try standIn("--faults", "faults.json")
    }

    private func session(
        _ command: String = "rehearse", in production: String = "film", at standIn: StandInProcess,
        _ options: String...
    ) throws -> DailiesProcess {
        try DailiesProcess(
            [command, "film.json", "--json", "--output", production] + options, in: folder.path,
            environment: standIn.environment)
    }

    /// Reads events until one of this kind came.
    private func firstEvent(_ kind: String, of process: DailiesProcess) throws -> JSONValue {
        while let line = process.line() {
            let event = try JSONValue(parsing: Data(line.utf8))
            if event["event"]?.text == kind { return event }
        }
        throw CocoaError(.fileReadUnknown)
    }

    private func report(of production: String = "film") throws -> JSONValue {
        try json("\(production)/report.json")
    }

    private func json(_ file: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: folder.file(file))))
    }

    /// A session that waits for the answer that is held back: another run has had its own.
    private func heldSession(at standIn: StandInProcess) throws -> DailiesProcess {
        let process = try session(at: standIn)
        let words = ["queued", "running", "downloading"]
        while let line = process.line(), !words.contains(where: { line.contains("\"\($0)\"") }) {}
        return process
    }

    /// Starts a session and kills it at its first event of a kind; `false` where it had ended well
    /// before.
    private func isKilled(
        at moment: String, in production: String, at standIn: StandInProcess
    ) throws -> Bool {
        let process = try session(in: production, at: standIn)
        while let line = process.line() {
            let event = try JSONValue(parsing: Data(line.utf8))
            guard event["phase"]?.text == moment || event["event"]?.text == moment else {
                continue
            }
            process.kill()
            _ = process.finish()
            return true
        }
        #expect(process.finish().status == 0)
        return false
    }

    /// Kill at the first event of each kind in turn, then at a few in the middle of things.
    @Test func killedAtAnyMomentItGoesOnAndBuysNothingTwice() async throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        // How far a run is may change between two looks at it, but the rest is always told.
        let passing = ["queued", "running"]
        let moments =
            ["submitting"] + passing
            + ["downloading", "verifying", "verified", "assembling", "assembled"]
        var productions = ["film"]
        for moment in moments {
            // A kill may come so late that nothing is left for the moments after it.
            if try isKilled(at: moment, in: productions[productions.count - 1], at: standIn) {
                continue
            }
            productions.append("film-\(moment)")
            let isKilled = try isKilled(
                at: moment, in: productions[productions.count - 1], at: standIn)
            #expect(isKilled || passing.contains(moment), "\(moment)")
        }
        for production in productions {
            #expect(try session(in: production, at: standIn).finish().status == 0)
            try expectTheWholeFilm(in: production)
        }
        #expect(try await standIn.submissions() == 3 * productions.count)
    }

    private func expectTheWholeFilm(in production: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file(production))
        #expect(
            names.sorted() == [
                "exports", "film.mp4", "ledger.sqlite", "report.html", "report.json", "shots",
                "takes",
            ])
        let exports = try FileManager.default.contentsOfDirectory(
            atPath: folder.file("\(production)/exports"))
        #expect(
            exports.sorted() == ["film.edl", "film.fcpxml", "film.otio", "film.png", "film.vtt"])
        let probe = try DailiesProcess(
            ["probe", "--json", "\(production)/film.mp4"], in: folder.path
        ).finish()
        let film = try JSONValue(parsing: Data(probe.output.utf8))
        #expect(film["video"]?["frameCount"]?.integer == 73 + 193 + 193)
        #expect(film["audio"]?["duration"]?.number == 459.0 / 24)
    }

    @Test func runAgainstALoopbackAddressNeedsNoKey() throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        let result = try session("run", at: standIn).finish()
        #expect(result.status == 0)
        let last = try #require(result.output.split(separator: "\n").last)
        #expect(try JSONValue(parsing: Data(last.utf8))["event"] == "finished")
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143)), (SIGHUP, Int32(129))])
    func aSignalFinishesWhatIsUnderwayAndSubmitsNothingMore(
        _ signal: Int32, _ status: Int32
    ) async throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        let process = try session(at: standIn, "--concurrency", "1")
        let underway = try firstEvent("underway", of: process)
        #expect(underway["take"] == "010-t1" && underway["setAside"] != nil)
        process.signal(signal)
        let ending = try firstEvent("ending", of: process)
        #expect(
            ending["message"]?.text?.contains(
                "under way at the provider: 010-t1 ($0.504 set aside). Interrupt again") == true,
            "\(ending)")
        let result = process.finish()
        #expect(result.status == status)
        #expect(try await standIn.submissions() == 1)
        let last = try #require(result.output.split(separator: "\n").last)
        let finished = try JSONValue(parsing: Data(last.utf8))
        #expect(finished["exit"]?.integer == Int(status))
        #expect(finished["accepted"] == 1 && finished["session"] == "stopped")
        #expect(try report()["session"] == "stopped")
        #expect(try session(at: standIn).finish().status == 0)
        #expect(try await standIn.submissions() == 3)
        #expect(try report()["session"] == "finished")
    }

    /// Nothing more comes from the provider: the second signal ends the process all the same, and the
    /// report is there.
    @Test func aSecondSignalEndsASessionAtOnce() async throws {
        let standIn = try standIn(faults: Self.heldAnswer)
        defer { standIn.kill() }
        let process = try heldSession(at: standIn)
        process.signal(SIGTERM)
        _ = try firstEvent("ending", of: process)
        process.signal(SIGTERM)
        #expect(process.finish().status == 143)
        #expect(try report()["session"] == "running")
        #expect(try session(at: standIn).finish().status == 0)
        #expect(try await standIn.submissions() == 3)
    }

    /// The request has arrived and its answer is held back: the run isn't known to be at the provider, and
    /// what is set aside for it is told all the same, in every form of output.
    @Test(arguments: ["--json", "--quiet", "--verbose"])
    func aSecondSignalSaysWhatGoesOnAtTheProvider(_ form: String) async throws {
        let standIn = try standIn(eachSubmit: "stall")
        defer { standIn.kill() }
        let process = try DailiesProcess(
            ["rehearse", "film.json", form, "--concurrency", "1"], in: folder.path,
            environment: standIn.environment,
            wrapper: ["/bin/bash", "-c", #"exec "$@" 2>&1"#, "-"])
        while try await standIn.submissions() == 0 {
            try await Task.sleep(for: .milliseconds(50))
        }
        process.signal(SIGINT)
        while let line = process.line(), !line.contains("ending: ") {}
        process.signal(SIGINT)
        let result = process.finish()
        #expect(result.status == 130)
        #expect(
            result.output.contains(
                "stopped at once; unknown whether it was accepted: 010-t1 ($0.504 set aside); the same "
                    + "command goes on from there"), "\(result.output)")
    }

    @Test func aSessionIsStoppedWhenItsTimeIsOver() async throws {
        let standIn = try standIn(faults: Self.heldAnswer)
        defer { standIn.kill() }
        let result = try session(
            at: standIn, "--max-runtime", "3s", "--on-finish", "cat > result.json"
        ).finish()
        #expect(result.status == 1)
        #expect(result.output.contains("the session's time is over"))
        #expect(try report()["session"] == "stopped")
        let hook = try json("result.json")
        #expect(hook["event"] == "finished" && hook["exit"] == 1 && hook["runs"] == 3)
        #expect(hook["problems"]?.elements?.isEmpty == false)
        #expect(try session(at: standIn).finish().status == 0)
        #expect(try await standIn.submissions() == 3)
    }

    /// Every event has its time; what the provider accepted and what it cost is among them.
    @Test func eventsNameTimesRunsAndCosts() throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        let lines = try session(at: standIn).finish().output.split(separator: "\n")
        let events = try lines.map { try JSONValue(parsing: Data($0.utf8)) }
        let times = try events.map { try #require($0["time"]?.text) }
        #expect(times == times.sorted())
        let format = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/
        #expect(times.allSatisfy { $0.wholeMatch(of: format) != nil }, "\(times)")
        #expect(events.first?["schema"] == "dailies.events/1")
        let (underway, ended) = (
            events.filter { $0["event"] == "underway" }, events.filter { $0["event"] == "ended" }
        )
        #expect(underway.count == 3 && ended.count == 3)
        #expect(Set(underway.map { $0["id"]?.text }) == Set(ended.map { $0["id"]?.text }))
        #expect(ended.allSatisfy { $0["state"] == "succeeded" && $0["cost"]?.text != nil })
    }

    /// Names of one character are names too.
    @Test func aListAndAFolderMayHaveOneLetter() throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        try folder.write(Data("a red kite\n".utf8), as: "l.txt")
        let result = try DailiesProcess(
            ["rehearse", "l.txt", "--output", "a"], in: folder.path,
            environment: standIn.environment
        ).finish()
        #expect(result.status == 0, "\(result.talk)")
        #expect(FileManager.default.fileExists(atPath: folder.file("a/l.mp4")))
    }

    /// Through a link a list makes the same production as without it.
    @Test func aLinkToAListGoesOnBesideTheList() throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        try FileManager.default.createDirectory(
            atPath: folder.file("links"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("links/tonight.json"), withDestinationPath: "../film.json")
        for list in ["film.json", "links/tonight.json"] {
            let result = try DailiesProcess(
                ["rehearse", list, "-q"], in: folder.path, environment: standIn.environment
            ).finish()
            #expect(result.status == 0, "\(result.talk)")
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.file("links")).count == 1)
        let runs = try json("film-rehearsal/report.json")["shots"]?.elements?.count
        #expect(runs == 2)
    }

    /// A session that can't begin tells the user's command too.
    @Test func theHookGetsErrors() throws {
        try folder.write(Data("{".utf8), as: "broken.json")
        for (list, exit) in [("broken.json", 2), ("missing.json", 2)] {
            let result = try DailiesProcess(
                ["rehearse", list, "-q", "--on-finish", "cat > result.json"], in: folder.path
            ).finish()
            #expect(result.status == Int32(exit))
            let event = try json("result.json")
            #expect(event["exit"]?.integer == exit)
            #expect(event["error"]?.text?.contains(list) == true)
        }
    }

    /// With --verbose each run's id and cost is a line, with the time of day.
    @Test func aVerboseSessionPrintsIdsAndCosts() throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        let talk = try DailiesProcess(
            ["rehearse", "film.json", "-v"], in: folder.path, environment: standIn.environment
        ).finish().talk
        let lines = talk.split(separator: "\n")
        #expect(lines.allSatisfy { $0.wholeMatch(of: /\d\d:\d\d:\d\d  .*/) != nil }, "\(talk)")
        #expect(lines.contains { $0.contains("010-t1: at runflow as ") })
        #expect(lines.contains { $0.contains("010-t1: succeeded") && $0.contains("cost $") })
    }

    /// What came of a run and how far the session is stand before a reason, which may be long.
    @Test func aLineOfAFailureHasItsReasonAtTheEnd() throws {
        let standIn = try standIn(eachSubmit: "failed")
        defer { standIn.kill() }
        let talk = try DailiesProcess(
            ["rehearse", "film.json", "--max-takes", "1"], in: folder.path,
            environment: standIn.environment
        ).finish().talk
        let line = try #require(talk.split(separator: "\n").first { $0.contains("010: failed") })
        #expect(
            line.contains(
                /010: failed( after \d+ s)? \(\d of 3 runs, free, would be \$[^)]*\): \S/),
            "\(line)")
    }

    /// Many runs in a row that failed for the same reason have one row in the result.
    @Test(arguments: [(4, false), (5, true)])
    func manyEqualFailuresAreOneRow(_ count: Int, _ isOne: Bool) throws {
        let standIn = try standIn(eachSubmit: "failed")
        defer { standIn.kill() }
        try folder.write(
            Data((1...count).map { "scene \($0)\n" }.joined().utf8), as: "many.txt")
        let output = try DailiesProcess(
            ["rehearse", "many.txt", "--max-takes", "1"], in: folder.path,
            environment: standIn.environment
        ).finish().output
        #expect(output.contains("0 of \(count) runs accepted"))
        #expect(output.contains("  010 to 050  5 runs: The model could not") == isOne)
        #expect(output.contains("  010  The model could not") != isOne)
    }

    /// Whoever reads the events goes away: the session goes on to its film.
    @Test func aReaderThatGoesAwayDoesNotEndTheSession() throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        let shell = try DailiesProcess(
            ["rehearse", "film.json", "--json"], in: folder.path,
            environment: standIn.environment,
            wrapper: ["/bin/bash", "-c", "\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", "-"])
        #expect(shell.finish().status == 0)
        #expect(FileManager.default.fileExists(atPath: folder.file("film-rehearsal/film.mp4")))
        #expect(FileManager.default.fileExists(atPath: folder.file("film-rehearsal/report.html")))
    }

    /// The user's command gets the result as JSON, also if a quiet session prints nothing.
    @Test func aQuietSessionRunsItsHookAndPrintsNothing() throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        let process = try DailiesProcess(
            ["rehearse", "film.json", "-q", "--on-finish", "cat > result.json; exit 3"],
            in: folder.path, environment: standIn.environment)
        let result = process.finish()
        #expect(result.status == 0)
        #expect(result.output == "")
        #expect(
            result.talk == "dailies: the command of --on-finish failed: it ended with status 3\n")
        let event = try json("result.json")
        #expect(event["event"] == "finished" && event["exit"] == 0)
        #expect(event["film"]?.text?.hasSuffix("film-rehearsal/film.mp4") == true)
    }

    @Test func aSecondSessionIsTurnedAway() throws {
        let standIn = try standIn(faults: Self.heldAnswer)
        defer { standIn.kill() }
        let first = try heldSession(at: standIn)
        #expect(try session(at: standIn).finish().status == 5)
        first.signal(SIGTERM)
        _ = try firstEvent("ending", of: first)
        first.signal(SIGTERM)
        #expect(first.finish().status == 143)
        #expect(try session(at: standIn).finish().status == 0)
    }
}

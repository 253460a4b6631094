import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// A submit whose answer was lost at a provider without a list: a person settles it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ReconcileProcessTests {
    private let folder: TemporaryFolder
    private let standIn: StandInProcess

    init() throws {
        folder = try TemporaryFolder()
        let faults = """
            {"schema": "dailies.faults/1", "faults": [
                {"on": "submit", "provider": "fal", "fault": "500", "times": 1}]}
            """
        try folder.write(Data(faults.utf8), as: "faults.json")
        let list = """
            {"title": "film", "model": "kling-v3-standard", "provider": "fal", "shots": [
                {"prompt": "a red kite", "duration": 3, "aspect_ratio": "1:1"}]}
            """
        try folder.write(Data(list.utf8), as: "film.json")
        standIn = try StandInProcess(
            ["--latency", "0.1", "--faults", "faults.json"], in: folder)
    }

    private func dailies(_ words: String...) throws -> DailiesProcess.Result {
        // A rehearsal has the folder that the other commands name.
        let folderOption = words.first == "rehearse" ? ["--output", "film"] : []
        return try DailiesProcess(
            words + folderOption, in: folder.path, environment: standIn.environment
        ).finish()
    }

    @Test func aPersonsWordSettlesWhatNoListCan() async throws {
        defer { standIn.kill() }
        #expect(try dailies("rehearse", "film.json").status == 7)
        // Again and again it is never sent by itself.
        let again = try dailies("rehearse", "film.json")
        #expect(again.status == 7)
        #expect(again.output.contains("dailies reconcile"))
        let asked = try dailies("reconcile", "film")
        #expect(asked.status == 7)
        #expect(asked.output.contains("010-t1  unknown"))
        let mistaken = try dailies("reconcile", "film", "--not-sent", "010-t9")
        #expect(mistaken.status == 2)
        #expect(mistaken.talk.contains("unknown are: 010-t1"))
        let settled = try dailies("reconcile", "film", "--not-sent", "010-t1")
        #expect(settled.status == 0)
        #expect(try dailies("rehearse", "film.json").status == 0)
        #expect(try await standIn.submissions() == 1)
        #expect(try dailies("reconcile", "film").status == 0)
    }

    @Test func aFolderWithoutAProductionIsSaidToBeNone() throws {
        defer { standIn.kill() }
        for command in ["reconcile", "cancel", "receive", "status", "fetch", "recover"] {
            let result = try dailies(command, "nowhere")
            #expect(result.status == 2)
            #expect(result.talk.contains("nowhere"))
        }
    }

    /// A stand-in whose first run never ends, after a session that was stopped while it waited.
    private func stoppedBeforeAnEndlessRun() throws -> StandInProcess {
        let faults = """
            {"schema": "dailies.faults/1", "faults": [{"fault": "endless", "times": 1}]}
            """
        try folder.write(Data(faults.utf8), as: "endless.json")
        let slow = try StandInProcess(["--faults", "endless.json"], in: folder)
        let session = try DailiesProcess(
            ["rehearse", "film.json", "--json", "--output", "film"], in: folder.path,
            environment: slow.environment)
        while let line = session.line(), !line.contains("queued"), !line.contains("running") {}
        session.signal(SIGTERM)
        // The first signal waits for the run, which never ends.
        while let line = session.line(), !line.contains("ending") {}
        session.signal(SIGTERM)
        #expect(session.finish().status == 143)
        return slow
    }

    @Test func aRunUnderWayIsCancelled() async throws {
        defer { standIn.kill() }
        let slow = try stoppedBeforeAnEndlessRun()
        defer { slow.kill() }
        let cancelled = try DailiesProcess(
            ["cancel", "film"], in: folder.path, environment: slow.environment
        )
        .finish()
        #expect(cancelled.status == 0)
        #expect(cancelled.output.contains("010-t1  the provider will try"))
        #expect(try await slow.count("cancels") == 1)
    }

    @Test func whatNeverComesIsWrittenOffAndBoughtAgain() async throws {
        defer { standIn.kill() }
        let slow = try stoppedBeforeAnEndlessRun()
        defer { slow.kill() }
        let mistaken = try dailies("reconcile", "film", "--write-off", "020-t1")
        #expect(mistaken.status == 2)
        #expect(mistaken.talk.contains("written off can be: 010-t1"))
        let written = try dailies("reconcile", "film", "--write-off", "010-t1")
        #expect(written.status == 0)
        #expect(written.output.contains("010-t1  written off: it counts as paid, $0.756"))
        #expect(written.output.contains("a person wrote it off"))
        let again = try DailiesProcess(
            ["rehearse", "film.json", "--json", "--output", "film"], in: folder.path,
            environment: slow.environment
        ).finish()
        #expect(again.status == 0, "\(again.talk)")
        let report = try JSONValue(
            parsing: Data(contentsOf: URL(fileURLWithPath: folder.file("film/report.json"))))
        // Both count as paid.
        #expect(report["money"]?["settled"]?.text == "0.756")
        #expect(try await slow.submissions() == 2)
        // What is there isn't written off.
        #expect(try dailies("reconcile", "film", "--write-off", "010-t2").status == 2)
    }
}

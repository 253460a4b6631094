import DailiesHTTP
import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// The built command against a separately started stand-in, as a user runs both.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SessionProcessTests {
    private let folder: TemporaryFolder
    private let standIn: DailiesProcess
    private let address: String

    private static let list = """
        {"title": "film", "shots": [
            {"id": "010", "prompt": "a red kite", "duration": 3, "aspect_ratio": "1:1"},
            {"id": "020", "prompt": "a blue sea", "duration": 16, "aspect_ratio": "1:1"}
        ]}
        """

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Data(Self.list.utf8), as: "film.json")
        standIn = try DailiesProcess(["stand-in", "--latency", "0.3"], in: folder.path)
        let ready = try #require(standIn.line())
        address = try #require(try JSONValue(parsing: Data(ready.utf8))["runflow"]?.text)
    }

    private func session(_ command: String = "rehearse") throws -> DailiesProcess {
        try DailiesProcess(
            [command, "film.json", "--json"], in: folder.path,
            environment: ["RUNFLOW_BASE_URL": address])
    }

    private func submissions() async throws -> Int? {
        let stats = try await HTTPClient().send(HTTPRequest(.get, address + "/_stand-in/stats"))
        return try JSONValue(parsing: stats.body)["submissions"]?.integer
    }

    /// Kill at the first event of each kind in turn, then at a few in the middle of things.
    @Test func killedAtAnyMomentItGoesOnAndBuysNothingTwice() async throws {
        defer { standIn.kill() }
        let moments = [
            "submitting", "queued", "running", "downloading", "verifying", "verified",
            "assembling", "assembled",
        ]
        var killed = 0
        for moment in moments {
            let process = try session()
            while let line = process.line() {
                let event = try JSONValue(parsing: Data(line.utf8))
                guard event["phase"]?.text == moment || event["event"]?.text == moment else {
                    continue
                }
                process.kill()
                killed += 1
                break
            }
            _ = process.finish()
        }
        #expect(killed >= 6)
        let last = try session().finish()
        #expect(last.status == 0)
        #expect(try await submissions() == 3)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("film"))
        #expect(
            names.sorted() == [
                "film.edl", "film.mp4", "film.otio", "ledger.sqlite", "report.html", "report.json",
                "shots", "takes",
            ])
        let probe = try DailiesProcess(["probe", "--json", "film/film.mp4"], in: folder.path)
            .finish()
        let film = try JSONValue(parsing: Data(probe.output.utf8))
        #expect(film["video"]?["frameCount"]?.integer == 73 + 193 + 193)
        #expect(film["audio"]?["duration"]?.number == 459.0 / 24)
    }

    @Test func runAgainstALoopbackAddressNeedsNoKey() throws {
        defer { standIn.kill() }
        let result = try session("run").finish()
        #expect(result.status == 0)
        let last = try #require(result.output.split(separator: "\n").last)
        #expect(try JSONValue(parsing: Data(last.utf8))["event"] == "finished")
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func aStoppedSessionSaysThatNothingIsLost(_ signal: Int32, _ status: Int32) async throws {
        defer { standIn.kill() }
        let process = try session()
        while let line = process.line(), !line.contains("\"queued\"") {}
        process.signal(signal)
        let result = process.finish()
        #expect(result.status == status)
        #expect(result.talk.contains("nothing is lost"))
        #expect(try session().finish().status == 0)
        #expect(try await submissions() == 3)
    }

    @Test func aSecondSessionIsTurnedAway() throws {
        defer { standIn.kill() }
        let first = try session()
        while let line = first.line(), !line.contains("\"queued\"") {}
        #expect(try session().finish().status == 5)
        #expect(first.finish().status == 0)
    }
}

import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

@Suite("The command stand-in")
struct StandInCommandTests {
    @Test("prints its addresses and injects the faults of a file")
    func faults() throws {
        let folder = try TemporaryFolder()
        let faults = try folder.write(
            Data(
                #"{"schema": "dailies.faults/1", "faults": [{"on": "status", "fault": "503"}]}"#
                    .utf8),
            as: "faults.json")
        let standIn = try DailiesProcess(["stand-in", "--faults", faults], in: folder.path)
        defer {
            standIn.signal(SIGTERM)
            _ = standIn.finish()
        }
        let ready = try JSONValue(parsing: Data(try #require(standIn.line()).utf8))
        let base = try #require(ready["runflow"]?.text)
        #expect(
            ready == [
                "runflow": .string(base), "fal": .string(base), "eachlabs": .string(base),
                "kling": .string(base),
                "replicate": .string(base), "fal-run": .string(base + "/fal-run"),
            ])
        let port = try #require(base.split(separator: ":").last.flatMap { UInt16($0) })
        #expect(try request(port, "GET", "/v1/runs").status == 503)
        #expect(try request(port, "GET", "/v1/health").status == 200)
    }

    /// A signal that comes before its handler is installed would be lost, or end the server unclean.
    @Test("ends in order at a signal that comes as soon as it is ready")
    func signalWhenReady() throws {
        let folder = try TemporaryFolder()
        for _ in 0..<20 {
            let standIn = try DailiesProcess(["stand-in"], in: folder.path)
            _ = try #require(standIn.line())
            standIn.signal(SIGTERM)
            #expect(standIn.finish().status == 0)
        }
    }

    @Test(
        "refuses invalid options",
        arguments: [
            (["--faults", "bad.json"], "there is no fault \"explode\""),
            (["--faults", "none.json"], "can't read"),
            (["--tls-key", "bad.json"], "go together"),
            (["--tls-key", "bad.json", "--tls-certificate", "bad.json"], "can't listen"),
        ])
    func usage(_ arguments: [String], _ words: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(
            Data(#"{"schema": "dailies.faults/1", "faults": [{"fault": "explode"}]}"#.utf8),
            as: "bad.json")
        let result = try DailiesProcess(["stand-in"] + arguments, in: folder.path).finish()
        #expect(result.status == 2)
        #expect(result.talk.contains(words), "\(result.talk)")
    }
}

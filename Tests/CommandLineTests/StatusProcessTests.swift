import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// What `status` says, and that its commands work as they are printed.
@Suite(.serialized, .timeLimit(.minutes(3))) struct StatusProcessTests {
    private let folder: TemporaryFolder

    private static let list = """
        {"title": "film", "model": "kling-v3-standard", "shots": [
            {"id": "010", "prompt": "a red kite", "duration": 3, "aspect_ratio": "1:1"},
            {"id": "020", "prompt": "a blue sea", "duration": 3, "aspect_ratio": "1:1"}
        ]}
        """

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Data(Self.list.utf8), as: "tonight's list.json")
    }

    private func rehearse(_ standIn: StandInProcess, _ options: String...) throws -> Int32 {
        try DailiesProcess(
            ["rehearse", "tonight's list.json", "-q", "--output", "film"] + options,
            in: folder.path,
            environment: standIn.environment
        ).finish().status
    }

    private func status(wrapper: [String] = []) throws -> (code: Int32, json: JSONValue) {
        let result = try DailiesProcess(
            ["status", "--json", "film"], in: folder.path, wrapper: wrapper
        ).finish()
        return (result.status, try JSONValue(parsing: Data(result.output.utf8)))
    }

    /// Executes the first suggested command in a shell.
    private func obey(_ status: JSONValue, _ standIn: StandInProcess) throws -> Int32 {
        let line = try #require(status["tasks"]?.elements?.first?["command"]?.text)
        let program = DailiesProcess.product("dailies")
        return try DailiesProcess(
            [], in: folder.path, environment: standIn.environment,
            wrapper: ["/bin/sh", "-c", "dailies() { '\(program)' \"$@\"; }; \(line) -q"]
        ).finish().status
    }

    @Test func theCommandForWhatIsNotBoughtWorks() throws {
        let standIn = try StandInProcess(["--latency", "0.1"], in: folder)
        defer { standIn.kill() }
        #expect(try rehearse(standIn, "--only", "010") == 0)
        let before = try status()
        #expect(before.code == 1)
        #expect(
            before.json["tasks"]?.elements?.map { $0["title"]?.text }
                == ["Left out of the session: 1 shot"])
        #expect(before.json["tasks"]?.elements?.first?["takes"] == ["020"])
        #expect(try obey(before.json, standIn) == 0)
        let after = try status()
        #expect(after.code == 0 && after.json["tasks"] == [])
    }

    /// Nothing is to be done by hand while a session works on it, and asking does it no harm.
    @Test func whileASessionIsAtWorkNothingIsSuggested() async throws {
        let standIn = try StandInProcess(["--latency", "3"], in: folder)
        defer { standIn.kill() }
        let session = try DailiesProcess(
            ["rehearse", "tonight's list.json", "-q", "--output", "film", "--concurrency", "1"],
            in: folder.path, environment: standIn.environment)
        while try await standIn.submissions() == 0 { try await Task.sleep(for: .milliseconds(50)) }
        for _ in 0..<10 {
            let commands = try #require(try status().json["tasks"]?.elements).compactMap {
                $0["command"]?.text
            }
            #expect(commands.isEmpty)
        }
        #expect(session.finish().status == 0)
        #expect(try status().code == 0)
    }

    @Test func theCommandForWhatFailedWorks() throws {
        try folder.write(
            Data(
                #"{"schema": "dailies.faults/1", "faults": [{"fault": "short", "seconds": 2, "times": 1}]}"#
                    .utf8), as: "faults.json")
        let standIn = try StandInProcess(
            ["--latency", "0.1", "--faults", "faults.json"], in: folder)
        defer { standIn.kill() }
        #expect(try rehearse(standIn, "--max-takes", "1", "--concurrency", "1") == 1)
        let before = try status()
        let command = try #require(before.json["tasks"]?.elements?.first?["command"]?.text)
        #expect(command.hasSuffix("/film --max-takes 2 --only 010"))
        #expect(try obey(before.json, standIn) == 0)
        #expect(try status().code == 0)
    }

    /// Whoever may only read the folder sees the same, and changes nothing.
    @Test(.enabled(if: Self.canBeAnotherUser))
    func aReadOnlyProductionHasAStatus() throws {
        let standIn = try StandInProcess(["--latency", "0.1"], in: folder)
        defer { standIn.kill() }
        #expect(try rehearse(standIn) == 0)
        let ledger = folder.file("film/ledger.sqlite")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: ledger))
        for path in [folder.path, folder.file("film"), folder.file("film/takes")] {
            try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: path)
        }
        defer { chmod(folder.path, 0o755) }
        let seen = try status(wrapper: Self.anotherUser)
        #expect(seen.code == 0)
        #expect(seen.json["runs"]?.elements?.count == 2)
        for command in ["report", "circle", "reconcile", "cancel"] {
            let refused = try DailiesProcess(
                [command, "film"] + (command == "circle" ? ["010-t1"] : []), in: folder.path,
                wrapper: Self.anotherUser
            ).finish()
            #expect(refused.status == 2)
            #expect(refused.talk.contains("it isn't writable: Permission denied"), "\(refused)")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: ledger)) == bytes)
        for path in [folder.file("film"), folder.file("film/takes")] { chmod(path, 0o755) }
    }

    /// A user who can write nothing here; root would be allowed to.
    private static let anotherUser =
        geteuid() == 0
        ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []

    private static let canBeAnotherUser: Bool = {
        guard
            let probe = try? DailiesProcess(["--version"], in: "/", wrapper: anotherUser)
        else { return false }
        return probe.finish().status == 0
    }()
}

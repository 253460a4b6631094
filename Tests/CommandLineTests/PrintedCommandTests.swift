import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// The commands that `status`, reports and errors print do what they say, typed as they stand.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PrintedCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
                {"id": "010", "prompt": "a red kite", "duration": 3, "aspect_ratio": "1:1"}]}
            """
        try folder.write(Data(list.utf8), as: "film.json")
    }

    /// A stand-in without latency.
    ///
    /// - Parameter faults: the rules of a file of faults.
    private func standIn(faults: String = "") throws -> StandInProcess {
        try folder.write(
            Data(#"{"schema": "dailies.faults/1", "faults": [\#(faults)]}"#.utf8),
            as: "faults.json")
        return try StandInProcess(["--latency", "0.1", "--faults", "faults.json"], in: folder)
    }

    /// Runs the command at a stand-in, which sells under `--allow-loopback`; without one there is no key.
    private func dailies(
        _ words: String, at standIn: StandInProcess? = nil
    ) throws -> DailiesProcess.Result {
        try DailiesProcess(
            words.split(separator: " ").map(String.init), in: folder.path,
            environment: standIn.map { $0.environment.merging(["RUNFLOW_API_KEY": "k"]) { $1 } }
                ?? [:]
        ).finish()
    }

    private func isThere(_ file: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.file(file))
    }

    /// The commands that a production's status prints, without the program's name.
    private func printedCommands(_ production: String) throws -> [String] {
        let lines = try dailies("status \(production)").output.split(separator: "\n")
        return lines.compactMap { line in
            let text = line.trimmingCharacters(in: .whitespaces)
            return text.hasPrefix("dailies ") ? String(text.dropFirst("dailies ".count)) : nil
        }
    }

    /// The night's time for submitting is over, and the command that goes on submits all the same.
    @Test(arguments: [true, false]) func aCommandSubmitsAtAnyTime(_ isOfPreset: Bool) throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "HH:mm"
        let time = format.string(from: Date().addingTimeInterval(-3600))
        let preset = """
            {"schema": "dailies.preset/2", "name": "early", "purpose": "Early",
             "session": {"stop_submitting_at": "\(time)"}}
            """
        try folder.write(Data(preset.utf8), as: "early.json")
        let result = try dailies(
            "rehearse film.json --output out "
                + (isOfPreset ? "--preset ./early.json" : "--stop-submitting-at \(time)"),
            at: standIn)
        #expect(result.status == 1)
        let source = isOfPreset ? "stop_submitting_at of a preset" : "--stop-submitting-at"
        #expect(
            result.output.contains(
                "the time for submitting was over at \(time) (\(source), which holds"), "\(result)")
        #expect(result.output.contains("add --stop-submitting-at never"))
        let commands = try printedCommands("out")
        #expect(commands.count == 1)
        let again = try dailies(try #require(commands.first), at: standIn)
        #expect(again.status == 0, "\(again)")
    }

    /// A list is rehearsed, and then bought, without naming a folder.
    @Test func aRehearsalIsNotInTheWayOfThePurchaseAfterIt() async throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        for command in ["rehearse film.json", "run film.json --allow-loopback --cap 20"] {
            for _ in 0..<2 {
                let result = try dailies(command, at: standIn)
                #expect(result.status == 0, "\(result)")
            }
        }
        #expect(isThere("film/film.mp4") && isThere("film-rehearsal/film.mp4"))
        #expect(try await standIn.submissions() == 2)
        let plan = try dailies("rehearse film.json --dry-run").output
        #expect(plan.contains("there already: 010") && !plan.contains("bought"))
    }

    /// A rehearsal that has the title's own folder goes on there.
    @Test func aRehearsalGoesOnWhereItWasBegun() async throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        for command in ["rehearse film.json --output film", "rehearse film.json"] {
            #expect(try dailies(command, at: standIn).status == 0)
        }
        #expect(!isThere("film-rehearsal"))
        #expect(try await standIn.submissions() == 1)
    }

    /// Bought takes are never to be deleted: each error says what the folder holds and what to type.
    @Test func aFolderOfTheOtherKindIsNamedWithAWayOut() throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        let buy = "run film.json --allow-loopback --cap 20"
        let rehearse = "rehearse film.json"
        for (first, second, folder, next) in [
            (buy, rehearse, "bought", " --output bought-rehearsal"),
            (rehearse, buy, "played", " --output played-bought"),
        ] {
            #expect(try dailies("\(first) --output \(folder)", at: standIn).status == 0)
            let refused = try dailies("\(second) --output \(folder)", at: standIn)
            #expect(refused.status == 2)
            #expect(refused.talk.contains("add\(next), or"), "\(refused)")
            #expect(!refused.talk.contains("delete"))
            #expect(try dailies(second + next, at: standIn).status == 0)
        }
        try FileManager.default.removeItem(atPath: folder.file("bought/takes/010-t1.mp4"))
        let fetch = try dailies("fetch bought", at: standIn)
        #expect(fetch.status == 2)
        #expect(fetch.talk.contains("RUNFLOW_BASE_URL is the address of a stand-in"), "\(fetch)")
        #expect(!fetch.talk.contains("--output"))
    }

    /// What was bought from a server of one's own is fetched there, with the same option.
    @Test func aTakeOfALoopbackServerIsFetchedAgain() async throws {
        let standIn = try standIn()
        defer { standIn.kill() }
        let options = "--allow-loopback"
        #expect(try dailies("run film.json --cap 20 \(options)", at: standIn).status == 0)
        try FileManager.default.removeItem(atPath: folder.file("film/takes/010-t1.mp4"))
        let fetched = try dailies("fetch film \(options)", at: standIn)
        #expect(fetched.status == 0 && isThere("film/takes/010-t1.mp4"), "\(fetched)")
        // Nothing is missing: no key is needed, and no server.
        let nothing = try dailies("fetch film")
        #expect(nothing.status == 0 && nothing.talk == "everything is there\n", "\(nothing)")
    }

    /// No provider has the takes of a rehearsal: the rehearsal goes on.
    @Test func aRehearsalIsNotFetchedButGoesOn() throws {
        #expect(try dailies("rehearse film.json -q --latency 0.1").status == 0)
        try FileManager.default.removeItem(
            atPath: folder.file("film-rehearsal/takes/010-t1.mp4"))
        let status = try dailies("status film-rehearsal").output
        #expect(status.contains("Missing or damaged: 1 take") && !status.contains("aid for"))
        let fetch = try dailies("fetch film-rehearsal")
        let commands = try printedCommands("film-rehearsal")
        #expect(fetch.status == 2)
        #expect(commands.count == 1)
        #expect(fetch.talk.contains(commands.first ?? "none"), "\(fetch)")
        #expect(try dailies(try #require(commands.first)).status == 0)
        #expect(isThere("film-rehearsal/takes/010-t2.mp4"))
    }

    /// The provider's own copy is damaged: after two sessions the commands of the way out are printed.
    @Test func aFileThatComesDamagedAgainIsWrittenOffAndBoughtAgain() async throws {
        let standIn = try standIn(faults: #"{"fault": "corrupt", "on": "submit", "times": 1}"#)
        defer { standIn.kill() }
        let buy = "run film.json --allow-loopback --cap 20"
        let first = try dailies(buy, at: standIn)
        #expect(first.status == 1 && first.output.contains("start again to download it"))
        #expect(try printedCommands("film").count == 1)
        let second = try dailies(buy, at: standIn)
        #expect(second.output.contains("it came damaged in 2 sessions"), "\(second)")
        #expect(second.output.contains("dailies reconcile"))
        let commands = try printedCommands("film")
        #expect(commands.count == 2)
        let written = try dailies(try #require(commands.first), at: standIn)
        #expect(written.status == 0 && written.output.contains("it counts as paid, $"))
        let last = try dailies(try #require(commands.last), at: standIn)
        #expect(last.status == 0, "\(last)")
        #expect(try await standIn.submissions() == 2)
    }
}

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
}

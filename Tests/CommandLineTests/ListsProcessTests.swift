import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// Lists of each format, starter lists and presets, with the built command.
@Suite struct ListsProcessTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String..., input: String = "") throws -> DailiesProcess.Result {
        try DailiesProcess(arguments, in: folder.path, input: input).finish()
    }

    private func write(_ text: String, to file: String) throws {
        let path = folder.path + "/" + file
        let parent = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(
            atPath: parent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// What is wrong on the command line isn't shown as a problem of the file.
    @Test func mistakesOfOptionsHaveNoPlaceInTheFile() throws {
        try write(#"{"preset": "vertical", "shots": [{"prompt": "A"}]}"#, to: "film.json")
        let arguments = ["film.json", "--preset", "squre", "--provider", "fall"]
        let result = try DailiesProcess(["plan"] + arguments, in: folder.path).finish()
        #expect(result.status == 2)
        #expect(
            result.talk.split(separator: "\n").prefix(2) == [
                "--preset: there is no preset \"squre\"; did you mean \"square\"?",
                "--provider: there is no provider \"fall\"; did you mean \"fal\"?",
            ])
        let output = try DailiesProcess(["plan", "--json"] + arguments, in: folder.path).finish()
            .output
        let problem = try #require(
            try JSONValue(parsing: Data(output.utf8))["problems"]?.elements?.first)
        #expect(problem["field"] == "--preset" && problem["expected"] == "did you mean \"square\"?")
        #expect(problem["file"] == nil && problem["line"] == nil && problem["found"] == nil)
    }

    /// A wrong value, a picture that isn't there, a run without a price, a part that isn't possible, and
    /// music that isn't there.
    @Test func problemsOfAllKindsAreToldAtOnce() throws {
        try write(
            """
            {
              "film": { "music": "no.wav" },
              "shots": [
                { "prompt": "A", "duration": 2, "start_image_url": "no.png" },
                { "prompt": "B", "model": "veo-3.1", "provider": "fal", "duration": 9 },
                { "prompt": "C", "model": "hailuo-2.3-pro", "provider": "replicate" },
              ]
            }
            """, to: "film.json")
        let result = try run("plan", "film.json")
        #expect(result.status == 2)
        let lines = result.talk.split(separator: "\n").map(String.init)
        for start in [
            "film.json:2:13: list, film.music: ",
            "film.json:4:22: shot 010, duration: 2 s is too short",
            "film.json:4:37: shot 010, start_image_url: no.png isn't there",
            "film.json:5:61: shot 020, duration: 9 s isn't possible",
            "film.json:6:74: list: the file isn't JSON: a comma before \"]\"",
        ] {
            #expect(lines.contains { $0.hasPrefix(start) }, "\(start)\n\(result.talk)")
        }
        let numbers = lines.compactMap { $0.split(separator: ":").dropFirst().first }.compactMap {
            Int($0)
        }
        #expect(numbers == numbers.sorted())
        let json = try JSONValue(parsing: Data(try run("plan", "--json", "film.json").output.utf8))
        let problems = try #require(json["problems"]?.elements)
        #expect(problems.count == lines.count - 1)
        let duration = try #require(problems.first { $0["shot"] == "010" })
        #expect(duration["file"] == "film.json" && duration["line"] == 4)
        #expect(duration["found"] == "2" && duration["field"] == "duration")
        #expect(duration["expected"] == "Kling 3.0 Pro allows 3 s or more")
    }

    @Test(arguments: [
        ("{\"prompt\": \"A\"}\n{\"prompt\": \"B\"}\n", "film.jsonl"),
        ("id;prompt\r\n010;A\r\n020;B\r\n", "film.csv"), ("A\nB\n", "film.txt"),
        ("{\"shots\": [{\"prompt\": \"A\"}, {\"prompt\": \"B\"}]}", "film.json"),
    ])
    func everyFormatIsPlanned(text: String, file: String) throws {
        try write(text, to: file)
        let fromFile = try run("plan", file)
        #expect(fromFile.status == 0, "\(fromFile.talk)")
        #expect(fromFile.output.hasPrefix("film: 2 shots, 2 runs of Kling 3.0 Pro at runflow\n"))
        #expect(
            fromFile.output.contains(
                "takes about 4 min, with up to 4 runs at once of about 4 min each"))
        let fromInput = try run("plan", "-", input: text)
        #expect(
            fromInput.output == fromFile.output.replacing("film: 2", with: "untitled: 2"),
            "\(fromInput.talk)")
    }

    /// A second shot without a prompt.
    @Test(arguments: [
        ("{\"prompt\": \"A\"}\n{\"prompt\": \"\"}\n", "film.jsonl", "-:2:2: shot 020, prompt: "),
        ("id;prompt\r\n010;A\r\n020;\r\n", "film.csv", "-:3:"),
        (
            "{\"shots\": [{\"prompt\": \"A\"}, {\"prompt\": \"\"}]}", "film.json",
            "-:1:30: shot 020, prompt: "
        ),
    ])
    func aProblemOfTheStandardInputHasItsPlace(text: String, file: String, start: String) throws {
        try write(text, to: file)
        let fromFile = try run("plan", file)
        let fromInput = try run("plan", "-", input: text)
        #expect(fromInput.status == 2 && fromFile.status == 2)
        #expect(fromInput.talk.hasPrefix(start), "\(fromInput.talk)")
        #expect(fromFile.talk == fromInput.talk.replacing("-:", with: "\(file):"))
    }

    /// The time depends on how many runs are under way at once: the option, or a preset.
    @Test func theEstimateFollowsTheConcurrency() throws {
        try write(
            #"{"title": "film", "shots": [{"prompt": "A"}, {"prompt": "B"}, {"prompt": "C"}]}"#,
            to: "film.json")
        try write(
            #"{"schema": "dailies.preset/2", "name": "two", "purpose": "x", "session": {"concurrency": 2}}"#,
            to: "two.json")
        func seconds(_ arguments: [String]) throws -> Int? {
            let result = try DailiesProcess(arguments + ["--json"], in: folder.path).finish()
            return try JSONValue(parsing: Data(result.output.utf8))["estimate"]?["seconds"]?.integer
        }
        #expect(try seconds(["plan", "film.json"]) == 240)
        #expect(try seconds(["plan", "film.json", "--preset", "two.json"]) == 480)
        for command in [["plan"], ["run", "--dry-run"], ["rehearse", "--dry-run"]] {
            #expect(try seconds(command + ["film.json", "--concurrency", "1"]) == 720)
            let words = command + ["film.json", "--preset", "two.json", "--concurrency", "3"]
            #expect(try seconds(words) == 240)
        }
        let refused = try run("plan", "film.json", "--concurrency", "100000")
        #expect(refused.status == 2 && refused.talk.contains("--concurrency takes a number from 1"))
    }

    @Test func aPlanSaysWhatContinuesWhat() throws {
        try write(
            """
            {"shots": [{"prompt": "A", "duration": 24, "continue_from": "parts"},
                       {"prompt": "B", "continue_from": "previous"}]}
            """, to: "film.json")
        let plan = try run("plan", "film.json")
        #expect(plan.output.contains("continues 010a: A\n"), "\(plan.output)")
        #expect(plan.output.contains("continues 010b: B\n"))
        #expect(plan.output.contains("takes about 12 min, "))
        let json = try JSONValue(parsing: Data(try run("plan", "--json", "film.json").output.utf8))
        #expect(json["estimate"]?["seconds"] == 720)
        #expect(
            json["runs"]?.elements?.map { $0.members?["startsFrom"] ?? "missing" }
                == [nil, "010a", "010b"])
    }

    @Test(arguments: ["film.json", "film.jsonl", "film.csv", "film.txt"])
    func aStarterListIsPlannedAsItIs(file: String) throws {
        let written = try run("new", file)
        #expect(written.status == 0, "\(written.talk)")
        #expect(written.talk.contains("dailies rehearse \(file)"))
        let text = try String(contentsOfFile: folder.file(file), encoding: .utf8)
        let plan = try run("plan", file)
        #expect(plan.status == 0, "\(plan.talk)")
        #expect(plan.output.hasPrefix("film: 3 shots, 3 runs"), "\(plan.output)")
        // What is there is never overwritten.
        let again = try run("new", file)
        #expect(again.status == 2 && again.talk.contains("is there already"))
        #expect(try String(contentsOfFile: folder.file(file), encoding: .utf8) == text)
    }

    @Test func aStarterListNamesItsSchema() throws {
        let text = try run("new", "-").output
        let json = try JSONValue(parsing: Data(text.utf8))
        let schema = try #require(json["$schema"]?.text.flatMap(URL.init(string:)))
        #expect(FileManager.default.fileExists(atPath: schema.path))
        #expect(json["title"] == "my-film")
        #expect(try run("new", "film.odt").status == 2)
        #expect(try run("new", "none/film.json").talk.contains("can't be written"))
    }

    @Test func presetsAreExplained() throws {
        let result = try run("presets")
        #expect(result.status == 0, "\(result.talk)")
        for text in [
            "widescreen  16:9 with sound\n    aspect_ratio 16:9, generate_audio true\n",
            "film.loudness -14, session.max_takes 3\n", "session.stop_submitting_at 06:00",
        ] {
            #expect(result.output.contains(text), "\(result.output)")
        }
        let one = try run("presets", "--json", "ebu")
        let json = try JSONValue(parsing: Data(one.output.utf8))
        #expect(json["sets"] == ["film.loudness": -23, "session.max_takes": 3])
        let mistyped = try run("presets", "nightley")
        #expect(mistyped.status == 2)
        #expect(mistyped.talk.contains("did you mean nightly?"), "\(mistyped.talk)")
    }

    /// A user's preset is found by its name in the folder for settings, and by its path.
    @Test func ownPresetsAreUsed() throws {
        let preset = """
            {"schema": "dailies.preset/2", "name": "noir", "purpose": "dark",
             "shot": {"duration": 7}, "film": {"loudness": -20}}
            """
        try write(preset, to: ".config/dailies/presets/any.json")
        try write(preset.replacing("7", with: "9"), to: "lists/mine.json")
        try write(#"{"preset": "noir", "shots": [{"prompt": "A"}]}"#, to: "lists/a.json")
        try write(#"{"preset": "mine.json", "shots": [{"prompt": "A"}]}"#, to: "lists/b.json")
        try write(#"{"shots": [{"prompt": "A"}]}"#, to: "lists/c.json")
        func seconds(_ arguments: String...) throws -> JSONValue? {
            let result = try DailiesProcess(["plan", "--json"] + arguments, in: folder.path)
                .finish()
            let json = try JSONValue(parsing: Data(result.output.utf8))
            return json["runs"]?.elements?.first?["request"]?["duration"]
        }
        #expect(try seconds("lists/a.json") == "7")
        #expect(try seconds("lists/b.json") == "9")
        #expect(try seconds("lists/c.json", "--preset", "lists/mine.json") == "9")
        #expect(
            try run("presets", "noir").output.hasPrefix(
                "noir  dark\n    duration 7, film.loudness -20"))
        try write(
            "{\n  \"schema\": \"dailies.preset/2\",\n  \"film\": {\"fit\": 3},\n}", to: "bad.json")
        let check = try run("presets", "check", "bad.json", "lists/mine.json")
        #expect(check.status == 1)
        #expect(check.output.contains("bad.json:3:21: the file isn't JSON: a comma before \"}\""))
        #expect(check.output.contains("lists/mine.json: noir: no problem"))
        #expect(
            try run("plan", "lists/c.json", "--preset", "bad.json").talk.contains("bad.json:3:21"))
    }
}

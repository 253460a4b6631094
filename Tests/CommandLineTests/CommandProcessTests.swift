import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// Exit codes and streams of the built command, which scripts rely on.
@Suite struct CommandProcessTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try ClipForge().write(to: folder.file("clip.mp4"))
        try folder.write(Data("<html></html>".utf8), as: "page.mp4")
        let bad = """
            {"title": "bad", "shots": [
                {"id": "010", "promt": "x"}, {"id": "020", "prompt": "x", "duration": 2},
                {"id": "030", "prompt": "x", "aspect_ratio": "4:3"},
                {"id": "040", "prompt": "x", "generate_audio": "no"},
                {"id": "050", "prompt": "x", "cfg_scale": 7},
                {"id": "010", "prompt": "x"}
            ]}
            """
        try folder.write(Data(bad.utf8), as: "bad.json")
        let good = "{\"title\": \"good\", \"shots\": [{\"prompt\": \"x\"}]}"
        try folder.write(Data(good.utf8), as: "good.json")
        for (name, field, width) in [
            ("right.xml", "Width", 320), ("wrong.xml", "Width", 1920), ("vague.xml", "Delay", 0),
            ("broken.xml", "", 320),
        ] {
            let policy = """
                <policy type="and" name="\(name)">
                  <rule value="\(field)" tracktype="Video" operator="=">\(width)</rule>
                </policy>
                """
            try folder.write(Data(policy.utf8), as: name)
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let status: Int32
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let rows = [
        Row(arguments: [], status: 2),
        Row(arguments: ["--help"], status: 0),
        Row(arguments: ["--version"], status: 0),
        Row(arguments: ["verify", "--help"], status: 0),
        Row(arguments: ["verfy"], status: 2),
        Row(arguments: ["verify"], status: 2),
        Row(arguments: ["verify", "--durtion", "5", "clip.mp4"], status: 2),
        Row(arguments: ["verify", "--duration", "much", "clip.mp4"], status: 2),
        Row(arguments: ["verify", "--level", "deepest", "clip.mp4"], status: 2),
        Row(arguments: ["verify", "--level", "content", "clip.mp4"], status: 0),
        Row(arguments: ["verify", "clip.mp4"], status: 0),
        Row(arguments: ["verify", "--duration=1", "--audio", "present", "clip.mp4"], status: 0),
        Row(arguments: ["verify", "--duration", "5", "clip.mp4"], status: 1),
        Row(arguments: ["verify", "clip.mp4", "page.mp4"], status: 1),
        Row(arguments: ["verify", "clip.mp4", "none.mp4"], status: 3),
        Row(arguments: ["verify", "page.mp4", "none.mp4"], status: 1),
        Row(arguments: ["verify", "--policy", "right.xml", "clip.mp4"], status: 0),
        Row(arguments: ["verify", "--policy", "wrong.xml", "clip.mp4"], status: 1),
        Row(arguments: ["verify", "--policy", "vague.xml", "clip.mp4"], status: 3),
        Row(arguments: ["verify", "--policy", "none.xml", "clip.mp4"], status: 2),
        Row(arguments: ["probe"], status: 2),
        Row(arguments: ["probe", "clip.mp4"], status: 0),
        Row(arguments: ["probe", "clip.mp4", "page.mp4"], status: 1),
        Row(arguments: ["plan", "good.json"], status: 0),
        Row(arguments: ["plan", "bad.json"], status: 2),
        Row(arguments: ["plan", "none.json"], status: 2),
        Row(arguments: ["run", "bad.json"], status: 2),
        Row(arguments: ["run", "good.json"], status: 6),
        Row(arguments: ["rehearse", "bad.json"], status: 2),
        Row(arguments: ["assemble", "clip.mp4"], status: 2),
        Row(arguments: ["assemble", "clip.mp4", "-o", "clip.mp4"], status: 2),
        Row(arguments: ["assemble", "clip.mp4", "page.mp4", "-o", "film.mp4"], status: 1),
        Row(arguments: ["assemble", "clip.mp4", "clip.mp4", "-o", "film.mp4"], status: 0),
        Row(arguments: ["assemble", "clip.mp4", "--dry-run", "--fit", "stretch"], status: 2),
        Row(arguments: ["assemble", "clip.mp4", "--dry-run", "--audio", "copy"], status: 2),
        Row(arguments: ["assemble", "clip.mp4", "--dry-run", "--crf", "60"], status: 2),
        Row(arguments: ["assemble", "clip.mp4", "--dry-run", "--frame-size", "31x20"], status: 2),
        Row(arguments: ["assemble", "clip.mp4", "--dry-run", "--transition", "wipe:3"], status: 2),
        Row(arguments: ["assemble", "clip.mp4", "--dry-run", "--loudness", "5"], status: 2),
        Row(arguments: ["assemble", "clip.mp4", "--cover", "page.mp4", "-o", "f.mp4"], status: 2),
        Row(
            arguments: ["assemble", "clip.mp4", "--language", "english", "-o", "f.mp4"], status: 2),
        Row(
            arguments: ["assemble", "clip.mp4", "--dry-run", "--frame-size", "640x360"], status: 0),
    ]

    @Test(arguments: rows)
    func theExitCodeIsTheContract(_ row: Row) throws {
        let result = try DailiesProcess(row.arguments, in: folder.path).finish()
        #expect(result.status == row.status, "\(result.talk)")
    }

    @Test func sixMistakesGiveSixMessagesAndCreateNothing() throws {
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let result = try DailiesProcess(["run", "bad.json"], in: folder.path).finish()
        #expect(result.output.isEmpty)
        let lines = result.talk.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines.prefix(6).allSatisfy { $0.contains("shot 0") })
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
    }

    @Test func aFilmIsNotReplacedUnasked() throws {
        let join = ["assemble", "clip.mp4", "-o", "film.mp4"]
        #expect(try DailiesProcess(join, in: folder.path).finish().status == 0)
        #expect(try DailiesProcess(join, in: folder.path).finish().status == 2)
        #expect(try DailiesProcess(join + ["--overwrite"], in: folder.path).finish().status == 0)
    }

    @Test func probeWritesOneObjectALineInTheOrderGiven() throws {
        let result = try DailiesProcess(
            ["probe", "--json", "page.mp4", "clip.mp4"], in: folder.path
        ).finish()
        let objects = try result.output.split(separator: "\n")
            .map { try JSONValue(parsing: Data($0.utf8)) }
        #expect(objects.map { $0["file"]?.text } == ["page.mp4", "clip.mp4"])
        #expect(objects[0]["error"]?["code"] == "not-media")
        #expect(objects[1]["video"]?["width"] == 320)
        func keys(_ value: JSONValue?) -> [String] { (value?.members?.keys.sorted()) ?? [] }
        #expect(
            keys(objects[1]) == [
                "audio", "bytes", "complete", "container", "disclosure", "duration", "faststart",
                "file",
                "video",
            ])
        #expect(
            keys(objects[1]["video"]) == [
                "codec", "displayHeight", "displayWidth", "duration", "frameCount", "frameRate",
                "height", "pixelFormat", "profile", "rotation", "sampleAspectRatio", "width",
            ])
        #expect(keys(objects[1]["audio"]) == ["channels", "codec", "duration", "sampleRate"])
    }

    @Test func planWritesTheContract() throws {
        let result = try DailiesProcess(["plan", "--json", "good.json"], in: folder.path).finish()
        let plan = try JSONValue(parsing: Data(result.output.utf8))
        #expect(
            Set(plan.members?.keys.map { $0 } ?? [])
                == [
                    "schema", "title", "runs", "quote", "problems", "existing", "underway",
                    "tonight", "boughtFrom", "boughtIn", "notes", "estimate",
                ])
        let run = try #require(plan["runs"]?.elements?.first)
        #expect(run["request"]?["duration"] == "5")
        #expect(run["quote"]?["expected"] == "0.84")
        #expect(run["part"] == nil)
    }

    @Test func namesAreReadFromStandardInputAndAReportIsWritten() throws {
        let names = "clip.mp4\n\npage.mp4\nnone \"<&>\".mp4\n"
        let result = try DailiesProcess(
            ["verify", "--json", "--junit", "report.xml", "-"], in: folder.path, input: names
        ).finish()
        #expect(result.status == 1)
        let verdicts = try result.output.split(separator: "\n")
            .map { try JSONValue(parsing: Data($0.utf8))["verdict"]?.text }
        #expect(verdicts == ["pass", "fail", "unknown"])
        let report = try XMLCheck(Data(contentsOf: URL(fileURLWithPath: folder.file("report.xml"))))
        #expect(report.attributes["testsuite"]?["failures"] == "1")
        #expect(report.attributes["testsuite"]?["errors"] == "1")
        #expect(report.attributes["testcase"]?["name"] == "none \"<&>\".mp4")
        #expect(report.attributes["error"]?["message"]?.contains("No such file") == true)
    }

    @Test func everyPolicyIsHeld() throws {
        let result = try DailiesProcess(
            ["verify", "--json", "--policy", "right.xml", "--policy", "wrong.xml", "clip.mp4"],
            in: folder.path
        ).finish()
        #expect(result.status == 1)
        let checks = try JSONValue(parsing: Data(result.output.utf8))["checks"]?.elements
        let ours = try #require(checks).filter { $0["code"]?.text?.hasPrefix("policy.") == true }
        #expect(ours.map { $0["result"]?.text } == ["pass", "pass", "fail", "fail"])
        #expect(ours.last?["expected"] == "1920")
    }

    @Test func aBadPolicyIsToldBeforeAnyFileIsLookedAt() throws {
        let result = try DailiesProcess(
            ["verify", "--policy", "broken.xml", "clip.mp4", "none.mp4"], in: folder.path
        ).finish()
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(
            result.talk.contains(
                "the policy broken.xml can't be used: line 2: a rule names no field"))
    }

    @Test func theKeyIsNeverSentOverPlainHTTP() throws {
        let result = try DailiesProcess(
            ["run", "good.json"], in: folder.path,
            environment: [
                "RUNFLOW_BASE_URL": "http://127.0.0.2:9", "RUNFLOW_API_KEY": "rf_live_secret",
            ]
        ).finish()
        #expect(result.status == 2)
        #expect(result.talk.contains("https://"))
        #expect(!result.talk.contains("rf_live_secret"))
    }

    @Test func aRehearsalTakesNoNoticeOfAProxy() throws {
        let list = """
            {"title": "good", "shots": [{"prompt": "x", "duration": 3, "generate_audio": false}]}
            """
        try folder.write(Data(list.utf8), as: "short.json")
        let proxy = "http://127.0.0.1:9"
        let result = try DailiesProcess(
            ["rehearse", "short.json", "--latency", "0"], in: folder.path,
            environment: ["http_proxy": proxy, "HTTP_PROXY": proxy, "ALL_PROXY": proxy]
        ).finish()
        #expect(result.status == 0, "\(result.talk)")
    }

    /// A reader that has seen enough goes away: nothing is said about it, and nothing succeeds.
    @Test func aReaderThatGoesAwayIsNoError() throws {
        let result = try DailiesProcess(
            ["models", "--json"], in: folder.path,
            wrapper: [
                "/bin/bash", "-c", "\"$@\" | (exec 0<&-; sleep 1); echo ${PIPESTATUS[0]}", "-",
            ]
        ).finish()
        #expect(result.output == "141\n" && result.talk == "", "\(result)")
    }

    /// What is counted agrees with its number, and no date is named where no run has a price.
    @Test func aPlanOfOneShotIsInTheSingular() throws {
        let priced = try DailiesProcess(["plan", "good.json"], in: folder.path).finish()
        #expect(priced.output.hasPrefix("good: 1 shot, 1 run of "), "\(priced)")
        #expect(priced.output.contains(" (prices of 2"))
        let unpriced = try DailiesProcess(
            ["plan", "good.json", "--provider", "replicate", "--allow-unpriced"], in: folder.path
        ).finish()
        #expect(unpriced.status == 0 && !unpriced.output.contains("(prices of"), "\(unpriced)")
    }

    @Test func noLibraryTalksOnStandardError() throws {
        let result = try DailiesProcess(
            ["verify", "--level", "decode", "clip.mp4"], in: folder.path
        ).finish()
        #expect(result.talk.isEmpty)
    }
}

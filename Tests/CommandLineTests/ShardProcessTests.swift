import DailiesJSON
import DailiesTestSupport
import Foundation
import Glibc
import Testing

/// Shards of `verify` and `dailies merge`, as schedulers start them.
@Suite struct ShardProcessTests {
    private let folder: TemporaryFolder
    /// Hard links to four kinds of clips, and a name without a file.
    private let list: [String]

    init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        let kinds = [
            try folder.forge("kind-short.mp4") { $0.frames = 3 },
            try folder.forge("kind-front.mp4") { $0.isFaststart = true },
            try folder.forge("kind-silent.mp4") { $0.sound = nil },
            try folder.write(Data("<html></html>".utf8), as: "kind-page.mp4"),
        ]
        list =
            try (0..<24).map { number in
                let name = "\(number).mp4"
                try FileManager.default.linkItem(
                    atPath: kinds[number % 4], toPath: folder.file(name))
                return name
            } + ["absent.mp4"]
    }

    /// The options of `verify` for one expectation.
    private static let options = ["--duration", "1", "--audio", "present"]

    private func verify(
        _ arguments: [String], list: [String]? = nil, wrapper: [String] = []
    ) throws -> DailiesProcess.Result {
        try DailiesProcess(
            ["verify"] + arguments + ["-"], in: folder.path,
            input: (list ?? self.list).joined(separator: "\n") + "\n", wrapper: wrapper
        ).finish()
    }

    private func shard(
        _ number: Int, of count: Int = 3, _ options: [String] = options, list: [String]? = nil,
        wrapper: [String] = []
    ) throws -> DailiesProcess.Result {
        try verify(
            options + ["--shard", "\(number)/\(count)", "--results", "results"], list: list,
            wrapper: wrapper)
    }

    private func merge(_ arguments: String...) throws -> DailiesProcess.Result {
        try DailiesProcess(["merge", "results"] + arguments, in: folder.path).finish()
    }

    private var results: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.file("results"))) ?? [])
            .sorted()
    }

    // MARK: The union

    @Test(arguments: [
        ["--level", "header"], ["--level", "packets"], ["--level", "content", "--jobs", "2"],
        ["--policy", "policy.xml"],
    ])
    func theUnionIsWhatOneMachineWrites(options: [String]) throws {
        let policy = """
            <policy type="and" name="size">
              <rule value="Width" tracktype="Video" operator="=">320</rule>
            </policy>
            """
        try folder.write(Data(policy.utf8), as: "policy.xml")
        let options = Self.options + options
        let whole = try verify(options + ["--json", "--junit", "one.xml", "--ebu", "one.json"])
        #expect(whole.status == 1)
        for number in 1...3 {
            let result = try shard(number, options)
            #expect(result.status == 0, "\(result.talk)")
            #expect(result.output.isEmpty)
        }
        let union = try merge("--junit", "union.xml", "--ebu", "union.json")
        #expect(union.status == 1)
        #expect(union.output == whole.output)
        for (one, other) in [("one.xml", "union.xml"), ("one.json", "union.json")] {
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: folder.file(one)))
                    == Data(contentsOf: URL(fileURLWithPath: folder.file(other))))
        }
        #expect(try merge("--missing").status == 0)
    }

    @Test func theExitCodeIsThatOfTheVerdicts() throws {
        #expect(try shard(1, of: 1, [], list: ["1.mp4", "2.mp4"]).status == 0)
        #expect(try merge().status == 0)
        try FileManager.default.removeItem(atPath: folder.file("results"))
        #expect(try shard(1, of: 1, [], list: ["1.mp4", "absent.mp4"]).status == 0)
        #expect(try merge().status == 3)
    }

    /// A list in another order is divided in the same way, and its union is sorted.
    @Test func theOrderOfTheListDoesNotMatter() throws {
        #expect(try shard(1, list: list.shuffled()).status == 0)
        #expect(try shard(2, list: list.reversed()).status == 0)
        #expect(try shard(3).status == 0)
        let sorted = list.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let whole = try verify(Self.options + ["--json"], list: sorted)
        #expect(try merge().output == whole.output)
        // The same work in another order is done already.
        let again = try shard(3, list: list.reversed())
        #expect(again.status == 0 && again.talk.contains("was done before"))
    }

    // MARK: What is missing

    @Test func missingShardsAreNamedAndResubmitted() throws {
        for number in [1, 3, 6, 7] { #expect(try shard(number, of: 8).status == 0) }
        let incomplete = try merge()
        #expect(incomplete.status == 75)
        #expect(incomplete.output.isEmpty)
        #expect(incomplete.talk.contains("2,4-5,8"))
        let missing = try merge("--missing")
        #expect(missing.status == 75)
        #expect(missing.output == "2,4-5,8\n")
        let status = try merge("--status", "--json")
        #expect(status.status == 75)
        let object = try JSONValue(parsing: Data(status.output.utf8))
        #expect(object["done"] == 4 && object["shards"] == 8 && object["total"] == 25)
        for number in [2, 4, 5, 8] { #expect(try shard(number, of: 8).status == 0) }
        #expect(try merge().output == verify(Self.options + ["--json"]).output)
        #expect(try merge("--status").status == 0)
    }

    @Test func damagedResultsAreDoneAgain() throws {
        for number in 1...3 { #expect(try shard(number).status == 0) }
        let path = folder.file("results/shard-2-of-3.jsonl")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for damaged in [bytes.prefix(bytes.count / 2), Data("rubbish".utf8), Data()] {
            try damaged.write(to: URL(fileURLWithPath: path))
            #expect(try merge("--missing").output == "2\n")
            #expect(try merge().status == 75)
            let again = try shard(2)
            #expect(again.status == 0 && again.talk.contains("damaged"), "\(again.talk)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
        }
    }

    @Test func aShardThatIsDoneEndsAtOnce() throws {
        #expect(try shard(1).status == 0)
        // Nothing is read: the clips aren't there any more.
        for name in list { try? FileManager.default.removeItem(atPath: folder.file(name)) }
        let again = try shard(1)
        #expect(again.status == 0)
        #expect(again.talk.contains("was done before"))
    }

    @Test func resultsOfOtherWorkAreNotReplaced() throws {
        #expect(try shard(1).status == 0)
        let path = folder.file("results/shard-1-of-3.jsonl")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for result in [
            try shard(1, ["--duration", "2"]), try shard(1, list: list + ["more.mp4"]),
            try shard(1, Self.options + ["--level", "packets"]),
        ] {
            #expect(result.status == 2)
            #expect(result.talk.contains("--results"), "\(result.talk)")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    /// The content of a policy counts, and not its name.
    @Test func aChangedPolicyIsOtherWork() throws {
        let policies = ["one.xml": 320, "two.xml": 640, "copy.xml": 320]
        for (name, width) in policies {
            let policy = """
                <policy type="and" name="size">
                  <rule value="Width" tracktype="Video" operator="=">\(width)</rule>
                </policy>
                """
            try folder.write(Data(policy.utf8), as: name)
        }
        #expect(try shard(1, ["--policy", "one.xml"]).status == 0)
        #expect(try shard(1, ["--policy", "two.xml"]).status == 2)
        #expect(try shard(1, ["--policy", "copy.xml"]).status == 0)
    }

    @Test(arguments: [
        ["--shard", "1/3"], ["--results", "r"], ["--shard", "0/3", "--results", "r"],
        ["--shard", "1/3", "--results", "r", "--junit", "x.xml"], ["--jobs", "0"],
        ["--last-attempt"],
    ])
    func wrongUsageIsToldApart(arguments: [String]) throws {
        #expect(try verify(arguments).status == 2)
    }

    @Test func aFolderThatSaysNothingNeedsTheNumber() throws {
        try FileManager.default.createDirectory(
            atPath: folder.file("results"), withIntermediateDirectories: true)
        #expect(try merge("--missing").status == 2)
        let missing = try merge("--missing", "--shards", "5")
        #expect(missing.status == 75 && missing.output == "1-5\n")
    }

    // MARK: Disturbances

    @Test func twoAttemptsAtOnceAreHarmless() throws {
        let words =
            ["verify"] + Self.options
            + ["--level", "content", "--shard", "1/1", "--results", "results", "-"]
        let input = list.joined(separator: "\n") + "\n"
        let attempts = try (0..<4).map { _ in
            try DailiesProcess(words, in: folder.path, input: input)
        }
        for attempt in attempts {
            let result = attempt.finish()
            #expect(result.status == 0, "\(result.talk)")
        }
        #expect(results == ["shard-1-of-1.jsonl"])
        let whole = try verify(Self.options + ["--level", "content", "--json"])
        #expect(try merge().output == whole.output)
    }

    /// Killed at each of its calls, a shard has whole results or none; the next attempt ends it.
    @Test(
        .enabled(if: OpenedFiles.canTrace),
        arguments: [("write", 1), ("write", 2), ("write", 3), ("fsync", 1), ("fsync", 2)]
            + [("rename", 1), ("unlink", 1), ("openat", 60), ("openat", 90)])
    func aKilledShardLeavesNothingThatCountsAsDone(call: String, number: Int) throws {
        try FileManager.default.createDirectory(
            atPath: folder.file("results"), withIntermediateDirectories: true)
        let killed = try shard(1, wrapper: strace(call, "signal=SIGKILL:when=\(number)"))
        let isDone = results.contains("shard-1-of-3.jsonl")
        if isDone {
            #expect(try shard(1).talk.contains("was done before"))
        } else if killed.status != 0 {
            let missing = try merge("--missing", "--shards", "3")
            #expect(missing.output == "1-3\n")
        }
        for number in 1...3 { #expect(try shard(number).status == 0) }
        #expect(try merge().output == verify(Self.options + ["--json"]).output)
        // Where the killed attempt had results already, its own remains are still there.
        #expect(isDone || results.count == 3, "\(results)")
    }

    @Test func aStoppedShardLeavesNothing() throws {
        let process = try DailiesProcess(
            ["verify", "--level", "content", "--shard", "1/1", "--results", "results", "-"],
            in: folder.path, input: String(repeating: "1.mp4\n", count: 10_000))
        // The attempt's file shows that it has begun.
        while results.isEmpty { usleep(10_000) }
        let began = ContinuousClock.now
        process.signal(SIGTERM)
        let result = process.finish()
        #expect(result.status == 143)
        #expect(began.duration(to: .now) < .seconds(60))
        #expect(results.isEmpty)
    }

    /// A fault of the disk or file server is no verdict about a clip.
    @Test(
        .enabled(if: OpenedFiles.canTrace),
        arguments: [
            ("pread64", "error=EIO:when=3+"), ("write", "error=ENOSPC:when=1+"),
            ("fsync", "error=EIO:when=1"), ("fsync", "error=EDQUOT:when=1"),
        ])
    func faultsOfTheMachineAskForAnotherAttempt(call: String, injection: String) throws {
        let failed = try shard(1, wrapper: strace(call, injection))
        #expect(failed.status == 75, "\(failed.talk)")
        #expect(!results.contains("shard-1-of-3.jsonl"))
        #expect(try shard(1).status == 0)
    }

    @Test(.enabled(if: OpenedFiles.canTrace))
    func aReadErrorIsUnknownAndNotABadFile() throws {
        let result = try DailiesProcess(
            ["verify", "--level", "packets", "1.mp4"], in: folder.path,
            wrapper: strace("pread64", "error=EIO:when=3+")
        ).finish()
        #expect(result.status == 3, "\(result.output)")
        #expect(result.output.contains("can't be read"))
    }

    /// A part of the list would be another list.
    @Test(.enabled(if: OpenedFiles.canTrace))
    func aListThatCantBeReadNowAsksForAnotherAttempt() throws {
        let names = try folder.write(Data("1.mp4\n2.mp4\n".utf8), as: "names.txt")
        let result = try DailiesProcess(
            ["verify", "--shard", "1/1", "--results", "results", "-"], in: folder.path,
            wrapper: [
                ExternalProgram.shell, "-c", "exec \"$@\" < names.txt", "with-the-list",
            ] + strace("read", "error=ESTALE") + ["-P", names]
        ).finish()
        #expect(result.status == 75, "\(result.talk)")
        #expect(result.talk.contains("the list of names can't be read now"), "\(result.talk)")
        #expect(results.isEmpty)
    }

    @Test func aMissingFileSystemAsksForAnotherAttempt() throws {
        let away = ["gone/1.mp4", "gone/2.mp4"]
        let result = try shard(1, of: 1, list: away)
        #expect(result.status == 75)
        #expect(result.talk.contains("mounted"), "\(result.talk)")
        // An empty folder is what a mount point looks like without its file system.
        try FileManager.default.createDirectory(
            atPath: folder.file("gone"), withIntermediateDirectories: true)
        #expect(try shard(1, of: 1, list: away).status == 75)
        #expect(results.isEmpty)
        let last = try shard(1, of: 1, Self.options + ["--last-attempt"], list: away)
        #expect(last.status == 0)
        #expect(try merge().status == 3)
    }

    @Test func resultsThatCantBeWrittenAreAUsageError() throws {
        try folder.write(Data(), as: "results")
        #expect(try shard(1).status == 2)
    }

    @Test(.enabled(if: OpenedFiles.canTrace)) func aFullDiskUnderTheUnionIsNoFaultOfOurs() throws {
        #expect(try shard(1, of: 1).status == 0)
        let result = try DailiesProcess(
            ["merge", "results", "--output", "union.jsonl"], in: folder.path,
            wrapper: strace("fsync", "error=ENOSPC")
        ).finish()
        #expect(result.status == 75, "\(result.talk)")
        #expect(result.talk.contains("free some space"), "\(result.talk)")
    }

    private func strace(_ call: String, _ injection: String) -> [String] {
        [
            "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
            "inject=\(call):\(injection)",
        ]
    }
}

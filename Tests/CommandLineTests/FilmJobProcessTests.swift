import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// `assemble --jobs-file` and its shards.
@Suite struct FilmJobProcessTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for number in 1...3 {
            _ = try folder.forge("\(number).mp4") {
                $0.id = number
                $0.grain = 15
            }
        }
        try folder.write(Data("<html></html>".utf8), as: "page.mp4")
        try write(
            (1...3).map { #"{"output": "film-\#($0).mp4", "clips": ["1.mp4", "2.mp4", "3.mp4"]}"# }
                + [#"{"output": "bad.mp4", "clips": ["1.mp4", "page.mp4"], "title": "Bad"}"#])
    }

    private func write(_ lines: [String]) throws {
        try folder.write(Data(lines.joined(separator: "\n").utf8), as: "films.jsonl")
    }

    private func assemble(
        _ arguments: String..., wrapper: [String] = []
    ) throws -> DailiesProcess.Result {
        try DailiesProcess(
            ["assemble", "--jobs-file", "films.jsonl"] + arguments, in: folder.path,
            wrapper: wrapper
        ).finish()
    }

    private func shard(
        _ text: String, wrapper: [String] = []
    ) throws -> DailiesProcess.Result {
        try assemble("--shard", text, "--results", "results", wrapper: wrapper)
    }

    private func merge(_ arguments: String...) throws -> DailiesProcess.Result {
        try DailiesProcess(["merge", "results"] + arguments, in: folder.path).finish()
    }

    private func names(_ prefix: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.contains("film-") || $0.contains("bad") }.sorted()
    }

    private static let films = (1...3).map { "film-\($0).mp4" }

    private func removeFilms() throws {
        for name in try names() { try FileManager.default.removeItem(atPath: folder.file(name)) }
    }

    @Test func theUnionIsWhatOneMachineWrites() throws {
        let whole = try assemble("--json")
        #expect(whole.status == 1)
        #expect(whole.output.split(separator: "\n").count == 4)
        #expect(try names() == Self.films)
        try removeFilms()
        for number in 1...3 {
            let result = try shard("\(number)/3")
            #expect(result.status == 0, "\(result.talk)")
        }
        #expect(try names() == Self.films)
        #expect(try DecodedClip(folder.file("film-3.mp4")).ids.count == 75)
        let union = try merge()
        #expect(union.status == 1)
        #expect(union.output == whole.output)
        #expect(try merge("--junit", "x.xml").status == 2)
    }

    /// As many shards as films make one each.
    @Test func filmsAreDealtOutEvenly() throws {
        for number in 1...4 {
            let before = try names().count
            #expect(try shard("\(number)/4").status == 0)
            // "bad.mp4" comes first, and isn't made.
            #expect(try names().count == before + (number == 1 ? 0 : 1))
        }
    }

    @Test func filmsOfOthersAreNotReplaced() throws {
        try folder.write(Data("mine".utf8), as: "film-2.mp4")
        #expect(try shard("1/1").status == 0)
        let rows = try merge().output.split(separator: "\n").map {
            try JSONValue(parsing: Data($0.utf8))
        }
        #expect(rows[1]["error"]?["code"] == "usage")
        let kept = FileManager.default.contents(atPath: folder.file("film-2.mp4"))
        #expect(kept == Data("mine".utf8))
    }

    /// What a killed attempt made is made again, without --overwrite, and nothing of it is left.
    @Test(
        .enabled(if: OpenedFiles.canTrace),
        arguments: [("rename", 1), ("rename", 2), ("link", 2), ("link", 3), ("fsync", 3)])
    func aKilledShardIsDoneAgain(call: String, number: Int) throws {
        _ = try shard(
            "1/1",
            wrapper: [
                "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
                "inject=\(call):signal=SIGKILL:when=\(number)",
            ])
        let again = try shard("1/1")
        #expect(again.status == 0, "\(again.talk)")
        let union = try merge()
        #expect(union.status == 1)
        let refused = union.output.split(separator: "\n").filter { $0.contains("\"error\"") }
        #expect(refused.count == 1)
        let films = try names()
        #expect(films == Self.films)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.file("results"))
        #expect(left == ["shard-1-of-1.jsonl"])
    }

    @Test func twoAttemptsAtOnceAreHarmless() throws {
        let words = [
            "assemble", "--jobs-file", "films.jsonl", "--shard", "1/1", "--results", "results",
        ]
        let attempts = try (0..<3).map { _ in try DailiesProcess(words, in: folder.path) }
        for attempt in attempts {
            let result = attempt.finish()
            #expect(result.status == 0, "\(result.talk)")
        }
        let rows = try merge().output.split(separator: "\n")
        #expect(rows.count { $0.contains("\"error\"") } == 1)
        let films = try names()
        #expect(films == Self.films)
    }

    @Test func everyProblemOfTheFileIsToldAtOnce() throws {
        try write([
            "{}", "nonsense", #"{"output": "a.mp4", "clips": ["1.mp4"]}"#,
            #"{"output": "a.mp4", "clips": ["1.mp4"], "titel": "x"}"#,
            #"{"output": "b.mp4", "clips": ["1.mp4", 7], "film": {"fit": "squeeze"}}"#,
        ])
        let result = try assemble()
        #expect(result.status == 2)
        for text in ["line 1: output", "line 2: it isn't", "titel", "line 5: clips", "film.fit"] {
            #expect(result.talk.contains(text), "\(text) in \(result.talk)")
        }
        #expect(try names().isEmpty)
    }

    /// A film's line says what it is like, and options of the command win.
    @Test func aLineSaysWhatItsFilmIsLike() throws {
        try write([
            #"{"output": "film-1.mp4", "clips": ["1.mp4"], "film": {"frame_size": "160x90"}}"#,
            #"{"output": "film-2.mp4", "clips": ["1.mp4"]}"#,
        ])
        let result = try assemble("--json")
        #expect(result.status == 0, "\(result.talk)")
        let sizes = try result.output.split(separator: "\n").map {
            try JSONValue(parsing: Data($0.utf8))["frameSize"]
        }
        #expect(sizes == ["160x90", "320x180"])
    }

    @Test func clipsThatArentThereAskForAnotherAttempt() throws {
        try write([#"{"output": "film-1.mp4", "clips": ["gone/1.mp4"]}"#])
        #expect(try shard("1/1").status == 75)
        #expect(try assemble().status == 1)
    }

    /// A film that appears with its folder is somebody's, and not what an earlier attempt made.
    @Test func aFolderOfFilmsThatIsntThereAsksForAnotherAttempt() throws {
        try write([#"{"output": "films/1.mp4", "clips": ["1.mp4"]}"#])
        let first = try shard("1/1")
        #expect(first.status == 75)
        #expect(first.talk.contains("is its file system mounted on this machine?"))
        try FileManager.default.createDirectory(
            atPath: folder.file("films"), withIntermediateDirectories: false)
        try folder.write(Data("mine".utf8), as: "films/1.mp4")
        #expect(try shard("1/1").status == 0)
        let kept = FileManager.default.contents(atPath: folder.file("films/1.mp4"))
        #expect(kept == Data("mine".utf8))
    }
}

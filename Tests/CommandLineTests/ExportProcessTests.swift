import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// The export command as its user starts it.
@Suite(.timeLimit(.minutes(5))) struct ExportProcessTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
                {"id": "010", "prompt": "a red kite", "duration": 3, "caption": "Look!"}]}
            """
        try folder.write(Data(list.utf8), as: "film.json")
    }

    private func run(_ arguments: String...) throws -> (status: Int32, output: String, talk: String)
    {
        let result = try DailiesProcess(arguments, in: folder.path).finish()
        return (result.status, result.output, result.talk)
    }

    @Test func formatsAreWrittenAndNamed() throws {
        #expect(try run("rehearse", "film.json", "-q", "--output", "film").status == 0)
        let one = try run("export", "film", "--srt", "--edl")
        #expect(one.status == 0 && one.output == "film/exports/film.edl\nfilm/exports/film.srt\n")
        let all = try run("export", "film")
        #expect(all.status == 0, "\(all.talk)")
        let names = all.output.split(separator: "\n").map { $0.split(separator: ".").last }
        #expect(names == ["otio", "otioz", "edl", "fcpxml", "srt", "vtt", "png"])
        let again = try run("export", "film", "--srt")
        #expect(again.status == 0)
    }

    /// A file that isn't written because there is nothing for it is named with the reason.
    @Test func subtitlesWithoutCaptionsAreSaidToBeNone() throws {
        let list = """
            {"title": "plain", "model": "kling-v3-standard", "shots": [
                {"id": "010", "prompt": "a kite", "duration": 3, "aspect_ratio": "1:1"}]}
            """
        try folder.write(Data(list.utf8), as: "plain.json")
        #expect(try run("rehearse", "plain.json", "-q", "--latency", "0").status == 0)
        let result = try run("export", "plain-rehearsal", "--otio", "--srt")
        #expect(result.status == 0)
        #expect(result.output == "plain-rehearsal/exports/plain.otio\n")
        #expect(
            result.talk
                == "plain-rehearsal/exports/plain.srt isn't written: no shot has a caption or a note\n"
        )
    }

    @Test func aFolderWithoutAProductionIsNamed() throws {
        let nothing = try run("export", "elsewhere")
        #expect(nothing.status == 2 && nothing.talk.contains("elsewhere"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("elsewhere")))
    }
}

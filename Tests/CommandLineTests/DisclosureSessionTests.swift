import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// The marks of a session's film, from the list to the report.
@Suite(.serialized, .timeLimit(.minutes(5))) struct DisclosureSessionTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let list = """
            {"title": "film", "model": "kling-v3-standard", "shots": [
                {"id": "010", "prompt": "a red <kite>", "duration": 3, "aspect_ratio": "1:1"},
                {"id": "020", "prompt": "a blue sea", "duration": 16, "aspect_ratio": "1:1"}
            ]}
            """
        try folder.write(Data(list.utf8), as: "film.json")
    }

    private func json(_ file: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: folder.file(file))))
    }

    private func probe(_ file: String) throws -> JSONValue {
        let result = try DailiesProcess(["probe", "--json", file], in: folder.path).finish()
        return try #require(try JSONValue(parsing: Data(result.output.utf8))["disclosure"])
    }

    private static let trained =
        "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"

    @Test func aSessionMarksItsFilmAndTellsUploaders() throws {
        let standIn = try StandInProcess(["--latency", "0.3"], in: folder)
        defer { standIn.kill() }
        func session(_ options: String...) throws {
            let result = try DailiesProcess(
                ["rehearse", "film.json", "--output", "film"] + options, in: folder.path,
                environment: standIn.environment
            ).finish()
            #expect(result.status == 0, "\(result.talk)")
        }
        func film() throws -> Data {
            try Data(contentsOf: URL(fileURLWithPath: folder.file("film/film.mp4")))
        }
        try session()
        let report = try json("film/report.json")["disclosure"]
        #expect(report?["containsSyntheticMedia"] == true)
        #expect(report?["digitalSourceType"] == .string(Self.trained))
        #expect(report?["xmp"] == "present")
        #expect(report?["c2pa"] == "absent")
        #expect(report?["models"]?.elements?.count == 1)
        #expect(report?["droppedManifests"] == [])
        let shot = try #require(
            try json("film/report.json")["shots"]?.elements?.compactMap { $0["file"]?.text }.first)
        for file in ["film/film.mp4", "film/\(shot)"] {
            #expect(
                try probe(file)["xmp"]?["sourceTypes"] == ["trainedAlgorithmicMedia"], "\(file)")
        }
        let takes = try FileManager.default.subpathsOfDirectory(atPath: folder.file("film"))
        let sidecar = try #require(takes.first { $0.hasSuffix("010-t1.json") })
        let take = try json("film/\(sidecar)")
        #expect(take["measurement"]?["disclosure"]?["c2pa"]?["state"] == "absent")
        #expect(!String(decoding: try film(), as: UTF8.self).contains("&lt;kite&gt;"))

        // A film that an earlier version made, without a mark, isn't made again because of it.
        var earlier = try film()
        let box = try #require(earlier.range(of: Data("uuid".utf8)))
        earlier.replaceSubrange(box, with: Data("free".utf8))
        try folder.write(earlier, as: "film/film.mp4")
        try session()
        #expect(try film() == earlier)
        #expect(try json("film/report.json")["disclosure"]?["xmp"] == "absent")
        #expect(try json("film/report.json")["disclosure"]?["digitalSourceType"] == nil)

        try session("--no-disclosure")
        #expect(try probe("film/film.mp4")["xmp"]?["state"] == "absent")
        #expect(try probe("film/\(shot)")["xmp"]?["state"] == "absent")
        #expect(try film() != earlier)
        try session("--disclose-prompts")
        #expect(try probe("film/film.mp4")["xmp"]?["state"] == "present")
        #expect(String(decoding: try film(), as: UTF8.self).contains("a red &lt;kite&gt;"))
    }
}

import DailiesJSON
import DailiesShotList
import Foundation
import Testing

/// Lists as an object a line, and the formats of lists without a file name.
struct ListFormatTests {
    @Test func aLineIsAShot() throws {
        let reading = try read(
            """
            {"//": "the list", "title": "storm", "preset": "vertical", "defaults": {"duration": 4}}

            {"id": "a", "prompt": "A storm"}
            {"prompt": "A boat", "duration": 6}
            """, as: "film.jsonl")
        #expect(reading.problems == [])
        let list = try #require(reading.list)
        #expect(list.title == "storm")
        #expect(list.shots.map(\.id) == ["a", "020"])
        #expect(list.shots.map(\.duration) == [4, 6])
        #expect(list.shots.map(\.aspectRatio) == ["9:16", "9:16"])
    }

    @Test func problemsOfLinesHaveTheirPlaces() throws {
        let reading = try read(
            """
            {"prompt": "A storm", "duration": 2}
              {"prompt": "A boat",}
            7
            {"prompt": "A wave", "note": 1, "prompt": "B"}
            {"prompt": "unfinished
            """, as: "film.jsonl")
        #expect(
            reading.problems.map { problem in
                "\(problem.place?.position.line ?? 0):\(problem.place?.position.column ?? 0) \(problem)"
            } == [
                "2:22 shot 2: the line isn't JSON: a comma before \"}\"; remove it",
                "3:1 shot 3: it is a number; write an object: {\"prompt\": …}",
                "4:33 shot 4, prompt: it is there twice; keep one",
                "5:12 shot 5: the line isn't JSON: the quotes of this text aren't closed; "
                    + "write \" at its end",
                "1:23 shot 010, duration: 2 s is too short; Kling 3.0 Pro allows 3 s or more",
                "4:22 shot 040, note: it is a number; write a text in quotes",
            ])
    }

    /// JSON allows Unicode's line separators in texts, and many programs write them unescaped.
    @Test(arguments: ["\u{2028}", "\u{2029}"])
    func unicodeSeparatorsDoNotEndALineOfJSON(separator: String) throws {
        for (name, end) in [("film.jsonl", "\n"), ("film.jsonl", "\r\n"), ("-", "\n")] {
            let lines = ["{\"prompt\": \"A\(separator)storm\"}", "{\"prompt\": \"B\"}", ""]
            let reading = try read(lines.joined(separator: end), as: name)
            #expect(reading.problems == [])
            #expect(reading.list?.shots.map(\.summary) == ["A\(separator)storm", "B"])
        }
    }

    /// Fields of the list alone are the list's, also those that a shot may have.
    @Test(arguments: [
        #"{"provider": "fal"}"#, #"{"model": "kling-v3-pro", "provider": "fal", "note": "x"}"#,
    ])
    func theFirstLineMayNameTheSources(head: String) throws {
        let reading = try read("\(head)\n{\"prompt\": \"A\"}\n", as: "film.jsonl")
        #expect(reading.problems == [])
        #expect(reading.list?.shots.map(\.id) == ["010"])
        #expect(reading.list?.shots.map(\.provider) == ["fal"])
    }

    @Test(
        arguments: [
            (#"{"provider": "fal", "prompt": "A"}"#, []), (#"{"note": "x", "prompt": "A"}"#, []),
            ("{}", ["prompt"]),
        ] as [(String, [String])])
    func aFirstLineThatIsAShotIsOne(line: String, problems: [String]) throws {
        let reading = try read("\(line)\n{\"prompt\": \"B\"}\n", as: "film.jsonl")
        #expect(reading.problems.compactMap(\.field) == problems)
        #expect(reading.readable.shots.map(\.id) == ["010", "020"])
    }

    /// Shots in the first line would not be bought.
    @Test(arguments: ["", "\n{\"prompt\": \"B\"}"])
    func shotsInTheFirstLineAreAProblem(rest: String) throws {
        let text = #"{"title": "storm", "shots": [{"prompt": "A"}]}"# + rest
        let reading = try read(text, as: "film.jsonl")
        #expect(reading.list == nil)
        #expect(
            reading.problems.map(\.description) == [
                "list, shots: here each shot is a line of its own; "
                    + "write them on lines, or name the file .json"
            ])
        #expect(reading.problems.first?.place?.position.column == 20)
    }

    @Test func oneObjectOnSeveralLinesIsAProblem() throws {
        let reading = try read("{\n\"shots\": [\n{\"prompt\": \"A\"}\n]\n}", as: "film.jsonl")
        #expect(
            reading.problems.map(\.message) == [
                "it is one JSON value on several lines; "
                    + "name the file .json, or write each shot on a line of its own"
            ])
    }

    @Test(arguments: [
        ("{\"shots\": [{\"prompt\": \"A\"}, {\"prompt\": \"B\"}]}", 2),
        ("\n{\n  \"shots\": [\n  {\"prompt\": \"A\"}]\n}", 1),
        ("{\"prompt\": \"A\"}\n{\"prompt\": \"B\"}\n", 2), ("id,prompt\n1,A\n2,B", 2),
        ("Prompt\nA, b\nC", 2), ("\nid,prompt\n1,A\n2,B", 2), (" \r\n\r\nPrompt\nA\nB", 2),
        ("A storm\n# remark\nA boat, far away", 2),
    ])
    func theContentOfTheStandardInputTellsItsFormat(text: String, count: Int) throws {
        let reading = try read(text, as: "-")
        #expect(reading.problems == [])
        #expect(reading.list?.shots.count == count)
        #expect(reading.title == "untitled")
    }

    @Test func otherExtensionsAreAProblem() throws {
        #expect(
            try read("A", as: "film.odt").problems.map(\.message) == [
                "\"film.odt\" isn't a supported shot list; use a .json, .jsonl, .csv or .txt file"
            ])
    }

    /// Spreadsheets write UTF-16 with a byte order mark.
    @Test func utf16IsRead() throws {
        let text = try #require("prompt\r\nGrößer 🎬\r\n".data(using: .utf16))
        #expect(try read(bytes: text, as: "film.csv").list?.shots.map(\.summary) == ["Größer 🎬"])
    }
}

import DailiesJSON
import DailiesShotList
import Foundation
import Testing

/// Plain text lists: one prompt a line.
struct TextListTests {
    @Test func emptyLinesAndCommentsAreSkipped() throws {
        let list = try read("# head\n\n  A  \n\t# not this\nB\n   \n", as: "film.txt").list
        #expect(list?.shots.map(\.summary) == ["A", "B"])
    }

    @Test(arguments: ["A\nB", "A\r\nB\r\n", "A\rB", "\n\nA\n\n\nB\n\n", "A\u{2028}B"])
    func everyKindOfLineBreakSeparatesPrompts(text: String) throws {
        #expect(try read(text, as: "film.txt").list?.shots.map(\.summary) == ["A", "B"])
    }

    @Test func tooLongLineNamesItsShot() throws {
        let long = String(repeating: "x", count: 2501)
        let reading = try read("A\n\(long)\nB", as: "film.TXT")
        #expect(reading.problems.map(\.shot) == ["020"])
    }

    @Test func presetOfTheCommandLineAppliesToPlainText() throws {
        let list = try read("A", as: "film.txt", presets: ["square"]).list
        #expect(list?.shots.first?.aspectRatio == "1:1")
    }

    @Test func textThatIsNotUTF8IsAProblem() throws {
        let reading = try read(bytes: Data([0x41, 0xFF, 0xFE, 0x0A]), as: "film.txt")
        #expect(reading.list == nil)
        #expect(reading.problems.map(\.message) == ["the file isn't UTF-8 text; save it as UTF-8"])
    }

    /// What is trimmed at the start of a line isn't cut off at its end: U+200B is white space for
    /// Foundation, and none for Unicode.
    @Test(arguments: ["\u{200B}", " ", "\t\u{3000}", "\u{2003}\u{200B}"])
    func promptsKeepTheirEnd(indent: String) throws {
        let reading = try read("\(indent)A storm\(indent)\nB", as: "film.txt")
        #expect(reading.list?.shots.map(\.content) == [.prompt("A storm"), .prompt("B")])
        let long = String(repeating: "x", count: 2501)
        let problem = try read("\(indent)\(long)", as: "film.txt").problems.first
        #expect(problem?.place?.position.column == indent.unicodeScalars.count + 1)
    }

    @Test(arguments: ["film.yaml", "film.mp4", "film.json.bak"])
    func otherFileNameIsAProblem(name: String) throws {
        let reading = try read("A", as: name)
        #expect(reading.list == nil)
        #expect(reading.problems.count == 1)
        #expect(
            reading.problems.first?.message.contains("use a .json, .jsonl, .csv or .txt file")
                == true)
    }

    /// The content decides where a name has no extension; a title needs a name.
    @Test(arguments: [".json", ""])
    func nameWithoutATitleIsAProblem(name: String) throws {
        let reading = try read("A", as: name)
        #expect(reading.list == nil)
        #expect(reading.problems.map(\.field) == ["title"])
    }
}

import DailiesJSON
import DailiesShotList
import Foundation
import Testing

/// Reading any content ends in problems and never in a crash.
struct MalformedInputTests {
    @Test(arguments: [
        "", " ", "[", "{", "nul", "{\"shots\": [}", "{\"shots\": [{\"prompt\": \"A}]}", "{]",
        "{\"shots\" [1]}", "\u{0}", "<html></html>", "{} {}",
    ])
    func textThatIsNotJSONIsAProblem(text: String) throws {
        let reading = try read(text)
        #expect(reading.list == nil)
        #expect(reading.problems.count == 1)
        #expect(reading.problems.first?.message.hasPrefix("the file isn't JSON: ") == true)
    }

    @Test(arguments: [
        ("[]", "a list"), ("[{\"prompt\": \"A\"}]", "a list"), ("7", "a number"),
        ("\"A\"", "a string"), ("null", "null"), ("true", "true or false"),
    ])
    func jsonThatIsNotAnObjectIsAProblem(text: String, kind: String) throws {
        let reading = try read(text)
        #expect(reading.problems.count == 1)
        #expect(reading.problems.first?.message.hasPrefix("it is \(kind); write an object") == true)
    }

    @Test func textThatIsNotUTF8IsAProblem() throws {
        let bytes =
            Data(#"{"shots": [{"prompt": ""#.utf8) + Data([0xFF, 0xC0]) + Data(#""}]}"#.utf8)
        let reading = try read(bytes: bytes)
        #expect(reading.list == nil)
        #expect(reading.problems.count == 1)
    }

    /// A file in Latin-1 has one problem in every format, not one for each of its prompts.
    @Test(arguments: [
        ("film.json", "{\"shots\": [\n", "{\"prompt\": \"caf\u{E9}\"},\n", "]}"),
        ("film.jsonl", "{\"prompt\": \"A\"}\n", "{\"prompt\": \"caf\u{E9}\"}\n", ""),
        ("film.csv", "prompt\n", "caf\u{E9}\n", ""), ("film.txt", "A\n", "caf\u{E9}\n", ""),
        ("-", "A\n", "caf\u{E9}\n", ""),
    ])
    func aFileInLatin1IsOneProblem(
        name: String, start: String, shot: String, end: String
    ) throws {
        let text = start + String(repeating: shot, count: 100) + end
        let bytes = try #require(text.data(using: .isoLatin1))
        let reading = try read(bytes: bytes, as: name)
        #expect(
            reading.problems.map(\.description)
                == ["list: the file isn't UTF-8 text; save it as UTF-8"])
        #expect(reading.problems.first?.place?.position.line == 2)
    }

    @Test(arguments: [100, 300, 600, 100_000])
    func deepNestingDoesNotCrash(depth: Int) throws {
        let nest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(try read(nest).list == nil)
        let inside = try read("{\"shots\": [{\"prompt\": \(nest)}]}")
        #expect(inside.list == nil)
        #expect(inside.problems.count == 1)
        let objects =
            String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
        #expect(try read(objects).list == nil)
    }

    @Test func everyPrefixOfASampleIsReadWithoutACrash() throws {
        let bytes = try Presets.data("samples/lighthouse.json")
        let end = try #require(bytes.lastIndex(of: UInt8(ascii: "}")))
        for length in stride(from: 0, to: end, by: 11) {
            let reading = try read(bytes: bytes.prefix(length), as: "lighthouse.json")
            #expect(reading.list == nil)
            #expect(reading.problems.count == 1)
        }
    }

    @Test(arguments: [0x00, 0x22, 0x2C, 0x5B, 0x7B, 0x2D, 0x39, 0xFF] as [UInt8])
    func changedByteAnywhereIsReadWithoutACrash(byte: UInt8) throws {
        let bytes = try Presets.data("samples/lighthouse.json")
        for place in stride(from: 0, to: bytes.count, by: 13) {
            var damaged = bytes
            damaged[damaged.startIndex + place] = byte
            let reading = try read(bytes: damaged, as: "lighthouse.json")
            #expect((reading.list == nil) == !reading.problems.isEmpty)
        }
    }

    @Test(arguments: ["1", "\"x\"", "true", "null", "[]", "{}", "-1", "1e99", "[[]]", "[null]"])
    func anyValueInAnyFieldIsReadWithoutACrash(value: String) throws {
        let fields = [
            "id", "prompt", "multi_prompt", "duration", "aspect_ratio", "generate_audio",
            "negative_prompt", "cfg_scale", "shot_type", "voice_ids", "scene", "note", "elements",
        ]
        for field in fields {
            let reading = try readShot("\"\(field)\": \(value)")
            #expect((reading.list == nil) == !reading.problems.isEmpty)
        }
    }
}

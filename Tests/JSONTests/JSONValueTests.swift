import DailiesJSON
import Foundation
import Testing

/// Parsing and writing JSON; Foundation's own parser is the second witness.
struct JSONValueTests {
    @Test func valuesKeepTheirKind() throws {
        let json = try JSONValue(
            parsing: Data(#"{"a": [1, 2.5, true, null, "x"], "b": {}, "c": 3.0}"#.utf8))
        #expect(json["a"] == [1, .number(2.5), true, nil, "x"])
        #expect(json["b"] == [:])
        #expect(json["c"]?.integer == 3)
        #expect(json["a"]?.elements?.map(\.kind).count == 5)
        #expect(json["missing"] == nil)
    }

    /// A `null` member reads as absent by its name, and is still there.
    @Test func nullReadsAsAbsent() throws {
        let json = try JSONValue(parsing: Data(#"{"a": null}"#.utf8))
        #expect(json["a"] == nil)
        #expect(json.members?.keys.contains("a") == true)
    }

    @Test(arguments: [
        "0", "-1", "9223372036854775807", "0.1", "1e300", #""é\u0000\n\"\\/""#, "[]", "{}",
        #"{"b":1,"a":{"d":[null,false]}}"#,
    ])
    func canonicalTextIsStable(_ text: String) throws {
        let first = try JSONValue(parsing: Data(text.utf8))
        let second = try JSONValue(parsing: first.canonicalBytes)
        #expect(first == second)
        #expect(first.canonicalBytes == second.canonicalBytes)
        let ours = try JSONSerialization.jsonObject(
            with: first.canonicalBytes, options: .fragmentsAllowed)
        let theirs = try JSONSerialization.jsonObject(
            with: Data(text.utf8), options: .fragmentsAllowed)
        #expect((ours as? NSObject) == (theirs as? NSObject))
    }

    @Test func canonicalMembersAreSorted() {
        let json: JSONValue = ["b": 1, "a/b": "x/y", "B": 2]
        #expect(json.line == #"{"B":2,"a/b":"x/y","b":1}"#)
    }

    /// A document that is nested too deep must not overflow the parser's stack.
    @Test func deepNestingIsRefused() {
        for depth in [65, 100_000] {
            let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: Data(text.utf8)) }
        }
        let allowed = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(throws: Never.self) { try JSONValue(parsing: Data(allowed.utf8)) }
        // Brackets in strings don't nest.
        let text = "\"" + String(repeating: "[", count: 1000) + "\""
        #expect(throws: Never.self) { try JSONValue(parsing: Data(text.utf8)) }
    }

    @Test(arguments: ["", "{", "{\"a\":}", "nul", "1 2", "{\"a\" 1}", "\u{FEFF}"])
    func textThatIsNoJSONIsRefused(_ text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: Data(text.utf8)) }
    }

    private struct Sample: Codable, Equatable {
        var name: String
        var list: [Int]
        var isSet: Bool?
    }

    @Test func codableValuesReadBack() throws {
        let sample = Sample(name: "a/b", list: [1, 2], isSet: nil)
        let json = JSONValue(encoding: sample)
        #expect(json["name"] == "a/b")
        let back = try JSONDecoder().decode(Sample.self, from: json.canonicalBytes)
        #expect(back == sample)
    }
}

/// JSON on several lines, for people.
struct IndentedJSONTests {
    @Test func whatFitsStaysOnOneLine() throws {
        let long = JSONValue.array((0..<60).map { .integer($0 * 1000) })
        let value: JSONValue = ["b": [1, ["x": "é\n"]], "a": long, "z": [:]]
        let text = value.indented(order: ["z"])
        #expect(try JSONValue(parsing: Data(text.utf8)) == value)
        #expect(text.hasPrefix("{\n  \"z\": {},\n  \"a\": [\n    0,\n    1000,\n"))
        #expect(text.hasSuffix("\n  \"b\": [1, { \"x\": \"é\\n\" }]\n}"))
    }
}

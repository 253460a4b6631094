import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// Reading JSON that a person wrote: places, and every flaw at once.
struct JSONDocumentTests {
    private func document(_ text: String) -> JSONDocument { JSONDocument(Data(text.utf8)) }

    /// The flaws as "line:column message".
    private func flaws(_ text: String) -> [String] {
        document(text).flaws.map { "\($0.position.line):\($0.position.column) \($0.message)" }
    }

    @Test func everyValueHasItsPlace() {
        let json = document("{\n  \"a\": [1, {\"é\": 2, \"b\": 3}],\n\t\"c\": null\n}")
        #expect(json.flaws == [])
        let places = [
            "": (1, 1), "a": (2, 3), "a[1]": (2, 9), "a[2]": (2, 12),
            "a[2].é": (2, 13), "a[2].b": (2, 21), "c": (3, 2),
        ]
        for (path, place) in places {
            let position = TextPosition(line: place.0, column: place.1)
            #expect(json.position(near: path) == position, "\(path)")
        }
        #expect(json.position(near: "a[2].missing") == TextPosition(line: 2, column: 12))
        #expect(json.position(near: "missing") == TextPosition(line: 1, column: 1))
    }

    /// What is clear is read on: all flaws of a text are found, and its value is what was meant.
    @Test func allFlawsAreFoundAtOnce() {
        let text = """
            {
              // a remark
              "a": [1, 2,],
              'b': TRUE,
              "c": 05
              "d": "x	y\\z",
              e: None,
              "a": 3,
            }
            """
        #expect(
            flaws(text) == [
                "2:3 JSON has no comments; write it as a member: \"//\": \"…\"",
                "3:13 a comma before \"]\"; remove it",
                "4:3 a text in single quotes; write double quotes: \"…\"",
                "4:8 TRUE isn't a JSON value; write true",
                "5:8 05 isn't a number of JSON; write 5, or \"05\" if it is a text",
                "5:10 a comma is missing between two values; write it here",
                "6:10 a control character in a text; write it as \\t",
                "6:12 \\ and \"z\" aren't an escape of JSON; write \\\\ for a backslash",
                "7:3 the name e has no quotes; write \"e\"",
                "7:6 None isn't a JSON value; write null",
                "8:3 it is there twice, first in line 3; keep one",
                "8:9 a comma before \"}\"; remove it",
            ])
        #expect(
            document(text).value
                == ["a": 3, "b": true, "c": 5, "d": "x\ty\\z", "e": nil])
    }

    /// Flaws are in the order of the text, also those that are found behind their place.
    @Test func flawsAreInTheOrderOfTheText() {
        #expect(
            flaws("{'a\\z': \"x\ty\\") == [
                "1:2 a text in single quotes; write double quotes: \"…\"",
                "1:4 \\ and \"z\" aren't an escape of JSON; write \\\\ for a backslash",
                "1:9 the quotes of this text aren't closed; write \" at its end",
                "1:11 a control character in a text; write it as \\t",
            ])
    }

    /// Words of any language are read on; typographic quotes aren't a part of them.
    @Test(arguments: [
        ("{größer: 1}", "1:2 the name größer has no quotes; write \"größer\""),
        ("{\"a\": größer}", "1:7 the text größer has no quotes; write \"größer\""),
        ("{\"a\": 嵐-2}", "1:7 the text 嵐-2 has no quotes; write \"嵐-2\""),
        ("{\u{201C}a\u{201D}: 1}", "1:2 \"\u{201C}\" isn't expected here; write a name in quotes"),
        (
            "{\"a\": x\u{201D}}",
            "1:8 \"\u{201D}\" isn't expected after a value; write a comma or \"}\"; texts need quotes"
        ),
    ])
    func wordsWithoutQuotes(text: String, flaw: String) { #expect(flaws(text).last == flaw) }

    @Test func quotesAreEscapedInSingleQuotes() {
        #expect(document(#"{"a": 'it\'s'}"#).value == ["a": "it's"])
        #expect(
            flaws(#"{"a": 'it\'s'}"#) == [
                "1:7 a text in single quotes; write double quotes: \"…\""
            ])
    }

    @Test func longNumbersAreCutInMessages() {
        let shown = String(repeating: "9", count: 39) + "…"
        #expect(
            flaws(String(repeating: "9", count: 400)) == ["1:1 \(shown) is too large"])
        #expect(flaws("-" + String(repeating: "-", count: 40)).first?.count ?? 0 < 100)
        #expect(flaws("1e400") == ["1:1 1e400 is too large"])
    }

    /// Lines end with LF, CR LF or CR, and only on demand with Unicode's separators.
    @Test func linesAreDivided() {
        let lines = TextLines(Array("a\n\r\nb\u{2028}c\u{2027}\rd\u{2029}\n".utf8))
        func texts(_ ranges: [Range<Int>]) -> [String] {
            ranges.map { String(decoding: lines.bytes[$0], as: UTF8.self) }
        }
        #expect(
            texts(lines.ranges()) == ["a", "", "b\u{2028}c\u{2027}", "d\u{2029}", ""])
        #expect(
            texts(lines.ranges(unicode: true)) == ["a", "", "b", "c\u{2027}", "d", "", ""])
        #expect(texts(TextLines([]).ranges()) == [""])
        #expect(lines.firstInvalid == nil)
        #expect(TextLines([0x41, 0x0A, 0x42, 0xC3, 0x0A]).firstInvalid == 2)
    }

    /// After these it isn't clear what the rest means.
    @Test(arguments: [
        ("", "1:1 it is empty"),
        (
            "{\"a\": \"x\n}",
            "1:7 the quotes of this text aren't closed in its line; write \\n for a line break"
        ),
        ("{\"a\": [1, 2}", "1:12 \"}\" can't close the \"[\"; write \"]\""),
        ("{\n\"a\": 1", "2:7 it ends, and the \"{\" of line 1 isn't closed"),
        ("{\"a\" 1}", "1:6 a colon is missing after \"a\"; write \"a\": and its value"),
        (
            "{\"a\": 16:9}",
            "1:9 \":\" isn't expected after a value; write a comma or \"}\"; texts need quotes"
        ),
        ("{} {}", "1:4 \"{\" comes after its end; write one value"),
        ("nul", "1:1 nul isn't a JSON value; write an object: {…}"),
    ])
    func theRestCanNotBeRead(text: String, flaw: String) {
        #expect(document(text).value == nil)
        #expect(flaws(text) == [flaw])
    }

    /// The same name in another object, as a value, in a list or inside a text is no duplicate; several
    /// remarks with the name `//` aren't either.
    @Test(arguments: [
        #"{"a": {"a": "a"}, "b": ["a", "a", {"a": 1}, {"a": 2}]}"#,
        #"{"a": "\"a\": 1, \"a\"", "b": "{"}"#, #"{"A": 1, "a": 2, "//": 1, "//": 2}"#,
    ])
    func theseAreNoDuplicates(_ text: String) { #expect(flaws(text) == []) }

    /// Two spellings of one name are one name.
    @Test func escapedNamesAreCompared() {
        #expect(document(#"{"a\"b": 1, "a\u0022b": 2}"#).flaws.map(\.duplicate) == ["a\"b"])
        #expect(document(#"{"\\": 1, "\u005c": 2, "x\\": 3}"#).flaws.map(\.duplicate) == ["\\"])
    }

    @Test func remarksAreRemoved() {
        let json: JSONValue = [
            "$schema": "x", "// a": 1, "a": ["//": 2, "b": [["$comment": 3, "c": 4]]],
            "free": ["//": 5],
        ]
        #expect(
            json.withoutRemarks(keeping: ["free"])
                == ["a": ["b": [["c": 4]]], "free": ["//": 5]])
    }

    /// Shipped files and the same with random damage: Foundation's parser takes the same texts, and
    /// finds the same values.
    @Test func foundationAgrees() throws {
        var generator = SeededGenerator(seed: 20)
        var agreed = (valid: 0, invalid: 0)
        let files = ["presets/prices/2026-09-01.json", "samples/lighthouse.json"].map(Checkout.path)
        let snippet = Data(
            #"{"a": [1, -2.5e3, true, null], "é\n\ud83d\ude00": {"b": ""}, "c": 3.0}"#.utf8)
        for whole in try files.map({ try Data(contentsOf: URL(fileURLWithPath: $0)) }) + [snippet] {
            for bytes in [whole] + (0..<300).map({ _ in Self.damaged(whole, &generator) }) {
                let ours = JSONDocument(bytes)
                let isOurs =
                    ours.value != nil && ours.flaws.allSatisfy { $0.duplicate != nil }
                let theirs = try? JSONValue(parsing: bytes)
                #expect(
                    isOurs == (theirs != nil),
                    "\(String(decoding: bytes, as: UTF8.self)): \(ours.flaws)")
                if isOurs, ours.flaws.isEmpty, let theirs { #expect(ours.value == theirs) }
                if isOurs { agreed.valid += 1 } else { agreed.invalid += 1 }
            }
        }
        #expect(agreed.valid > 100 && agreed.invalid > 100, "\(agreed)")
    }

    /// A text with one byte changed, removed or doubled.
    private static func damaged(_ text: Data, _ generator: inout SeededGenerator) -> Data {
        var bytes = [UInt8](text)
        let place = Int.random(in: bytes.indices, using: &generator)
        let marks = Array("{}[]:,\"\\ 0-.eatn/'#".utf8)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = marks.randomElement(using: &generator) ?? 0
        case 1: bytes.remove(at: place)
        default: bytes.insert(bytes[place], at: place)
        }
        return Data(bytes)
    }
}

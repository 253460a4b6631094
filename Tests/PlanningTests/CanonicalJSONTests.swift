import DailiesJSON
import Foundation
import Testing

/// Canonical JSON: equal values give equal bytes, and parsing the bytes gives the same value.
struct CanonicalJSONTests {
    @Test func membersAreSortedAndThereIsNoWhiteSpace() throws {
        let text = #" { "b" : [ 1 , 2.5 , null ] , "a/c" : "é\u00e9\/" , "B" : true } "#
        let json = try JSONValue(parsing: Data(text.utf8))
        #expect(json.line == #"{"B":true,"a/c":"éé/","b":[1,2.5,null]}"#)
    }

    @Test(arguments: [
        "null", "true", "[]", "{}", "0", "-1", "9223372036854775807", "-9223372036854775808",
        "0.1", "1e-7", "\"\"", "\"\\u0000\\n\\\"\\\\\"", "[[[{}]]]", "{\"\":null}", "\"🎬\"",
    ])
    func parsingTheBytesGivesTheSameValue(text: String) throws {
        let json = try JSONValue(parsing: Data(text.utf8))
        #expect(try JSONValue(parsing: json.canonicalBytes) == json)
        #expect(try JSONValue(parsing: json.fileBytes) == json)
    }

    @Test func oneIsANumberAndTrueIsNot() throws {
        let json = try JSONValue(parsing: Data("[1, 0, 1.0, true, false]".utf8))
        #expect(json == [1, 0, 1, true, false])
        #expect(json.elements?.map(\.integer) == [1, 0, 1, nil, nil])
        #expect(json.elements?.map(\.bool) == [nil, nil, nil, true, false])
    }

    @Test func anIntegerBeyondSixtyFourBitsIsANumber() throws {
        let json = try JSONValue(parsing: Data("18446744073709551616".utf8))
        #expect(json.number == 18_446_744_073_709_551_616)
        #expect(json.integer == nil)
        #expect(JSONValue.number(.nan).integer == nil)
        #expect(JSONValue.number(.infinity).integer == nil)
    }

    @Test func nanAndInfinityAreWrittenAsStrings() {
        #expect(JSONValue.number(.nan).line == "\"nan\"")
        #expect(JSONValue.number(.infinity).line == "\"inf\"")
    }
}

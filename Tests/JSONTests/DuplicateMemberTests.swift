import DailiesJSON
import Foundation
import Testing

/// Members that an object has twice.
struct DuplicateMemberTests {
    private func names(_ text: String) -> [String] {
        JSONValue.duplicateMembers(in: Data(text.utf8)).map { "\($0.name) \($0.line)" }
    }

    @Test func theSecondMemberIsNamedWithItsLine() {
        #expect(names("{\"a\": 1,\n \"b\": 2,\n \"a\": 3, \"a\": 4}") == ["a 3", "a 3"])
        #expect(names(#"[{"x": {"a": 1}}, {"x": {"b": 1, "b": {}}}]"#) == ["b 1"])
    }

    /// The same name in another object, as a value, in a list or inside a text is no duplicate.
    @Test(arguments: [
        #"{"a": {"a": "a"}, "b": ["a", "a", {"a": 1}, {"a": 2}]}"#,
        #"{"a": "\"a\": 1, \"a\"", "b": "{"}"#,
        "[]", "3", #"{"a": [1, 2, 3], "b": "a", "c": "a"}"#, #"{"A": 1, "a": 2}"#,
    ])
    func othersAreNone(_ text: String) { #expect(names(text) == []) }

    /// Two spellings of one name are one name.
    @Test func escapedNamesAreCompared() {
        #expect(names(#"{"a\"b": 1, "a\u0022b": 2}"#) == ["a\"b 1"])
        #expect(names(#"{"\\": 1, "\u005c": 2, "x\\": 3}"#) == ["\\ 1"])
    }
}

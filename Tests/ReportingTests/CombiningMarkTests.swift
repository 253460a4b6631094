import Testing

@testable import DailiesReporting

/// A character is escaped even if a combining mark follows it.
struct CombiningMarkTests {
    @Test(arguments: [
        ("\"\u{301} onload=x", "&quot;\u{301} onload=x"),
        ("<\u{338}script>", "&lt;\u{338}script&gt;"),
        ("'\u{FE0F}", "&#39;\u{FE0F}"), ("&\u{200D}lt;", "&amp;\u{200D}lt;"),
    ])
    func aCharacterWithACombiningMarkIsEscaped(text: String, markup: String) {
        let html: HTML = "\(text)"
        #expect(Array(html.description.unicodeScalars) == Array(markup.unicodeScalars))
    }
}

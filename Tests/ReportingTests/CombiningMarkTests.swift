import Testing

@testable import DailiesReporting

/// A mark that joins the sign before it must not hide that sign from the escaping.
struct CombiningMarkTests {
    @Test(arguments: [
        ("\"\u{301} onload=x", "&quot;\u{301} onload=x"),
        ("<\u{338}script>", "&lt;\u{338}script&gt;"),
        ("'\u{FE0F}", "&#39;\u{FE0F}"), ("&\u{200D}lt;", "&amp;\u{200D}lt;"),
    ])
    func aSignWithACombiningMarkIsEscaped(text: String, markup: String) {
        let html: HTML = "\(text)"
        #expect(Array(html.description.unicodeScalars) == Array(markup.unicodeScalars))
    }
}

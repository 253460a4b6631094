import Testing

@testable import DailiesCommandLine

/// Lines for people: cut to their width in cells, on one line.
struct CellTextTests {
    @Test(
        arguments: [
            ("film", 4), ("日本", 4), ("é", 1), ("e\u{301}", 1), ("🎬", 2), ("▸ ✓ █", 5), ("한", 2),
        ])
    func aTextHasTheWidthOfItsCells(text: String, width: Int) { #expect(text.cellWidth == width) }

    @Test(arguments: [
        ("a boat", 10, "a boat"), ("a boat", 6, "a boat"), ("a boat", 5, "a bo…"),
        ("a\nboat", 10, "a boat"), ("a\r\n\nboat\n", 10, "a boat"), ("", 5, ""), ("éééé", 3, "éé…"),
        ("漢字漢字", 5, "漢字…"), ("漢字漢字", 6, "漢字…"),
    ])
    func textIsCutToOneLine(text: String, width: Int, line: String) {
        #expect(text.fitted(width) == line)
    }

    @Test func numbersStandToTheRight() {
        #expect("5".leftPadded(3) == "  5")
        #expect("1234".leftPadded(3) == "1234")
    }
}

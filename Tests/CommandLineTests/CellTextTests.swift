import Testing

@testable import DailiesCommandLine

/// Lines for people: cut to their width, on one line.
struct ShortenedTextTests {
    @Test(arguments: [
        ("a boat", 10, "a boat"), ("a boat", 6, "a boat"), ("a boat", 5, "a bo…"),
        ("a\nboat", 10, "a boat"), ("a\r\n\nboat\n", 10, "a boat"), ("", 5, ""), ("éééé", 3, "éé…"),
    ])
    func textIsCutToOneLine(text: String, width: Int, line: String) {
        #expect(text.shortened(width) == line)
    }

    @Test func numbersStandToTheRight() {
        #expect("5".leftPadded(3) == "  5")
        #expect("1234".leftPadded(3) == "1234")
    }
}

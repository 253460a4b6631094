import Testing

@testable import DailiesCommandLine

/// The block that is redrawn in place, on a terminal that is resized.
struct ScreenBlockTests {
    private let palette = Palette(isColoured: false)

    private func lines(_ texts: [String]) -> [StatusLine] { texts.map { StatusLine(text: $0) } }

    private func frame(_ texts: [String], below text: String? = nil, isLast: Bool = false) -> String
    {
        ScreenBlock.frame(lines(texts), below: text, isLast: isLast, palette)
    }

    @Test func aFrameOverwritesTheLast() {
        var screen = FakeTerminal(columns: 20)
        screen.write("$ dailies\n")
        screen.write(frame(["one", "two longer", "three"]))
        screen.write(frame(["1", "2"]))
        #expect(screen.text == ["$ dailies", "1", "2"])
        screen.write(frame(["1", "2", "3"], isLast: true) + "done\n")
        #expect(screen.text == ["$ dailies", "1", "2", "3", "done"])
    }

    @Test func aMessageStaysAboveTheBlock() {
        var screen = FakeTerminal(columns: 20)
        screen.write("$ dailies\n")
        let block = ["a bar of 19 columns", "a run of 19 columns", "another run that is"]
        screen.write(frame(block))
        screen.write(frame(block, below: "a note"))
        screen.write(frame(["bar"], below: "a note of more columns than the terminal has"))
        #expect(
            screen.text == [
                "$ dailies", "a note", "a note of more colum", "ns than the terminal", " has",
                "bar",
            ])
    }

    /// The process learns of a new width only some frames after the terminal has it.
    @Test(arguments: [true, false], [5, 9, 10, 13, 19, 40])
    func nothingIsLeftBehindWhenTheWidthChanges(reflows: Bool, columns: Int) {
        var screen = FakeTerminal(columns: 20)
        screen.write("$ dailies\n")
        let wide = ["0123456789012345678", "short", "0123456789"]
        for _ in 0..<2 { screen.write(frame(wide)) }
        screen.resize(to: columns, reflowing: reflows)
        for _ in 0..<3 { screen.write(frame(wide)) }
        screen.write(frame(["a", "b", "c"]))
        screen.resize(to: 20, reflowing: reflows)
        for _ in 0..<2 { screen.write(frame(["a", "b", "c"])) }
        #expect(
            screen.text == [
                reflows ? "$ dailies" : String("$ dailies".prefix(columns)), "a", "b", "c",
            ])
    }

    @Test func nothingIsClearedFromTheTop() {
        #expect(
            frame(["a", "b"])
                == "\u{1B}[?7l\r\u{1B}[2Ka\n\r\u{1B}[2Kb\u{1B}[J\u{1B}[1A\r\u{1B}[?7h")
    }
}

/// A terminal of unlimited height that understands what the block writes.
private struct FakeTerminal {
    private var columns: Int
    /// The rows, and whether each is continued by the next one.
    private var rows: [(text: [Character], isWrapped: Bool)] = [([], false)]
    private var row = 0
    private var column = 0
    private var breaksLines = true

    init(columns: Int) { self.columns = columns }

    /// The rows down to the last one that isn't empty.
    var text: [String] {
        var texts = rows.map { row in
            String(row.text.reversed().drop { $0 == " " }.reversed())
        }
        while texts.last == "" { texts.removeLast() }
        return texts
    }

    mutating func write(_ text: String) {
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\r": column = 0
            case "\n":
                (row, column) = (row + 1, 0)
                if row == rows.count { rows.append(([], false)) }
            case "\u{1B}":
                rest.removeFirst()
                var number = ""
                while let digit = rest.first, digit == "?" || digit.properties.numericType != nil {
                    number.unicodeScalars.append(rest.removeFirst())
                }
                switch (number, rest.popFirst()) {
                case (_, "A"): row = max(0, row - (Int(number) ?? 1))
                case ("2", "K"): rows[row] = ([], false)
                case ("", "K"): rows[row].text = Array(rows[row].text.prefix(column))
                case ("?7", "l"): breaksLines = false
                case ("?7", "h"): breaksLines = true
                case ("", "J"):
                    // tmux copies a screen that is cleared from its top.
                    #expect((row, column) != (0, 0))
                    rows[row].text = Array(rows[row].text.prefix(column))
                    for below in rows.indices where below > row { rows[below] = ([], false) }
                default: Issue.record("an unknown escape sequence")
                }
            default: put(Character(scalar))
            }
        }
    }

    private mutating func put(_ character: Character) {
        if column == columns {
            guard breaksLines else { return rows[row].text[columns - 1] = character }
            rows[row].isWrapped = true
            (row, column) = (row + 1, 0)
            if row == rows.count { rows.append(([], false)) }
        }
        while rows[row].text.count <= column { rows[row].text.append(" ") }
        rows[row].text[column] = character
        column += 1
    }

    /// Changes the width; the cursor is at the beginning of a line, as between two frames.
    mutating func resize(to width: Int, reflowing: Bool) {
        guard reflowing else {
            for index in rows.indices { rows[index].text = Array(rows[index].text.prefix(width)) }
            columns = width
            return
        }
        var lines: [[Character]] = []
        var cursor = 0
        for (index, entry) in rows.enumerated() {
            if index == row { cursor = lines.count }
            let continues = index > 0 && rows[index - 1].isWrapped
            if continues { lines[lines.count - 1] += entry.text } else { lines.append(entry.text) }
        }
        columns = width
        rows = []
        for (index, line) in lines.enumerated() {
            if index == cursor { row = rows.count }
            var rest = line[...]
            repeat {
                let part = rest.prefix(width)
                rest = rest.dropFirst(part.count)
                rows.append((Array(part), !rest.isEmpty))
            } while !rest.isEmpty
        }
        column = 0
    }
}

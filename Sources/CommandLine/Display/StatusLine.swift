/// A line of the display, with what its colour tells.
struct StatusLine: Hashable, Sendable {
    var text: String
    var tone = Tone.plain

    enum Tone: Hashable, Sendable {
        case plain
        /// The line's title.
        case heading
        /// A run or file that is done.
        case good
        /// A run without a take.
        case bad
        /// A run that is under way.
        case active
        /// A run that waits.
        case faint
    }
}

/// Whether and how lines are coloured.
struct Palette: Hashable, Sendable {
    let isColoured: Bool

    /// The line with its escape sequences; of good and active lines only the mark is coloured.
    func painted(_ line: StatusLine) -> String {
        guard isColoured, let code = Self.codes[line.tone] else { return line.text }
        let coloured = [.good, .active].contains(line.tone) ? 3 : line.text.count
        return "\u{1B}[\(code)m\(line.text.prefix(coloured))\u{1B}[0m"
            + line.text.dropFirst(coloured)
    }

    private static let codes: [StatusLine.Tone: Int] = [
        .heading: 1, .good: 32, .bad: 31, .active: 36, .faint: 2,
    ]
}

extension Palette {
    /// Colours are shown unless `NO_COLOR` is set (no-color.org).
    init(environment: [String: String]) {
        self.init(isColoured: environment["NO_COLOR"]?.isEmpty != false)
    }
}

/// A block of lines at the end of a terminal's output that is drawn again in place.
///
/// After each frame the cursor is at the beginning of the block's first line, where the next frame
/// starts. Terminals that break lines again when their width changes keep the cursor in its line, so that
/// the start is right whatever happens to the lines below it. Lines are never broken while they are
/// drawn, because a terminal may be narrower already than the process knows.
///
/// Each line is cleared by itself, and only what is below the block is cleared at once: tmux and other
/// terminals copy a screen that is cleared from its top to their scrollback.
enum ScreenBlock {
    /// What is written to draw the block, with the cursor at its beginning.
    ///
    /// - Parameters:
    ///   - lines: the block's lines; there must be fewer than the terminal has rows.
    ///   - text: stays above the block from now on; `nil` for nothing.
    ///   - isLast: whether the cursor stays below the block, because it isn't drawn again.
    static func frame(
        _ lines: [StatusLine], below text: String? = nil, isLast: Bool = false, _ palette: Palette
    ) -> String {
        let above = (text?.split(separator: "\n", omittingEmptySubsequences: false) ?? [])
            .map { "\r\(clear)\($0)\(clearRest)\n" }.joined()
        guard !lines.isEmpty else { return above }
        let block = lines.map { "\r\(clear)\(palette.painted($0))" }.joined(separator: "\n")
        let end = isLast ? "\n" : lines.count > 1 ? "\u{1B}[\(lines.count - 1)A\r" : "\r"
        return above + noBreaks + block + clearBelow + end + breaks
    }

    private static let clear = "\u{1B}[2K"
    /// A text that is broken ends in a row of the block that stood there.
    private static let clearRest = "\u{1B}[K"
    private static let clearBelow = "\u{1B}[J"
    private static let noBreaks = "\u{1B}[?7l"
    private static let breaks = "\u{1B}[?7h"
}

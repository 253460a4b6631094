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

extension String {
    /// How many cells of a terminal the text takes: characters of East Asian scripts and emoji take
    /// two.
    var cellWidth: Int {
        reduce(0) { width, character in
            guard let scalar = character.unicodeScalars.first else { return width }
            let isWide =
                scalar.properties.isEmojiPresentation
                || Self.wideRanges.contains { $0.contains(scalar.value) }
            return width + (isWide ? 2 : 1)
        }
    }

    /// Blocks of wide characters (Unicode Standard Annex 11): Hangul Jamo, CJK and its punctuation,
    /// kana, Hangul, compatibility and full-width forms, CJK extensions.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
    ]

    /// At most `width` cells, on one line.
    func fitted(_ width: Int) -> String {
        let line = split(whereSeparator: \.isNewline).joined(separator: " ")
        guard line.cellWidth > width else { return line }
        var (text, cells) = ("", 0)
        for character in line {
            let more = String(character).cellWidth
            guard cells + more <= width - 1 else { break }
            text.append(character)
            cells += more
        }
        return text + "…"
    }
}

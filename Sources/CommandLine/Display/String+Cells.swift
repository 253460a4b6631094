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

    /// The text with spaces in front, at least `width` characters long.
    func leftPadded(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}

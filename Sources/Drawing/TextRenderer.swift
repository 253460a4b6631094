/// Draws text in the bitmap font.
package enum TextRenderer {
    /// The number of characters that fit into a width in pixels; a dot is `scale` pixels wide.
    package static func columns(in width: Int, scale: Int) -> Int {
        max((width / scale + 1) / BitmapFont.advance, 0)
    }

    /// The width of a text in pixels at a scale.
    package static func width(of text: [Unicode.Scalar], scale: Int) -> Int {
        max(text.count * BitmapFont.advance - 1, 0) * scale
    }

    /// Draws a text with its upper left corner at (x, y); a dot is `scale` pixels wide and high.
    package static func draw(
        _ text: [Unicode.Scalar],
        on canvas: Canvas,
        x: Int,
        y: Int,
        scale: Int,
        _ colour: Colour
    ) {
        forEachRun(of: text, x: x, y: y, scale: scale) { x, y, width, height in
            canvas.fill(x: x, y: y, width: width, height: height, colour)
        }
    }

    /// Passes the rectangles of a text to `body`: the dots of a row that touch each other.
    package static func forEachRun(
        of text: [Unicode.Scalar], x: Int, y: Int, scale: Int,
        _ body: (_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Void
    ) {
        for (index, character) in text.enumerated() {
            let left = x + index * BitmapFont.advance * scale
            for (row, runs) in BitmapFont.rows(of: character).enumerated() {
                for run in runs {
                    body(
                        left + run.lowerBound * scale, y + row * scale, run.count * scale, scale)
                }
            }
        }
    }

    /// Truncates a text to `columns` characters, the last three of which are then dots.
    package static func truncate(_ text: [Unicode.Scalar], columns: Int) -> [Unicode.Scalar] {
        guard text.count > columns else { return text }
        return Array(text.prefix(max(columns - 3, 0))) + "...".unicodeScalars.prefix(columns)
    }

    /// Wraps a text between words into at most `lines` lines, and truncates what doesn't fit.
    package static func wrap(_ text: String, columns: Int, lines: Int) -> [[Unicode.Scalar]] {
        var words = text.unicodeScalars
            .split { $0.properties.isWhitespace || $0.value < 32 }
            .map(Array.init)[...]
        var wrapped: [[Unicode.Scalar]] = []
        while let word = words.popFirst() {
            if let last = wrapped.last, last.count + 1 + word.count <= columns {
                wrapped[wrapped.count - 1] = last + [" "] + word
            } else if wrapped.count < lines {
                wrapped.append(truncate(word, columns: columns))
            } else {
                wrapped[lines - 1] = truncate((wrapped.last ?? []) + [" "] + word, columns: columns)
                break
            }
        }
        return wrapped
    }
}

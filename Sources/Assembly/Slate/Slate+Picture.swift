import DailiesDrawing
import DailiesMedia

extension Slate {
    private static let background = Colour(rgb: 0x2e2e2e)
    private static let border = Colour(rgb: 0xffc800)
    private static let text = Colour(rgb: 0xffffff)

    /// Paints the only picture: the border, stripes as on a clapperboard, and the lines.
    func paint(_ picture: borrowing Frame) {
        let (width, height) = (frameSize.width, frameSize.height)
        let thickness = max(2, min(width, height) / 40 * 2)
        Canvas.paint(picture) { canvas in
            canvas.fill(x: 0, y: 0, width: width, height: height, Self.border)
            canvas.fill(
                x: thickness, y: thickness, width: width - 2 * thickness,
                height: height - 2 * thickness, Self.background)
            paintStripes(canvas, from: 0, thickness)
            paintStripes(canvas, from: height - 2 * thickness, thickness)
            paintLines(canvas, thickness)
        }
    }

    /// Slanted stripes in the colours of border and background, twice as high as the border.
    private func paintStripes(_ canvas: Canvas, from top: Int, _ thickness: Int) {
        let width = frameSize.width
        canvas.fill(x: 0, y: top, width: width, height: 2 * thickness, Self.background)
        for row in 0..<2 * thickness {
            for start in stride(from: -4 * thickness, to: width, by: 4 * thickness) {
                canvas.fill(
                    row: top + row, from: start + row, to: start + row + 2 * thickness,
                    Self.border)
            }
        }
    }

    private func paintLines(_ canvas: Canvas, _ thickness: Int) {
        let (inner, room) = (frameSize.width - 6 * thickness, frameSize.height - 8 * thickness)
        let sizes = lines.indices.map { $0 == 0 ? 2 : 1 }
        let texts = lines.map { Array($0.unicodeScalars) }
        // The largest scale at which all lines fit, but one at which they are legible.
        let widths = zip(texts, sizes).map { TextRenderer.width(of: $0, scale: $1) }
        let height = sizes.reduce(0, +) * BitmapFont.leading
        let fitting = min(inner / max(1, widths.max() ?? 1), room / max(1, height))
        let scale = max(fitting, frameSize.width / 320, 1)
        var top = (frameSize.height - height * scale) / 2
        for (text, size) in zip(texts, sizes) {
            let columns = TextRenderer.columns(in: inner, scale: size * scale)
            let line = TextRenderer.truncate(text, columns: columns)
            let width = TextRenderer.width(of: line, scale: size * scale)
            TextRenderer.draw(
                line, on: canvas, x: (frameSize.width - width) / 2, y: top, scale: size * scale,
                Self.text)
            top += size * scale * BitmapFont.leading
        }
    }
}

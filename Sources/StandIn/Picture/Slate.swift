import DailiesDrawing

/// The band at the bottom of the picture that shows shot, part, take and run, like a
/// clapperboard.
struct Slate: Sendable {
    /// The height of the band in pixels.
    let height: Int
    private let width: Int
    private let frameHeight: Int
    private let title: [Unicode.Scalar]
    private let run: [Unicode.Scalar]
    private let titleScale: Int
    /// The size in pixels of a dot of the small text.
    private let scale: Int
    private let promptLines: Int

    private static let stripes = 20
    private static let padding = 20
    private static let board = Colour(rgb: 0x16171a)
    private static let chalk = Colour(rgb: 0xf2f0ea)
    private static let dimmed = Colour(rgb: 0x9a9b9e)

    /// The labels from the request; "-" for those that it doesn't have.
    struct Labels: Sendable {
        let shot: String
        let part: String
        let take: String
        /// The last characters of the run's id.
        let run: String
    }

    init(_ labels: Labels, width: Int, frameHeight: Int) {
        self.width = width
        self.frameHeight = frameHeight
        let isNarrow = width < 1400
        scale = width < 1000 ? 2 : 4
        titleScale = isNarrow ? scale : 6
        promptLines = isNarrow ? 3 : 2
        let leading = BitmapFont.leading * scale
        height =
            (Self.stripes + 2 * Self.padding + BitmapFont.leading * titleScale
                + leading * promptLines + BitmapFont.height * scale) & ~1

        let rest = Array(
            "  PART \(labels.part.prefix(4))  TAKE \(labels.take.prefix(4))".unicodeScalars)
        let inner = width - 2 * Self.margin(width)
        // The time code is at the right of the same line: eleven characters and a gap of two.
        let columns = TextRenderer.columns(in: inner, scale: titleScale) - 13 - rest.count
        title =
            TextRenderer.truncate(Array("SHOT \(labels.shot)".unicodeScalars), columns: columns)
            + rest
        run = Array("STAND-IN RUN \(labels.run)".unicodeScalars)
    }

    private static func margin(_ width: Int) -> Int { width / 64 * 2 }

    /// Wraps a prompt into the lines that fit on the slate.
    func lines(of prompt: String) -> [[Unicode.Scalar]] {
        let inner = width - 2 * Self.margin(width)
        return TextRenderer.wrap(
            prompt, columns: TextRenderer.columns(in: inner, scale: scale), lines: promptLines)
    }

    /// Paints the band of one frame.
    func paint(_ canvas: Canvas, prompt: [[Unicode.Scalar]], frame: Int, accent: Colour) {
        let top = frameHeight - height
        let left = Self.margin(width)
        canvas.fill(x: 0, y: top, width: width, height: height, Self.board)
        paintStripes(canvas, top: top, accent)

        var y = top + Self.stripes + Self.padding
        TextRenderer.draw(title, on: canvas, x: left, y: y, scale: titleScale, accent)
        let code = Array(Self.timeCode(frame).unicodeScalars)
        drawRight(code, on: canvas, y: y, scale: titleScale, Self.chalk)

        y += BitmapFont.leading * titleScale
        for (index, line) in prompt.enumerated() {
            let row = y + index * BitmapFont.leading * scale
            TextRenderer.draw(line, on: canvas, x: left, y: row, scale: scale, Self.chalk)
        }

        y += BitmapFont.leading * scale * promptLines
        TextRenderer.draw(run, on: canvas, x: left, y: y, scale: scale, Self.dimmed)
        let number = Array("FRAME \(Self.padded(frame, to: 4))".unicodeScalars)
        drawRight(number, on: canvas, y: y, scale: scale, Self.dimmed)
    }

    private func drawRight(
        _ text: [Unicode.Scalar],
        on canvas: Canvas,
        y: Int,
        scale: Int,
        _ colour: Colour
    ) {
        let x = width - Self.margin(width) - TextRenderer.width(of: text, scale: scale)
        TextRenderer.draw(text, on: canvas, x: x, y: y, scale: scale, colour)
    }

    private func paintStripes(_ canvas: Canvas, top: Int, _ accent: Colour) {
        for row in 0..<Self.stripes {
            for stripe in -1...width / 120 {
                let start = stripe * 120 + row
                canvas.fill(row: top + row, from: start, to: start + 60, accent)
            }
        }
    }

    /// The time code of a frame at 24 frames a second: hours, minutes, seconds and frames.
    static func timeCode(_ frame: Int) -> String {
        let seconds = frame / 24
        return [seconds / 3600, seconds / 60 % 60, seconds % 60, frame % 24]
            .map { padded($0, to: 2) }.joined(separator: ":")
    }

    private static func padded(_ number: Int, to count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(count - digits.count, 0)) + digits
    }
}

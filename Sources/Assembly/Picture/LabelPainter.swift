import DailiesDrawing
import DailiesMedia
import DailiesMediaTime

/// Paints a film's label into the upper left corner of a picture: white on black, readable at any
/// size.
struct LabelPainter {
    private let text: [Unicode.Scalar]
    private let rotation: Int

    /// - Parameter rotation: by how many degrees players turn the picture clockwise.
    init(_ label: FilmLabel, rotation: Int) {
        text = Array(label.text.unicodeScalars)
        self.rotation = rotation
    }

    /// Capital letters have 7 of the font's 8 rows of dots; they are at least a twentieth of the
    /// picture's shorter side high (GB 45438-2025).
    private static let capitalRows = 7
    private static let shareOfSide = 20

    /// Paints the label into an 8-bit 4:2:0 picture.
    func paint(on picture: borrowing Frame) {
        Canvas.paint(picture) { canvas in
            let isTurned = rotation % 180 != 0
            let width = isTurned ? canvas.height : canvas.width
            let height = isTurned ? canvas.width : canvas.height
            let scale = scale(width: width, height: height)
            let margin = Self.even(min(width, height) / 24)
            let padding = Self.even(2 * scale)
            let box = Rectangle(
                x: margin, y: margin,
                width: Self.even(TextRenderer.width(of: text, scale: scale)) + 2 * padding,
                height: Self.even(BitmapFont.height * scale) + 2 * padding)
            fill(box, .black, canvas)
            TextRenderer.forEachRun(
                of: text, x: margin + padding, y: margin + padding, scale: scale
            ) { x, y, width, height in
                fill(Rectangle(x: x, y: y, width: width, height: height), .white, canvas)
            }
        }
    }

    /// The size of a dot: smaller than usual only where a long text wouldn't fit otherwise.
    private func scale(width: Int, height: Int) -> Int {
        let dots = Self.capitalRows * Self.shareOfSide
        let usual = (min(width, height) + dots - 1) / dots
        let fitting = width * 7 / 8 / max(1, TextRenderer.width(of: text, scale: 1) + 4)
        return max(1, min(usual, fitting))
    }

    private struct Rectangle {
        let x: Int
        let y: Int
        let width: Int
        let height: Int
    }

    /// Fills a rectangle of the displayed picture, which is stored turned.
    private func fill(_ area: Rectangle, _ colour: Colour, _ canvas: Canvas) {
        let (right, bottom) = (area.x + area.width, area.y + area.height)
        switch rotation {
        case 90:
            canvas.fill(
                x: area.y, y: canvas.height - right, width: area.height, height: area.width,
                colour)
        case 180:
            canvas.fill(
                x: canvas.width - right, y: canvas.height - bottom, width: area.width,
                height: area.height, colour)
        case 270:
            canvas.fill(
                x: canvas.width - bottom, y: area.x, width: area.height, height: area.width,
                colour)
        default:
            canvas.fill(
                x: area.x, y: area.y, width: area.width, height: area.height, colour)
        }
    }

    /// A chroma sample covers two pixels, so that the box has no coloured edge.
    private static func even(_ length: Int) -> Int { (length + 1) / 2 * 2 }
}

import DailiesDrawing
import DailiesMedia
import DailiesMediaFilter

/// Where the tiles of a contact sheet are, in pixels.
///
/// All numbers are even, because two by two pixels share one colour.
struct ContactSheetLayout {
    /// The width of a letter's dot.
    static let scale = 2
    private static let mostColumns = 5

    let margin = 20
    let pictureWidth = 320
    let pictureHeight: Int
    let stripe = 6
    let lineGap = 6
    let lineHeight = BitmapFont.leading * scale
    let width: Int
    let height: Int
    private let tilesPerRow: Int

    /// - Parameter shape: the width and height of the first picture, whose shape the tiles have.
    init(count: Int, shape: (width: Int, height: Int)?) {
        let shape = shape ?? (16, 9)
        // A very narrow or wide picture has bars.
        let fitting = pictureWidth * shape.height / max(1, shape.width)
        pictureHeight = min(max(fitting, 120), 570) / 2 * 2
        tilesPerRow = max(1, min(count, Self.mostColumns))
        let rows = (count + tilesPerRow - 1) / tilesPerRow
        let tileHeight = pictureHeight + stripe + lineGap + 2 * lineHeight + margin
        width = tilesPerRow * (pictureWidth + margin) + margin
        height = (margin + lineHeight + margin / 2 + rows * tileHeight + 1) / 2 * 2
    }

    /// The letters of a line below a picture.
    var columns: Int { TextRenderer.columns(in: pictureWidth, scale: Self.scale) }

    /// The letters of the line at the top.
    var titleColumns: Int { TextRenderer.columns(in: width - 2 * margin, scale: Self.scale) }

    /// The upper left corner of a tile.
    func place(of index: Int) -> (x: Int, y: Int) {
        let tileHeight = pictureHeight + stripe + lineGap + 2 * lineHeight + margin
        let (row, column) = index.quotientAndRemainder(dividingBy: tilesPerRow)
        return (
            margin + column * (pictureWidth + margin),
            margin + lineHeight + margin / 2 + row * tileHeight
        )
    }

    /// A picture reduced or enlarged until it fits into its tile.
    struct Fitted: ~Copyable {
        /// `nil` if there is no picture, or if it can't be decoded.
        let frame: Frame?
        let x: Int
        let y: Int

        func paint(on canvas: Canvas, at place: (x: Int, y: Int)) {
            switch frame {
            case .some(let frame): canvas.paint(frame, x: place.x + x, y: place.y + y)
            case .none: break
            }
        }
    }

    func fitted(_ bytes: [UInt8]?) throws(MediaError) -> Fitted {
        guard let bytes, let picture = try? Frame.picture(bytes), picture.width > 0,
            picture.height > 0
        else { return Fitted(frame: nil, x: 0, y: 0) }
        let (wide, tall) = (picture.width, picture.height)
        let isLimitedByWidth = wide * pictureHeight >= tall * pictureWidth
        let width = isLimitedByWidth ? pictureWidth : max(2, wide * pictureHeight / tall / 2 * 2)
        let height = isLimitedByWidth ? max(2, tall * pictureWidth / wide / 2 * 2) : pictureHeight
        // The pictures of JPEG files have the matrix of standard definition.
        let chain =
            "scale=in_color_matrix=bt601:in_range=\(picture.isFullRange ? "full" : "limited")"
            + ":flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24"
            + ",scale=\(width):\(height):flags=area+accurate_rnd+full_chroma_int"
            + ":out_color_matrix=bt709:out_range=limited,format=yuv420p"
        guard let fitted = try FilterGraph.picture(picture, through: chain) else {
            return Fitted(frame: nil, x: 0, y: 0)
        }
        return Fitted(
            frame: fitted, x: (pictureWidth - width) / 4 * 2, y: (pictureHeight - height) / 4 * 2)
    }
}

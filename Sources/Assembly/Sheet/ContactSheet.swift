import DailiesDrawing
import DailiesMedia
import DailiesMediaFilter

/// A picture of every shot of a film on one page, as PNG.
package struct ContactSheet: Hashable, Sendable {
    /// What is shown of a shot.
    package struct Tile: Hashable, Sendable {
        /// A JPEG, PNG or WebP file; `nil` if there is none.
        package let picture: [UInt8]?
        /// The line below the picture, such as the shot's id.
        package let title: String
        /// The line below that, such as the verdict.
        package let detail: String
        /// The colour of the stripe between picture and lines.
        package let mark: Mark

        package init(picture: [UInt8]?, title: String, detail: String, mark: Mark) {
            self.picture = picture
            self.title = title
            self.detail = detail
            self.mark = mark
        }
    }

    /// What a stripe says by its colour.
    package enum Mark: Hashable, Sendable {
        /// Green.
        case good
        /// Yellow.
        case doubtful
        /// Red.
        case bad
        /// Grey.
        case absent
    }

    /// The line at the top of each page.
    package let title: String
    /// The shots in film order.
    package let tiles: [Tile]

    package init(title: String, tiles: [Tile]) {
        self.title = title
        self.tiles = tiles
    }

    /// The tiles of a page: what is more goes to another one.
    package static let tilesPerPage = 60

    /// The pages as PNG files; a picture that can't be decoded is left out.
    ///
    /// Blocks while it encodes.
    ///
    /// - Throws: `AssemblyError` if a page can't be encoded.
    package func pages() throws(AssemblyError) -> [[UInt8]] {
        var pages: [[UInt8]] = []
        for start in stride(from: 0, to: tiles.count, by: Self.tilesPerPage) {
            let part = tiles[start..<min(start + Self.tilesPerPage, tiles.count)]
            do {
                pages.append(try page(Array(part)))
            } catch {
                throw .notWritten(path: title, reason: "no contact sheet: \(error)")
            }
        }
        return pages
    }

    private func page(_ tiles: [Tile]) throws(MediaError) -> [UInt8] {
        let layout = ContactSheetLayout(
            count: tiles.count, shape: tiles.lazy.compactMap { Self.shape(of: $0) }.first)
        let page = try Frame.picture(width: layout.width, height: layout.height)
        Canvas.paint(page) { canvas in
            canvas.fill(x: 0, y: 0, width: layout.width, height: layout.height, Self.background)
            draw(title, on: canvas, x: layout.margin, y: layout.margin, layout.titleColumns)
        }
        for (index, tile) in tiles.enumerated() {
            let place = layout.place(of: index)
            let picture = try layout.fitted(tile.picture)
            Canvas.paint(page) { canvas in
                paint(tile, on: canvas, at: place, layout)
                picture.paint(on: canvas, at: place)
            }
        }
        return try Self.png(page)
    }

    private static func shape(of tile: Tile) -> (width: Int, height: Int)? {
        guard let bytes = tile.picture, let picture = try? Frame.picture(bytes) else { return nil }
        return (picture.width, picture.height)
    }

    // MARK: Painting

    private static let background = Colour(rgb: 0x1c1c1c)
    private static let empty = Colour(rgb: 0x333333)
    private static let text = Colour(rgb: 0xe6e6e6)

    private func paint(
        _ tile: Tile, on canvas: Canvas, at place: (x: Int, y: Int), _ layout: ContactSheetLayout
    ) {
        let (x, y) = place
        canvas.fill(
            x: x, y: y, width: layout.pictureWidth, height: layout.pictureHeight, Self.empty)
        let stripe = y + layout.pictureHeight
        canvas.fill(
            x: x, y: stripe, width: layout.pictureWidth, height: layout.stripe, tile.mark.colour)
        let line = stripe + layout.stripe + layout.lineGap
        draw(tile.title, on: canvas, x: x, y: line, layout.columns)
        draw(tile.detail, on: canvas, x: x, y: line + layout.lineHeight, layout.columns)
    }

    private func draw(_ line: String, on canvas: Canvas, x: Int, y: Int, _ columns: Int) {
        let text = TextRenderer.truncate(Array(line.unicodeScalars), columns: columns)
        TextRenderer.draw(
            text, on: canvas, x: x, y: y, scale: ContactSheetLayout.scale, Self.text)
    }

    private static func png(_ page: borrowing Frame) throws(MediaError) -> [UInt8] {
        guard let bytes = try page.png(hasStandardMatrix: false, isFullRange: false) else {
            throw MediaError(.unsupported, "encode", "contact sheet")
        }
        return bytes
    }
}

extension ContactSheet.Mark {
    fileprivate var colour: Colour {
        switch self {
        case .good: Colour(rgb: 0x3fa34d)
        case .doubtful: Colour(rgb: 0xe0b000)
        case .bad: Colour(rgb: 0xd0342c)
        case .absent: Colour(rgb: 0x808080)
        }
    }
}

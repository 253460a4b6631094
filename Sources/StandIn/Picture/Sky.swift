import DailiesDrawing

/// A gradient from the zenith to the horizon, with stars if the palette has them.
struct Sky: Sendable {
    /// The colour of each row of the picture.
    let rows: [Colour]
    private let stars: [Star]

    private struct Star {
        let x: Int
        let y: Int
        let size: Int
        let phase: Int
    }

    init(_ palette: Palette, width: Int, height: Int, horizon: Int, generator: inout SplitMix64) {
        rows = (0..<height).map { row in
            let depth = Double(row) / Double(max(horizon, 1))
            // The curve keeps the glow near the horizon.
            return palette.zenith.mixed(with: palette.horizon, depth * depth * (1.6 - 0.6 * depth))
        }
        stars = (0..<(palette.hasStars ? 140 : 0)).map { _ in
            Star(
                x: generator.whole(0...width / 2) * 2,
                y: Int(Double(horizon) * 0.85 * generator.number(0...1) * generator.number(0.3...1))
                    & ~1,
                size: generator.whole(1...3),
                phase: generator.whole(0...47))
        }
    }

    func paint(_ canvas: Canvas, frame: Int) {
        for row in rows.indices { canvas.fill(row: row, rows[row]) }
        for star in stars {
            let distance = abs((frame + star.phase) % 48 - 24)
            let brightness = 0.35 + 0.5 * Double(distance) / 24
            let colour = rows[min(star.y, rows.count - 1)].mixed(with: .white, brightness)
            canvas.fill(x: star.x, y: star.y, width: star.size, height: star.size, colour)
        }
    }
}

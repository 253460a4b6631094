import DailiesDrawing

/// The sun or the moon: a bright disc with a glow that drifts slowly across the sky.
struct Disc: Sendable {
    private let centre: (x: Double, y: Double)
    /// In pixels a frame.
    private let drift: (x: Double, y: Double)
    private let radius: Double
    private let colour: Colour

    init(_ palette: Palette, width: Int, horizon: Int, generator: inout SplitMix64) {
        let size = Double(min(width, horizon))
        radius = size * generator.number(0.09...0.16)
        centre = (
            Double(width) * generator.number(0.22...0.78),
            Double(horizon) * generator.number(0.34...0.68)
        )
        drift = (generator.number(0.25...0.6) * (generator.whole(0...1) == 0 ? 1 : -1), -0.2)
        colour = palette.disc
    }

    /// The column of the disc's centre in a frame.
    func column(in frame: Int) -> Double { centre.x + drift.x * Double(frame) }

    func paint(_ canvas: Canvas, over sky: Sky, frame: Int) {
        let x = column(in: frame)
        let y = centre.y + drift.y * Double(frame)
        let rings = 14
        for ring in 0..<rings {
            // From the faint outer ring to the inner one.
            let nearness = Double(ring + 1) / Double(rings)
            let reach = radius * (2.9 - 1.85 * nearness)
            paint(canvas, x, y, reach) { sky.rows[$0].mixed(with: colour, 0.3 * nearness) }
        }
        paint(canvas, x, y, radius) { _ in colour }
    }

    private func paint(
        _ canvas: Canvas,
        _ x: Double,
        _ y: Double,
        _ reach: Double,
        _ colour: (_ row: Int) -> Colour
    ) {
        let top = max(Int(y - reach), 0)
        let bottom = min(Int(y + reach) + 1, canvas.height)
        guard top < bottom else { return }
        for row in top..<bottom {
            let height = Double(row) - y
            let half = max(reach * reach - height * height, 0).squareRoot()
            canvas.fill(row: row, from: Int(x - half), to: Int(x + half), colour(row))
        }
    }
}

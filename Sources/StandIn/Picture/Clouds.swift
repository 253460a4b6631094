import DailiesDrawing

/// Long flat clouds that drift to the right.
struct Clouds: Sendable {
    private let streaks: [Streak]
    private let colour: Colour

    private struct Streak {
        let x: Double
        let y: Int
        let length: Int
        let thickness: Int
        /// In pixels a frame.
        let speed: Double
    }

    init(_ palette: Palette, width: Int, horizon: Int, generator: inout SplitMix64) {
        colour = palette.horizon.mixed(with: palette.disc, 0.45)
        streaks = (0..<generator.whole(3...7)).map { _ in
            Streak(
                x: generator.number(0...Double(width)),
                y: Int(Double(horizon) * generator.number(0.16...0.82)),
                length: Int(Double(width) * generator.number(0.14...0.4)),
                thickness: generator.whole(5...13) * 2,
                speed: generator.number(0.4...1.3))
        }
    }

    func paint(_ canvas: Canvas, over sky: Sky, frame: Int) {
        for streak in streaks {
            // A streak that leaves the frame on the right reappears on the left.
            let cycle = Double(canvas.width + streak.length)
            let travelled = (streak.x + streak.speed * Double(frame))
                .truncatingRemainder(dividingBy: cycle)
            paint(canvas, streak, at: Int(travelled) - streak.length, over: sky)
        }
    }

    private func paint(_ canvas: Canvas, _ streak: Streak, at x: Int, over sky: Sky) {
        let radius = Double(streak.thickness) / 2
        for line in 0..<streak.thickness {
            let row = streak.y + line
            guard row < sky.rows.count else { return }
            // Lens-shaped: rows get shorter away from the middle, along an ellipse.
            let height = (Double(line) + 0.5 - radius) / radius
            let reach = (1 - height * height).squareRoot()
            let inset = Int(Double(streak.length) * (1 - reach) * 0.45)
            canvas.fill(
                row: row, from: x + inset, to: x + streak.length - inset,
                sky.rows[row].mixed(with: colour, 0.42))
        }
    }
}

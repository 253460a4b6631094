import DailiesDrawing
import Foundation

/// Water that mirrors the sky, with glitter below the disc.
struct Water: Sendable {
    private let shoreline: Int
    private let rows: [Colour]
    private let glitter: Colour
    private let phase: Double

    init(
        _ palette: Palette, mirroring sky: Sky, shoreline: Int, bottom: Int,
        generator: inout SplitMix64
    ) {
        self.shoreline = shoreline
        let depth = max(bottom - shoreline, 1)
        rows = (0..<depth).map { row in
            let mirrored = sky.rows[max(shoreline - 1 - row * 2, 0)]
            return mirrored.mixed(with: palette.land, 0.3 + 0.35 * Double(row) / Double(depth))
        }
        glitter = palette.disc
        phase = generator.number(0...6)
    }

    func paint(_ canvas: Canvas, beneath column: Double, frame: Int) {
        for (index, colour) in rows.enumerated() { canvas.fill(row: shoreline + index, colour) }
        let time = Double(frame) / 24
        var index = 2
        var wave = 0.0
        while index < rows.count {
            // Distant waves are closer together.
            let near = Double(index) / Double(rows.count)
            let thickness = 2 + Int(5 * near)
            let swell = sin(wave * 2.4 + phase + time * 2.2) * sin(wave * 0.9 - time * 1.3)
            let half = (30 + 150 * near) * (0.45 + 0.55 * swell)
            let sway = 30 * near * sin(wave * 1.7 + time * 1.9)
            for row in index..<min(index + thickness, rows.count) {
                canvas.fill(
                    row: shoreline + row, from: Int(column + sway - half),
                    to: Int(column + sway + half),
                    rows[row].mixed(with: glitter, 0.25 + 0.45 * (swell + 1) / 2 * (1 - near)))
            }
            index += thickness * 2 + 1
            wave += 1
        }
    }
}

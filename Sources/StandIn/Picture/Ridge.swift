import DailiesDrawing

/// A silhouette of land that moves sideways, faster if it is nearer.
///
/// Its rows are converted to spans once, so that painting a frame only fills spans.
struct Ridge: Sendable {
    private let period: Int
    /// In pixels a frame.
    private let speed: Double
    private let top: Int
    /// The covered columns of each row from `top` down to the first row that is fully covered.
    private let runs: [[Range<Int>]]
    /// The colour of each row from `top` down.
    private let shades: [Colour]

    /// Makes a silhouette from heights (0–1) between the rows `crest` (highest) and `foot` (lowest).
    ///
    /// - Parameter mist: the colour into which the land fades towards the row `bottom`.
    init(
        _ heights: [Double],
        crest: Int,
        foot: Int,
        bottom: Int,
        speed: Double,
        colour: Colour,
        mist: Colour
    ) {
        period = heights.count
        self.speed = speed
        top = crest
        let rowCount = max(foot - crest, 1)
        let edges = heights.map { height in
            min(max(Int((1 - height) * Double(rowCount)), 0), rowCount)
        }
        runs = Self.cut(edges, rowCount: rowCount)
        let depth = max(bottom - crest, 1)
        shades = (0..<depth).map { row in
            colour.mixed(with: mist, 0.45 * Double(row) / Double(depth))
        }
    }

    /// Converts the first covered row of each column to the covered columns of each row.
    private static func cut(_ edges: [Int], rowCount: Int) -> [[Range<Int>]] {
        var runs = [[Range<Int>]](repeating: [], count: rowCount)
        var starts = [Int](repeating: 0, count: rowCount)
        var previous = rowCount
        for (column, edge) in edges.enumerated() {
            if edge < previous {
                for row in edge..<previous { starts[row] = column }
            } else {
                for row in previous..<edge { runs[row].append(starts[row]..<column) }
            }
            previous = edge
        }
        for row in previous..<max(rowCount, previous) {
            runs[row].append(starts[row]..<edges.count)
        }
        return runs
    }

    func paint(_ canvas: Canvas, frame: Int) {
        let offset = Int(speed * Double(frame)) % period
        for (index, shade) in shades.enumerated() {
            let row = top + index
            guard index < runs.count else {
                canvas.fill(row: row, shade)
                continue
            }
            for run in runs[index] {
                let start = run.lowerBound - offset
                canvas.fill(row: row, from: start, to: start + run.count, shade)
                canvas.fill(row: row, from: start + period, to: start + period + run.count, shade)
            }
        }
    }
}

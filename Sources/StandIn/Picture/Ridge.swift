/// A silhouette of land that passes sideways, the faster the nearer it is.
///
/// Its rows are cut into runs once, so that painting a frame is only filling spans.
struct Ridge: Sendable {
    private let period: Int
    /// Pixels in one frame.
    private let speed: Double
    private let top: Int
    /// What the land covers in each row from `top` on, until a row is covered altogether.
    private let runs: [[Range<Int>]]
    /// The colour of each row from `top` on, down to the last.
    private let shades: [Colour]

    /// Cuts a profile between the rows `crest` (its highest) and `foot` (its lowest).
    ///
    /// - Parameter mist: what the land fades into towards `bottom`.
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

    /// Turns the first covered row of each column into the covered columns of each row.
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

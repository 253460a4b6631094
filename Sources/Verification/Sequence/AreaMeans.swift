/// Reduces a plane of samples to fewer, each the mean of an area of the plane.
enum AreaMeans {
    /// The least number of rows that are read of a high area, at equal distances; all rows are read
    /// of areas with fewer than twice as many, as in high definition.
    private static let minimumRows = 12

    /// Reduces a plane.
    ///
    /// A plane with fewer columns or rows than are asked for repeats some of them.
    ///
    /// - Parameters:
    ///   - plane: at least `stride` times the number of rows bytes.
    ///   - stride: the distance of two rows in bytes, at least the number of columns.
    ///   - size: the columns and rows of the plane, at least 1.
    ///   - target: the columns and rows of the result, at least 1.
    /// - Returns: the means, row by row.
    static func reduce(
        _ plane: UnsafeBufferPointer<UInt8>, stride: Int, _ size: (columns: Int, rows: Int),
        to target: (columns: Int, rows: Int)
    ) -> [UInt8] {
        guard let start = plane.baseAddress, plane.count >= stride * size.rows,
            stride >= size.columns, size.columns > 0, size.rows > 0
        else { return [UInt8](repeating: 0, count: target.columns * target.rows) }
        let edges = (0...target.columns).map { $0 * size.columns / target.columns }
        return [UInt8](unsafeUninitializedCapacity: target.columns * target.rows) { means, count in
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: size.columns) { sums in
                guard let first = sums.baseAddress else { return }
                for row in 0..<target.rows {
                    let rows = rows(of: row, size.rows, target.rows)
                    sum(start, stride, rows, into: first, size.columns)
                    for column in 0..<target.columns {
                        let left = min(edges[column], size.columns - 1)
                        let right = max(left + 1, edges[column + 1])
                        var sum: UInt32 = 0
                        for place in left..<right { sum &+= UInt32(first[place]) }
                        let mean = Float(sum) / Float((right - left) * rows.count) + 0.5
                        means[row * target.columns + column] = UInt8(mean)
                    }
                }
            }
            count = target.columns * target.rows
        }
    }

    /// The rows of the plane that a row of the result is the mean of.
    private static func rows(of row: Int, _ count: Int, _ targetCount: Int) -> Rows {
        let top = min(row * count / targetCount, count - 1)
        let bottom = max(top + 1, (row + 1) * count / targetCount)
        let step = max(1, (bottom - top) / minimumRows)
        return Rows(top: top, step: step, count: (bottom - top + step - 1) / step)
    }

    /// Rows at equal distances: fewer than twice `minimumRows`.
    private struct Rows {
        let top: Int
        let step: Int
        let count: Int
    }

    /// Adds up rows, column by column.
    private static func sum(
        _ start: UnsafePointer<UInt8>, _ stride: Int, _ rows: Rows,
        into sums: UnsafeMutablePointer<UInt16>, _ columns: Int
    ) {
        for number in 0..<rows.count {
            let line = start + (rows.top + number * rows.step) * stride
            if number == 0 {
                for column in 0..<columns { sums[column] = UInt16(line[column]) }
            } else {
                for column in 0..<columns { sums[column] &+= UInt16(line[column]) }
            }
        }
    }
}

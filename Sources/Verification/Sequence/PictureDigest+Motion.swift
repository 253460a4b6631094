extension PictureDigest {
    /// How far the parts of the picture have moved since an earlier one.
    ///
    /// Each square of 8×8 pixels is searched in the earlier picture, up to seven pixels to each side, by
    /// the sum of absolute differences (block matching by full search); what is left of the motion is
    /// found from the slopes. Squares without details show no motion, and don't count.
    ///
    /// - Parameters:
    ///   - earlier: the earlier picture.
    ///   - width: the width of both before they were reduced, and `height` their height, in pixels.
    /// - Returns: the mean length of the motion as a share of width plus height; `nil` if no part of the
    ///   picture has details.
    package func motion(since earlier: PictureDigest, width: Int, height: Int) -> Double? {
        luma.withUnsafeBufferPointer { luma in
            earlier.luma.withUnsafeBufferPointer { earlier in
                let search = MotionSearch(picture: luma, earlier: earlier)
                let (right, down) = (
                    Float(width) / Float(Self.size.width), Float(height) / Float(Self.size.height)
                )
                var (length, count): (Float, Float) = (0, 0)
                for place in MotionSearch.places where search.hasDetails(at: place) {
                    let shift = search.shift(of: place) * SIMD2(right, down)
                    length += (shift * shift).sum().squareRoot()
                    count += 1
                }
                return count > 0 ? Double(length / count) / Double(width + height) : nil
            }
        }
    }
}

/// Finds where the squares of a reduced picture were in an earlier one (block matching).
private struct MotionSearch {
    /// The luma of the picture, and of the earlier one, row by row.
    let picture: UnsafeBufferPointer<UInt8>
    let earlier: UnsafeBufferPointer<UInt8>

    /// The side of a square in pixels.
    private static let side = 8
    /// How far a square is searched to each side, in pixels.
    private static let reach = 7
    /// Added to the sum of absolute differences for each pixel of a shift, so that grain is rarely taken
    /// for motion: half a code value for each pixel of the square.
    private static let cost = side * side / 2
    /// Added to the sums of squared slopes, so that a square without slopes in one direction shows no motion
    /// in it: as much as a slope of one code value a pixel in every pixel of the square.
    private static let damping = Float(side * side)
    /// The least difference between the brightest and the darkest pixel of a square with details, in code
    /// values.
    private static let details: UInt8 = 24

    /// The upper left corner of a square.
    struct Place {
        let column: Int
        let row: Int
    }

    /// The squares that are searched: those at the edges aren't, since they may come from outside.
    static let places = starts(PictureDigest.size.height).flatMap { row in
        starts(PictureDigest.size.width).map { Place(column: $0, row: row) }
    }

    /// Where squares begin, so that all shifts of them have two neighbours to each side.
    private static func starts(_ size: Int) -> StrideThrough<Int> {
        stride(from: reach + 2, through: size - side - reach - 2, by: side)
    }

    func hasDetails(at place: Place) -> Bool {
        var least = SIMD8<UInt8>(repeating: .max)
        var most = SIMD8<UInt8>(repeating: .min)
        for row in 0..<Self.side {
            let pixels = Self.pixels(picture, place.column, place.row + row)
            least = pointwiseMin(least, pixels)
            most = pointwiseMax(most, pixels)
        }
        return most.max() - least.min() >= Self.details
    }

    /// How far the square has moved to the right and down, in pixels.
    func shift(of place: Place) -> SIMD2<Float> {
        var best = (right: 0, down: 0, cost: difference(place, 0, 0))
        for down in -Self.reach...Self.reach {
            for right in -Self.reach...Self.reach {
                let distance = Self.cost * (abs(right) + abs(down))
                guard distance < best.cost else { continue }
                let cost = difference(place, right, down, limit: best.cost - distance) + distance
                if cost < best.cost { best = (right, down, cost) }
            }
        }
        // The search finds where the square comes from.
        return rest(place, best.right, best.down) - SIMD2(Float(best.right), Float(best.down))
    }

    /// The part of the motion that is smaller than a pixel: the least squares solution from the slopes of
    /// the earlier picture (Lucas and Kanade 1981).
    private func rest(_ place: Place, _ right: Int, _ down: Int) -> SIMD2<Float> {
        // Sums over the square: of the slopes' products, and of slope times difference.
        var (xx, xy, yy): (Float, Float, Float) = (0, 0, 0)
        var (xt, yt): (Float, Float) = (0, 0)
        for row in place.row..<place.row + Self.side {
            for column in place.column..<place.column + Self.side {
                let here = row * PictureDigest.size.width + column
                let from = here + down * PictureDigest.size.width + right
                let x = slope(from, 1)
                let y = slope(from, PictureDigest.size.width)
                let step = Float(picture[here]) - Float(earlier[from])
                xx += x * x
                xy += x * y
                yy += y * y
                xt += x * step
                yt += y * step
            }
        }
        // Along an edge the motion is unknown: the damping keeps it at zero there.
        xx += Self.damping
        yy += Self.damping
        let determinant = xx * yy - xy * xy
        let motion = SIMD2(xy * yt - yy * xt, xy * xt - xx * yt) / determinant
        return motion.clamped(lowerBound: SIMD2(-0.7, -0.7), upperBound: SIMD2(0.7, 0.7))
    }

    /// The slope of the earlier picture, from the two neighbours to each side (a central difference of the
    /// fourth order).
    private func slope(_ place: Int, _ step: Int) -> Float {
        let near = Float(earlier[place + step]) - Float(earlier[place - step])
        let far = Float(earlier[place + 2 * step]) - Float(earlier[place - 2 * step])
        return (8 * near - far) / 12
    }

    /// The sum of absolute differences between the square and the earlier picture at a shift; any sum of
    /// `limit` or more once that is reached.
    private func difference(
        _ place: Place, _ right: Int, _ down: Int, limit: Int = .max
    ) -> Int {
        var sum = 0
        for row in 0..<Self.side {
            let mine = Self.pixels(picture, place.column, place.row + row)
            let theirs = Self.pixels(earlier, place.column + right, place.row + row + down)
            let steps = pointwiseMax(mine, theirs) &- pointwiseMin(mine, theirs)
            sum += Int(SIMD8<UInt16>(truncatingIfNeeded: steps).wrappedSum())
            if sum >= limit { return sum }
        }
        return sum
    }

    /// Eight pixels of a row.
    private static func pixels(
        _ luma: UnsafeBufferPointer<UInt8>, _ column: Int, _ row: Int
    ) -> SIMD8<UInt8> {
        UnsafeRawBufferPointer(luma).loadUnaligned(
            fromByteOffset: row * PictureDigest.size.width + column, as: SIMD8<UInt8>.self)
    }
}

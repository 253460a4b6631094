extension PictureDigest {
    /// The structural similarity (SSIM) of the luma of two pictures: 1 if they are equal, about 0 if
    /// they have nothing in common.
    ///
    /// It is the mean over windows of 8×8 pixels that lie 4 pixels apart, as in x264 and in ffmpeg's
    /// filter `ssim`. Source: Wang, Bovik, Sheikh, Simoncelli: *Image quality assessment: from error
    /// visibility to structural similarity*, IEEE Transactions on Image Processing 13 (2004).
    package func similarity(to other: PictureDigest) -> Double {
        let (width, height) = Self.size
        var sum = 0.0
        var count = 0
        for top in stride(from: 0, through: (height / Self.step - 2) * Self.step, by: Self.step) {
            for left in stride(from: 0, through: width - Self.window, by: Self.step) {
                sum += similarity(to: other, top, left)
                count += 1
            }
        }
        return sum / Double(count)
    }

    /// The side of a window, and the distance of two windows, in pixels.
    private static let window = 8
    private static let step = 4
    /// The constants (0.01 · 255)² / 64 and (0.03 · 255)² keep dark and flat windows stable.
    private static let brightnessConstant = 6.5025 / 64
    private static let contrastConstant = 58.5225

    private func similarity(to other: PictureDigest, _ top: Int, _ left: Int) -> Double {
        var (mine, theirs, squares, products) = (0, 0, 0, 0)
        for row in top..<top + Self.window {
            for place in row * Self.size.width + left..<row * Self.size.width + left + Self.window {
                let (one, another) = (Int(luma[place]), Int(other.luma[place]))
                mine += one
                theirs += another
                squares += one * one + another * another
                products += one * another
            }
        }
        let count = Double(Self.window * Self.window)
        let (one, another) = (Double(mine) / count, Double(theirs) / count)
        // The variances and the covariance are those of a sample.
        let variances =
            (Double(squares) - count * (one * one + another * another)) / (count - 1)
        let covariance = (Double(products) - count * one * another) / (count - 1)
        return (2 * one * another + Self.brightnessConstant)
            * (2 * covariance + Self.contrastConstant)
            / ((one * one + another * another + Self.brightnessConstant)
                * (variances + Self.contrastConstant))
    }
}

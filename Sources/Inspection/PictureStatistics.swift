import DailiesMedia

/// What a decoded picture shows: its main colour, noise, black bars.
struct PictureStatistics: Sendable, Hashable {
    /// The most frequent colour, in 8-bit Y′CbCr.
    let colour: Colour
    /// The correlation of neighbouring pixels: 1 in a flat picture, 0 in noise.
    let likeness: Double
    /// The share of flat blocks.
    let flatShare: Double
    /// Black lines and columns at the edges that end with a sharp edge.
    let bars: Bars
    /// The mean luma.
    let brightness: Double
    /// Width in pixels.
    let width: Int
    /// Height in pixels.
    let height: Int

    /// A colour in 8-bit Y′CbCr.
    struct Colour: Sendable, Hashable {
        let luma: Int
        let blue: Int
        let red: Int

        /// The colour's common name.
        var name: String {
            switch (blue - 128, red - 128) {
            case (-12...12, -12...12): luma < 60 ? "dark grey" : luma > 200 ? "white" : "grey"
            case (...(-12), ...(-12)): "green"
            case (_, 40...): "red"
            case (40..., _): "blue"
            default: "Y \(luma), Cb \(blue), Cr \(red)"
            }
        }
    }

    /// The widths of the black bars at each edge, in pixels.
    struct Bars: Sendable, Hashable {
        var top = 0
        var bottom = 0
        var left = 0
        var right = 0
    }

    /// Whether the picture is of one colour, without a title or a small object on it.
    ///
    /// Black counts too; `isBlack` tells it apart.
    let isOneColour: Bool

    /// Whether no pixel resembles its neighbour, anywhere in the picture.
    func isNoise(likeness least: Double) -> Bool { likeness < least && flatShare < 0.05 }

    /// Whether the main colour is black.
    var isBlack: Bool {
        colour.luma <= 32 && abs(colour.blue - 128) <= 8 && abs(colour.red - 128) <= 8
    }

    /// Measures a picture with 8-bit planes in 4:2:0; `nil` for any other layout.
    ///
    /// - Parameter thumbnail: set to a small copy of the luma, for comparison with the next
    ///   picture.
    init?(_ frame: borrowing Frame, thumbnail: inout Thumbnail?) {
        let (width, height) = (frame.width, frame.height)
        let statistics = frame.withPlane(0) { bytes, stride in
            LumaPlane(bytes: UnsafeBufferPointer(bytes), stride: stride, width, height).statistics
        }
        guard let luma = statistics,
            let blue = Self.mode(of: frame, plane: 1, (width + 1) / 2, (height + 1) / 2),
            let red = Self.mode(of: frame, plane: 2, (width + 1) / 2, (height + 1) / 2)
        else { return nil }
        self.width = width
        self.height = height
        colour = Colour(luma: luma.mode.value, blue: blue.value, red: red.value)
        let share = min(luma.mode.share, blue.share, red.share)
        isOneColour =
            share >= 0.98
            && luma.thumbnail.share(near: luma.mode.value, within: 24) >= 0.9998
        flatShare = luma.flatShare
        thumbnail = luma.thumbnail
        likeness = luma.likeness
        bars = luma.bars
        brightness = luma.mean
    }

    private static func mode(
        of frame: borrowing Frame, plane: Int, _ width: Int, _ height: Int
    ) -> (value: Int, share: Double)? {
        frame.withPlane(plane) { bytes, stride in
            var histogram = Histogram()
            for row in Swift.stride(from: 0, to: height, by: max(1, height / 60)) {
                for column in Swift.stride(from: 0, to: width, by: max(1, width / 80)) {
                    histogram.add(bytes[row * stride + column])
                }
            }
            return histogram.mode(within: 4)
        }
    }
}

/// How pictures are stored, and how they are to be seen.
package struct PictureFormat: Hashable, Sendable {
    /// Stored pixels across.
    package var width: Int
    /// Stored pixels down.
    package var height: Int
    /// The layout of the samples in libav's words, such as `yuv420p`.
    package var pixelFormat = "yuv420p"
    /// The shape of a pixel: 1:1 is square.
    package var pixelShape = PixelShape()
    /// How numbers become colours.
    package var colour = VideoColour.highDefinition

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// How much wider than tall a pixel is.
package struct PixelShape: Hashable, Sendable, CustomStringConvertible {
    package var width = 1
    package var height = 1

    package init() {}

    /// What isn't positive means that nothing is known: square.
    package init(_ width: Int, _ height: Int) {
        guard width > 0, height > 0 else { return }
        var (divisor, rest) = (width, height)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        self.width = width / divisor
        self.height = height / divisor
    }

    package var description: String { "\(width):\(height)" }
}

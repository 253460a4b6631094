/// The format of uncompressed pictures: size, pixel format, pixel shape and colour.
package struct PictureFormat: Hashable, Sendable {
    /// Width in stored pixels.
    package var width: Int
    /// Height in stored pixels.
    package var height: Int
    /// libav's name of the pixel format, such as `yuv420p`.
    package var pixelFormat = "yuv420p"
    /// The sample aspect ratio; 1:1 is square.
    package var pixelShape = PixelShape()
    /// The colour description.
    package var colour = VideoColour.highDefinition

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// A sample aspect ratio, in lowest terms.
package struct PixelShape: Hashable, Sendable, CustomStringConvertible {
    package var width = 1
    package var height = 1

    package init() {}

    /// Makes the ratio `width:height`; 1:1 if a number isn't positive, which means unknown.
    package init(_ width: Int, _ height: Int) {
        guard width > 0, height > 0 else { return }
        var (divisor, rest) = (width, height)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        self.width = width / divisor
        self.height = height / divisor
    }

    package var description: String { "\(width):\(height)" }
}

/// A colour in 8-bit limited-range BT.709: luma 16–235, chroma 16–240 with 128 as neutral.
package struct Colour: Sendable, Hashable {
    package let luma: UInt8
    package let blueDifference: UInt8
    package let redDifference: UInt8

    /// Converts an RGB colour, `0xRRGGBB`.
    package init(rgb: UInt32) {
        let red = Double(rgb >> 16 & 0xff) / 255
        let green = Double(rgb >> 8 & 0xff) / 255
        let blue = Double(rgb & 0xff) / 255
        let brightness = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        self.init(
            luma: 16 + 219 * brightness,
            blueDifference: 128 + 224 * (blue - brightness) / 1.8556,
            redDifference: 128 + 224 * (red - brightness) / 1.5748)
    }

    private init(luma: Double, blueDifference: Double, redDifference: Double) {
        self.luma = UInt8(clamping: Int(luma.rounded()))
        self.blueDifference = UInt8(clamping: Int(blueDifference.rounded()))
        self.redDifference = UInt8(clamping: Int(redDifference.rounded()))
    }

    /// White: luma 235, chroma 128.
    package static let white = Colour(rgb: 0xffffff)

    /// Black: luma 16, chroma 128.
    package static let black = Colour(rgb: 0)

    /// The mix with another colour, whose share is `amount` (0–1).
    package func mixed(with other: Colour, _ amount: Double) -> Colour {
        let share = min(max(amount, 0), 1)
        func between(_ first: UInt8, _ second: UInt8) -> Double {
            Double(first) + (Double(second) - Double(first)) * share
        }
        return Colour(
            luma: between(luma, other.luma),
            blueDifference: between(blueDifference, other.blueDifference),
            redDifference: between(redDifference, other.redDifference))
    }
}

/// A count of frames in a count of seconds, such as 24/1 or 24000/1001.
public struct FrameRate: Hashable, Sendable {
    /// Frames in `denominator` seconds, always positive.
    public let numerator: Int32
    /// The seconds in which `numerator` frames pass, always positive.
    public let denominator: Int32

    /// Makes the rate in lowest terms, or `nil` where either number isn't positive.
    public init?(_ numerator: Int32, _ denominator: Int32 = 1) {
        guard numerator > 0, denominator > 0 else { return nil }
        let divisor = Int32(
            greatestCommonDivisor(UInt128(numerator.magnitude), UInt128(denominator.magnitude)))
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    /// Reads "24", "24/1" or "23.976"; the broadcast decimals become their exact fractions.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, let top = Int32(parts[0]), let bottom = Int32(parts[1]) {
            self.init(top, bottom)
        } else if let whole = Int32(text) {
            self.init(whole)
        } else if text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            let decimal = Double(text), decimal > 0, decimal < 1000
        {
            let nearest = decimal.rounded(.up)
            if abs(nearest * 1000 / 1001 - decimal) < 0.005 {
                self.init(Int32(nearest) * 1000, 1001)
            } else {
                self.init(Int32((decimal * 1000).rounded()), 1000)
            }
        } else {
            return nil
        }
    }

    /// How long one frame is shown.
    public var frameDuration: MediaTime {
        MediaTime(value: Int64(denominator), timescale: numerator)
    }

    /// Frames in one second, for printing and for comparing within a tolerance.
    public var framesPerSecond: Double { Double(numerator) / Double(denominator) }

    /// How long `count` frames last.
    public func duration(frames count: Int) -> MediaTime { frameDuration * count }

    /// How many whole frames pass in a time; none in a negative one.
    public func frames(in time: MediaTime) -> Int {
        let frames =
            Int128(time.value) * Int128(numerator) / (Int128(time.timescale) * Int128(denominator))
        return Int(clamping: max(0, frames))
    }
}

extension FrameRate: CustomStringConvertible {
    /// The fraction as JSON and messages carry it, such as `24/1`.
    public var description: String { "\(numerator)/\(denominator)" }
}

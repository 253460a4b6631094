/// A frame rate as an exact fraction, such as 24/1 or 24000/1001 frames per second.
public struct FrameRate: Hashable, Sendable {
    /// The number of frames in `denominator` seconds, always positive.
    public let numerator: Int32
    /// The number of seconds for `numerator` frames, always positive.
    public let denominator: Int32

    /// Makes the rate in lowest terms; `nil` if either number isn't positive.
    public init?(_ numerator: Int32, _ denominator: Int32 = 1) {
        guard numerator > 0, denominator > 0 else { return nil }
        let divisor = Int32(
            greatestCommonDivisor(UInt128(numerator.magnitude), UInt128(denominator.magnitude)))
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    /// Parses "24", "24/1" or "23.976"; broadcast decimals become exact fractions (24000/1001).
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

    /// 24 frames per second.
    public static let film = FrameRate(validNumerator: 24)

    private init(validNumerator: Int32) {
        numerator = validNumerator
        denominator = 1
    }

    /// The duration of one frame.
    public var frameDuration: MediaTime {
        MediaTime(value: Int64(denominator), timescale: numerator)
    }

    /// Frames per second, for printing and for comparisons with a tolerance.
    public var framesPerSecond: Double { Double(numerator) / Double(denominator) }

    /// The duration of `count` frames.
    public func duration(frames count: Int) -> MediaTime { frameDuration * count }

    /// The number of whole frames in a time; zero for a negative one.
    public func frames(in time: MediaTime) -> Int {
        let frames =
            Int128(time.value) * Int128(numerator) / (Int128(time.timescale) * Int128(denominator))
        return Int(clamping: max(0, frames))
    }
}

extension FrameRate: CustomStringConvertible {
    /// The fraction as used in JSON and messages, such as `24/1`.
    public var description: String { "\(numerator)/\(denominator)" }
}

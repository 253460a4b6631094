/// An aspect ratio: width to height.
public struct AspectRatio: Hashable, Sendable {
    /// The width part.
    public let width: Int
    /// The height part.
    public let height: Int

    /// The aspect ratio of a frame size.
    public init(_ size: FrameSize) {
        width = max(1, size.width)
        height = max(1, size.height)
    }

    /// Parses a ratio such as "16:9", each part 1…10000; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
            (1...10_000).contains(width), (1...10_000).contains(height)
        else { return nil }
        self.width = width
        self.height = height
    }

    /// Width divided by height.
    public var value: Double { Double(width) / Double(height) }
}

extension AspectRatio: CustomStringConvertible {
    /// The ratio as text, such as `16:9`.
    public var description: String { "\(width):\(height)" }
}

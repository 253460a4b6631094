/// Pixels across and down.
public struct FrameSize: Hashable, Sendable {
    /// Pixels across.
    public let width: Int
    /// Pixels down.
    public let height: Int

    /// Makes a size in pixels.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Reads "1920x1080"; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
            (1...65_536).contains(width), (1...65_536).contains(height)
        else { return nil }
        self.init(width: width, height: height)
    }
}

extension FrameSize: CustomStringConvertible {
    /// The size as people write it, such as `1920x1080`.
    public var description: String { "\(width)x\(height)" }
}

/// The shape of a picture: width to height.
public struct AspectRatio: Hashable, Sendable {
    /// The width's share.
    public let width: Int
    /// The height's share.
    public let height: Int

    /// The shape of a picture of that size.
    public init(_ size: FrameSize) {
        width = max(1, size.width)
        height = max(1, size.height)
    }

    /// Reads "16:9"; `nil` for anything else.
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
    /// The ratio as people write it, such as `16:9`.
    public var description: String { "\(width):\(height)" }
}

/// A frame size in pixels.
public struct FrameSize: Hashable, Sendable {
    /// Width in pixels.
    public let width: Int
    /// Height in pixels.
    public let height: Int

    /// Makes a size in pixels.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Parses a size such as "1920x1080", each side 1…65536; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
            (1...65_536).contains(width), (1...65_536).contains(height)
        else { return nil }
        self.init(width: width, height: height)
    }
}

extension FrameSize: CustomStringConvertible {
    /// The size as text, such as `1920x1080`.
    public var description: String { "\(width)x\(height)" }
}

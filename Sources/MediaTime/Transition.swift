/// How one clip of a film changes to the next.
public enum Transition: Hashable, Sendable {
    /// The next clip begins where the last one ends.
    case cut
    /// The last frames of a clip are mixed with the first ones of the next; the number of frames is
    /// 1…1000.
    case dissolve(frames: Int)

    /// Parses "cut", or "dissolve:" and the number of frames; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        if text == "cut" {
            self = .cut
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0] == "dissolve", let frames = Int(parts[1]),
            (1...1000).contains(frames)
        else { return nil }
        self = .dissolve(frames: frames)
    }

    /// The number of frames in which both clips are visible; 0 for a cut.
    public var frames: Int {
        switch self {
        case .cut: 0
        case .dissolve(let frames): frames
        }
    }
}

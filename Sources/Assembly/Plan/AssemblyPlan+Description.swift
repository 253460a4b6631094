extension AssemblyPlan: CustomStringConvertible {
    /// The film's format and length, and a line for each clip: when it begins and how it is joined.
    public var description: String {
        let film =
            "\(placements.count) \(placements.count == 1 ? "clip" : "clips"), \(duration), \(format.width)x\(format.height), "
            + "\(frameRate) fps"
        return ([film] + placements.map { "  \(range(of: $0).start)  \($0)" })
            .joined(separator: "\n")
    }
}

extension AssemblyPlan.Placement: CustomStringConvertible {
    /// How the clip is joined, its path, and why it can't be copied.
    public var description: String {
        let encoded =
            encodedFrames > 0 ? ", \(encodedFrames) of \(frames.count) frames encoded" : ""
        let explanation =
            reasons.isEmpty ? "" : ": " + reasons.map(\.description).joined(separator: ", ")
        return "\(treatment.rawValue)\(encoded)  \(clip.path)\(explanation)"
    }
}

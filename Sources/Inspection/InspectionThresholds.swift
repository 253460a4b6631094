public import DailiesMediaTime

/// From where on something seen or heard is worth a word, and from where on it is a fault.
public struct InspectionThresholds: Hashable, Sendable {
    /// Black for at least this long is worth a word: 1 s.
    public var blackWarning = MediaTime(seconds: 1)
    /// Frozen for at least this long is worth a word: 0.5 s, below which real clips repeat frames.
    public var freezeWarning = MediaTime(value: 1, timescale: 2)
    /// The share of the picture that, black or frozen, makes the clip useless: one half.
    public var faultyShare = 0.5

    /// The defaults.
    public init() {}
}

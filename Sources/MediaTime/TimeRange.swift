/// A half-open range of time: it includes `start` and excludes `end`.
public struct TimeRange: Hashable, Sendable {
    /// The first instant of the range.
    public let start: MediaTime
    /// The first instant after the range.
    public let end: MediaTime

    /// Makes the range from `start` up to, not including, `end`; empty if `end` is before `start`.
    public init(start: MediaTime, end: MediaTime) {
        self.start = start
        self.end = max(start, end)
    }

    /// Makes the range that begins at `start` and lasts `duration`.
    public init(start: MediaTime, duration: MediaTime) {
        self.init(start: start, end: start + duration)
    }

    /// The length of the range.
    public var duration: MediaTime { end - start }
}

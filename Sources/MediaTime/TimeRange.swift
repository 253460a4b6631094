/// A half-open stretch of time: it holds `start` and ends before `end`.
public struct TimeRange: Hashable, Sendable {
    /// The first instant inside.
    public let start: MediaTime
    /// The first instant outside.
    public let end: MediaTime

    /// Makes the stretch from `start` up to, not including, `end`.
    public init(start: MediaTime, end: MediaTime) {
        self.start = start
        self.end = max(start, end)
    }

    /// Makes the stretch that begins at `start` and lasts `duration`.
    public init(start: MediaTime, duration: MediaTime) {
        self.init(start: start, end: start + duration)
    }

    /// How long it lasts.
    public var duration: MediaTime { end - start }
}

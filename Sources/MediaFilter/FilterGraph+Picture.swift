package import DailiesMedia

extension FilterGraph {
    /// Passes a single picture through a filter chain; `nil` if the chain returns none.
    ///
    /// - Parameter chain: filters in libavfilter's syntax, separated by commas.
    package static func picture(
        _ frame: borrowing Frame, through chain: String
    ) throws(MediaError) -> Frame? {
        // No filter of a single picture depends on its time.
        let graph = try pictures(
            chain, like: frame, timeBase: StreamInfo.TimeBase(numerator: 1, denominator: 1))
        try graph.send(frame)
        try graph.drain()
        let filtered = try Frame()
        guard try graph.receive(into: filtered) else { return nil }
        return filtered
    }
}

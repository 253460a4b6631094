import DailiesMedia
import DailiesMediaFilter

/// A chain of filters that runs over spans of consecutive pictures.
struct SpanFilter: ~Copyable {
    private let chain: String
    private var graph: FilterGraph?

    /// - Parameter chain: the filters as libavfilter writes them.
    init(_ chain: String) { self.chain = chain }

    /// Whether pictures were passed to the filters since the last call of `end`.
    var isRunning: Bool { graph != nil }

    /// Passes a picture to the filters, and begins a span if there is none.
    ///
    /// - Returns: the metadata of each picture that came out of the filters.
    mutating func values(
        of frame: borrowing Frame, _ stream: StreamInfo
    ) throws(MediaError) -> [[String: String]] {
        if graph == nil {
            graph = try FilterGraph.pictures(chain, like: frame, timeBase: stream.timeBase)
        }
        try graph?.send(frame)
        var list: [[String: String]] = []
        while let values = try graph?.receive() { list.append(values) }
        return list
    }

    /// Ends the span: the filters are closed, and the next picture opens new ones.
    mutating func end() { graph = nil }
}

import DailiesMedia
import DailiesMediaFilter

/// A chain of filters that looks at spans of pictures that follow each other.
struct SpanFilter: ~Copyable {
    private let chain: String
    private var graph: FilterGraph?

    /// - Parameter chain: the filters as libavfilter writes them.
    init(_ chain: String) { self.chain = chain }

    /// Whether a span has begun.
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

    /// Ends the span; what the filters know of it is gone.
    mutating func end() { graph = nil }
}

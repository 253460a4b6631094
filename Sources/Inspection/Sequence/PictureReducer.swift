import DailiesMedia
import DailiesMediaFilter
import DailiesVerification

/// Reduces pictures of any layout for comparisons.
final class PictureReducer {
    /// The error that ended the reduction; `nil` if none did.
    private(set) var failure: MediaError?
    private var graph: FilterGraph?

    /// The filters for pictures that aren't planar 8-bit 4:2:0.
    private static let chain =
        "scale=\(PictureDigest.size.width):\(PictureDigest.size.height):flags=area:out_range=limited"
        + ",format=yuv420p"

    /// The reduced picture; `nil` after an error.
    func reduce(_ frame: borrowing Frame, _ stream: StreamInfo) -> PictureDigest? {
        guard failure == nil else { return nil }
        if let digest = PictureDigest(frame) { return digest }
        do { return try filter(frame, stream) } catch {
            failure = error
            return nil
        }
    }

    private func filter(
        _ frame: borrowing Frame, _ stream: StreamInfo
    ) throws(MediaError) -> PictureDigest? {
        if graph == nil {
            graph = try FilterGraph.pictures(Self.chain, like: frame, timeBase: stream.timeBase)
        }
        let small = try Frame()
        try graph?.send(frame)
        guard try graph?.receive(into: small) == true else { return nil }
        return PictureDigest(small)
    }
}

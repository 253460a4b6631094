import DailiesMedia
import DailiesMediaFilter
import DailiesMediaTime

/// Compares each picture with the two before it.
final class SequenceAnalyzer {
    /// What changed from a picture to the next.
    struct Step: Sendable {
        /// The time of the later picture.
        let time: MediaTime
        /// The mean difference from the picture before, in code values.
        let luma: Float
        let chroma: Float
        /// The mean difference from the picture before that one; `nil` for the second picture.
        let lumaOverTwo: Float?
        let chromaOverTwo: Float?
        /// The median change of brightness.
        let brightness: Float
    }

    /// The steps in the order of display: one fewer than pictures.
    private(set) var steps: [Step] = []
    private(set) var patches = PatchDetector()
    private(set) var inserts = InsertDetector()
    private(set) var flashes = FlashDetector()
    /// When the first picture is shown.
    private(set) var start: MediaTime?
    /// The end of the last picture.
    private(set) var end = MediaTime.zero

    private var graph: FilterGraph?
    private var last: PictureDigest?
    private var secondLast: PictureDigest?

    func add(_ frame: borrowing Frame, _ stream: StreamInfo) throws(MediaError) {
        guard let time = frame.pts.map(stream.timeBase.time) else { return }
        if graph == nil {
            graph = try FilterGraph.pictures(
                PictureDigest.chain, like: frame, timeBase: stream.timeBase)
        }
        let small = try Frame()
        try graph?.send(frame)
        guard try graph?.receive(into: small) == true, let picture = PictureDigest(small) else {
            return
        }
        add(picture, at: time)
        end = time + (stream.averageFrameRate?.frameDuration ?? .zero)
    }

    /// Ends what lasts to the last picture.
    func finish() { patches.finish(at: end, of: last?.blocks.count ?? 1) }

    private func add(_ picture: PictureDigest, at time: MediaTime) {
        start = start ?? time
        flashes.add(picture.blocks, at: time)
        if let last {
            let difference = picture.difference(from: last)
            let overTwo = secondLast.map { picture.difference(from: $0) }
            steps.append(
                Step(
                    time: time, luma: difference.luma, chroma: difference.chroma,
                    lumaOverTwo: overTwo?.luma, chromaOverTwo: overTwo?.chroma,
                    brightness: picture.brightnessStep(from: last)))
            patches.add(picture.blocks, after: last.blocks, at: time)
            inserts.add(picture, after: last, at: time)
        }
        (secondLast, last) = (last, picture)
    }
}

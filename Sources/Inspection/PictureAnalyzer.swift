import DailiesMedia
import DailiesMediaFilter
import DailiesMediaTime
import DailiesVerification

/// Analyzes pictures as they are decoded: finds black ranges, freezes and cuts, and samples
/// statistics.
final class PictureAnalyzer {
    private(set) var black: [TimeRange] = []
    private(set) var frozen: [TimeRange] = []
    private(set) var cuts: [MediaTime] = []
    private(set) var sampledPictures: [SampledPicture] = []
    /// What changes in parts of the picture.
    private(set) var sequence = SequenceAnalyzer()
    private(set) var motion = MotionMeter()
    /// Whether the colours are those of standard definition; `nil` without a picture.
    private(set) var hasStandardMatrix: Bool?
    /// The statistics of one sampled picture.
    struct SampledPicture: Sendable {
        let time: MediaTime
        let statistics: PictureStatistics
        /// The largest difference of a small block from the previous sample, 0…255.
        let movement: Int
    }

    /// The error that ended the analysis; `nil` if none did.
    private(set) var failure: MediaError?

    /// Finds black pictures; gets only pictures that may be black.
    private var blackFilter = SpanFilter(BlackPictures.chain)
    /// Finds frozen pictures and cuts.
    ///
    /// Frozen: a mean difference below -60 dB, which slow camera moves exceed. Cut: the filter's
    /// default.
    private var changeFilter: SpanFilter
    /// Which pictures the filters see.
    private var coverage: CloseCoverage
    /// How many pictures the filters have seen.
    private(set) var closeCount = 0
    /// The interval at which pictures are sampled.
    private static let interval = MediaTime(value: 1, timescale: 4)

    /// When the pictures that the filters have seen are displayed, in order.
    private var filteredTimes: [MediaTime] = []
    private var blackRanges = TimeRangeCollector()
    private var frozenRanges = TimeRangeCollector()
    private var end = MediaTime.zero
    private var thumbnail: Thumbnail?

    /// - Parameters:
    ///   - coverage: which pictures the filters see.
    ///   - findsCuts: whether cuts are expected; the cut filter only runs then.
    init(_ coverage: CloseCoverage, findsCuts: Bool) {
        self.coverage = coverage
        changeFilter = SpanFilter(
            "freezedetect=n=-60dB:d=0.1" + (findsCuts ? ",scdet=t=10" : ""))
    }

    /// Adds a picture.
    ///
    /// - Parameter digest: the reduced picture; `nil` if it could not be reduced.
    func add(_ frame: borrowing Frame, _ stream: StreamInfo, _ digest: PictureDigest?) {
        guard failure == nil else { return }
        do { try analyze(frame, stream, digest) } catch { failure = error }
    }

    private func analyze(
        _ frame: borrowing Frame, _ stream: StreamInfo, _ digest: PictureDigest?
    ) throws(MediaError) {
        guard let time = frame.pts.map(stream.timeBase.time) else { return }
        let length = stream.averageFrameRate?.frameDuration ?? .zero
        hasStandardMatrix = hasStandardMatrix ?? frame.hasStandardMatrix
        if let digest {
            motion.add(
                digest, after: sequence.last, width: frame.width, height: frame.height)
            sequence.add(digest, at: time, length: length)
        }
        if coverage.contains(time) {
            closeCount += 1
            filteredTimes.append(time)
            end = time + length
            try filter(frame, stream)
            try filterBlack(frame, stream, digest)
        } else if changeFilter.isRunning {
            end = time
            endSpan()
        }
        let isDue = sampledPictures.last.map { (time - $0.time).magnitude >= Self.interval } ?? true
        if isDue {
            let before = thumbnail
            guard let statistics = try statistics(of: frame) else { return }
            let movement = before.flatMap { thumbnail?.difference(from: $0) } ?? 0
            sampledPictures.append(
                SampledPicture(time: time, statistics: statistics, movement: movement))
        }
    }

    /// Ends what lasts to the last picture.
    func finish() {
        endSpan()
        sequence.finish()
    }

    /// Ends the ranges that last to the end of a span: the filters don't report those ends.
    private func endSpan() {
        changeFilter.end()
        frozen += frozenRanges.end(at: end)
        endBlackSpan()
    }

    private func endBlackSpan() {
        blackFilter.end()
        black += blackRanges.end(at: end)
    }

    private func filter(_ frame: borrowing Frame, _ stream: StreamInfo) throws(MediaError) {
        for values in try changeFilter.values(of: frame, stream) {
            frozenRanges.add(
                time(values["lavfi.freezedetect.freeze_start"]),
                time(values["lavfi.freezedetect.freeze_end"]))
            if let cut = time(values["lavfi.scd.time"]) { cuts.append(cut) }
        }
    }

    /// Passes a picture to the black filter if it may be black.
    ///
    /// The first picture after such ones is passed too, so that the filter reports the end of a range.
    private func filterBlack(
        _ frame: borrowing Frame, _ stream: StreamInfo, _ digest: PictureDigest?
    ) throws(MediaError) {
        // The digest of another pixel format is made from a converted picture, not from what the filter
        // sees.
        let mayBeBlack = !frame.isPlanar420 || digest.map(BlackPictures.mayBeBlack) != false
        guard mayBeBlack || blackFilter.isRunning else { return }
        for values in try blackFilter.values(of: frame, stream) {
            blackRanges.add(time(values["lavfi.black_start"]), time(values["lavfi.black_end"]))
        }
        if !mayBeBlack { endBlackSpan() }
    }

    private func time(_ seconds: String?) -> MediaTime? { seconds.flatMap(pictureTime) }

    /// The time of the picture that a filter reports: that nearest to the seconds that it writes, which
    /// have six digits.
    private func pictureTime(_ seconds: String) -> MediaTime? {
        guard let time = Double(seconds).flatMap({ MediaTime(seconds: $0) }) else { return nil }
        let before = filteredTimes.lastIndex { $0 <= time } ?? 0
        return filteredTimes[before...].prefix(2)
            .min { ($0 - time).magnitude < ($1 - time).magnitude } ?? time
    }

    private func statistics(
        of frame: borrowing Frame
    ) throws(MediaError) -> PictureStatistics? {
        if frame.isPlanar420 { return PictureStatistics(frame, thumbnail: &thumbnail) }
        guard let converted = try FilterGraph.picture(frame, through: "format=yuv420p") else {
            return nil
        }
        return PictureStatistics(converted, thumbnail: &thumbnail)
    }
}

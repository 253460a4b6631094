import DailiesMedia
import DailiesMediaFilter
import DailiesMediaTime
import DailiesVerification

/// Looks at the pictures of a film as they are decoded: where it is black, where it stands still,
/// where it cuts, and what a statistics now and then shows.
final class PictureAnalyzer {
    private(set) var black: [TimeRange] = []
    private(set) var frozen: [TimeRange] = []
    private(set) var cuts: [MediaTime] = []
    private(set) var sampledPictures: [SampledPicture] = []
    /// A look at one picture.
    struct SampledPicture: Sendable {
        let time: MediaTime
        let statistics: PictureStatistics
        /// Whether the pictures around it are looked at too.
        let isFullGOP: Bool
        /// By how much some small part differs from the statistics before.
        let movement: Int
    }

    /// Why nothing more was looked at: something on our side failed.
    private(set) var failure: MediaError?

    /// What counts as black, as frozen and as a cut.
    ///
    /// Black: all but the odd pixel below 10 % luma, so that a title on black isn't. Frozen: a mean
    /// difference below -60 dB, which slow camera moves stay above. A cut: the filter's own default.
    private let chain: String
    /// How often a film that is decoded whole is glanced at.
    private static let interval = MediaTime(value: 1, timescale: 4)

    private var graph: FilterGraph?
    private var span: Int?
    private var blackRanges = TimeRangeCollector()
    private var frozenRanges = TimeRangeCollector()
    private var end = MediaTime.zero
    private var thumbnail: Thumbnail?

    /// - Parameter findsCuts: whether cuts are asked for; nobody looks for them otherwise.
    init(findsCuts: Bool) {
        chain =
            "blackdetect=d=0.04:pic_th=0.9995:pix_th=0.10,freezedetect=n=-60dB:d=0.1"
            + (findsCuts ? ",scdet=t=10" : "")
    }

    func add(_ frame: borrowing Frame, _ stream: StreamInfo, _ context: FrameObserver.Context) {
        guard failure == nil else { return }
        do { try analyze(frame, stream, context) } catch { failure = error }
    }

    private func analyze(
        _ frame: borrowing Frame, _ stream: StreamInfo, _ context: FrameObserver.Context
    ) throws(MediaError) {
        guard let time = frame.presentation.map(stream.timeBase.time) else { return }
        if context.span != span { endSpan() }
        span = context.span
        end = time + (stream.averageFrameRate?.frameDuration ?? .zero)
        if context.isFullGOP {
            if graph == nil {
                graph = try FilterGraph.pictures(chain, like: frame, timeBase: stream.timeBase)
            }
            try filter(frame)
        }
        let isDue = sampledPictures.last.map { (time - $0.time).magnitude >= Self.interval } ?? true
        if isDue || !context.isFullGOP {
            let before = thumbnail
            guard let statistics = try statistics(of: frame, stream) else { return }
            let movement = before.flatMap { thumbnail?.difference(from: $0) } ?? 0
            sampledPictures.append(
                SampledPicture(
                    time: time, statistics: statistics, isFullGOP: context.isFullGOP,
                    movement: movement))
        }
    }

    /// Ends what lasts to the end of a span: the filters say nothing of it.
    func endSpan() {
        graph = nil
        black += blackRanges.end(at: end)
        frozen += frozenRanges.end(at: end)
    }

    private func filter(_ frame: borrowing Frame) throws(MediaError) {
        try graph?.send(frame)
        while let seen = try graph?.receive() {
            blackRanges.add(seen["lavfi.black_start"], seen["lavfi.black_end"])
            frozenRanges.add(
                seen["lavfi.freezedetect.freeze_start"], seen["lavfi.freezedetect.freeze_end"])
            if let cut = seen["lavfi.scd.time"].flatMap(TimeRangeCollector.time) {
                cuts.append(cut)
            }
        }
    }

    private func statistics(
        of frame: borrowing Frame, _ stream: StreamInfo
    ) throws(MediaError) -> PictureStatistics? {
        if frame.isPlanar420 { return PictureStatistics(frame, thumbnail: &thumbnail) }
        let converter = try FilterGraph.pictures(
            "format=yuv420p", like: frame, timeBase: stream.timeBase)
        let converted = try Frame()
        try converter.send(frame)
        guard try converter.receive(into: converted) else { return nil }
        return PictureStatistics(converted, thumbnail: &thumbnail)
    }
}

/// Stretches of time, gathered from where each begins and ends.
private struct TimeRangeCollector {
    private var list: [TimeRange] = []
    private var open: MediaTime?

    mutating func add(_ start: String?, _ end: String?) {
        // A span that is noticed only when it ends comes as a whole.
        if open == nil, let start = start.flatMap(Self.time), let end = end.flatMap(Self.time),
            start < end
        {
            list.append(TimeRange(start: start, end: end))
            return
        }
        if let end = end.flatMap(Self.time), let start = open {
            list.append(TimeRange(start: start, end: end))
            open = nil
        }
        if let start = start.flatMap(Self.time) { open = start }
    }

    mutating func end(at end: MediaTime) -> [TimeRange] {
        defer { self = TimeRangeCollector() }
        return list + (open.map { [TimeRange(start: $0, end: end)] } ?? [])
    }

    static func time(_ seconds: String) -> MediaTime? {
        Double(seconds).flatMap { MediaTime(seconds: $0) }
    }
}

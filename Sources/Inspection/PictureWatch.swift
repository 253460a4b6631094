import DailiesMedia
import DailiesMediaFilter
import DailiesMediaTime
import DailiesVerification

/// Looks at the pictures of a film as they are decoded: where it is black, where it stands still,
/// where it cuts, and what a glance now and then shows.
final class PictureWatch {
    private(set) var black: [TimeRange] = []
    private(set) var frozen: [TimeRange] = []
    private(set) var cuts: [MediaTime] = []
    private(set) var glances: [Glance] = []
    /// A look at one picture.
    struct Glance: Sendable {
        let time: MediaTime
        let look: PictureLook
        /// Whether the pictures around it are looked at too.
        let isWhole: Bool
        /// By how much some small part differs from the glance before.
        let movement: Int
    }

    /// Why nothing more was looked at: something on our side failed.
    private(set) var problem: MediaError?

    /// What counts as black, as frozen and as a cut.
    ///
    /// Black: all but the odd pixel below 10 % luma, so that a title on black isn't. Frozen: a mean
    /// difference below -60 dB, which slow camera moves stay above. A cut: the filter's own default.
    private let chain: String
    /// How often a film that is decoded whole is glanced at.
    private static let interval = MediaTime(value: 1, timescale: 4)

    private var graph: FilterGraph?
    private var stretch: Int?
    private var blackRuns = Runs()
    private var frozenRuns = Runs()
    private var end = MediaTime.zero
    private var thumbnail: Thumbnail?

    /// - Parameter findsCuts: whether cuts are asked for; nobody looks for them otherwise.
    init(findsCuts: Bool) {
        chain =
            "blackdetect=d=0.04:pic_th=0.9995:pix_th=0.10,freezedetect=n=-60dB:d=0.1"
            + (findsCuts ? ",scdet=t=10" : "")
    }

    func see(_ frame: borrowing Frame, _ stream: StreamInfo, _ place: FrameWatch.Place) {
        guard problem == nil else { return }
        do { try look(frame, stream, place) } catch { problem = error }
    }

    private func look(
        _ frame: borrowing Frame, _ stream: StreamInfo, _ place: FrameWatch.Place
    ) throws(MediaError) {
        guard let time = frame.pts.map(stream.timeBase.time) else { return }
        if place.stretch != stretch { endStretch() }
        stretch = place.stretch
        end = time + (stream.averageFrameRate?.frameDuration ?? .zero)
        if place.isWhole {
            if graph == nil {
                graph = try FilterGraph.pictures(chain, like: frame, timeBase: stream.timeBase)
            }
            try filter(frame)
        }
        let isDue = glances.last.map { (time - $0.time).magnitude >= Self.interval } ?? true
        if isDue || !place.isWhole {
            let before = thumbnail
            guard let look = try glance(frame, stream) else { return }
            let movement = before.flatMap { thumbnail?.difference(from: $0) } ?? 0
            glances.append(
                Glance(time: time, look: look, isWhole: place.isWhole, movement: movement))
        }
    }

    /// Ends what lasts to the end of a stretch: the filters say nothing of it.
    func endStretch() {
        graph = nil
        black += blackRuns.end(at: end)
        frozen += frozenRuns.end(at: end)
    }

    private func filter(_ frame: borrowing Frame) throws(MediaError) {
        try graph?.send(frame)
        while let seen = try graph?.receive() {
            blackRuns.take(seen["lavfi.black_start"], seen["lavfi.black_end"])
            frozenRuns.take(
                seen["lavfi.freezedetect.freeze_start"], seen["lavfi.freezedetect.freeze_end"])
            if let cut = seen["lavfi.scd.time"].flatMap(Runs.time) { cuts.append(cut) }
        }
    }

    private func glance(
        _ frame: borrowing Frame, _ stream: StreamInfo
    ) throws(MediaError) -> PictureLook? {
        if frame.isPlanar420 { return PictureLook(frame, thumbnail: &thumbnail) }
        let converter = try FilterGraph.pictures(
            "format=yuv420p", like: frame, timeBase: stream.timeBase)
        let converted = try Frame()
        try converter.send(frame)
        guard try converter.receive(into: converted) else { return nil }
        return PictureLook(converted, thumbnail: &thumbnail)
    }
}

/// Stretches of time, gathered from where each begins and ends.
private struct Runs {
    private var list: [TimeRange] = []
    private var open: MediaTime?

    mutating func take(_ start: String?, _ end: String?) {
        // A stretch that is noticed only when it ends comes as a whole.
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
        defer { self = Runs() }
        return list + (open.map { [TimeRange(start: $0, end: end)] } ?? [])
    }

    static func time(_ seconds: String) -> MediaTime? {
        Double(seconds).flatMap { MediaTime(seconds: $0) }
    }
}

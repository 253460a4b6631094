import DailiesMedia
import DailiesMediaFilter
import DailiesMediaTime
import DailiesVerification

/// Where a picture is black and where it stands still, as libavfilter sees it.
struct PictureScan: Sendable, Hashable {
    private(set) var black: [TimeRange] = []
    private(set) var frozen: [TimeRange] = []
    private(set) var duration = MediaTime.zero

    /// What counts as black and as frozen.
    ///
    /// Black: 98 % of the picture below 10 % luma. Frozen: a mean difference below -60 dB, which
    /// slow camera moves stay above.
    private static let chain =
        "blackdetect=d=0.04:pic_th=0.98:pix_th=0.10,freezedetect=n=-60dB:d=0.4"

    /// Decodes the whole picture; `nil` where there is none.
    init?(_ path: String, _ limits: VerificationLimits) throws {
        guard var reader = try FrameReader.open(path, .video, passesOverFaults: true) else {
            return nil
        }
        let frame = try Frame()
        guard try reader.next(into: frame) else { return nil }
        let timeBase = reader.stream.timeBase
        let graph = try FilterGraph.pictures(Self.chain, like: frame, timeBase: timeBase)
        var blackRuns = Runs()
        var frozenRuns = Runs()
        let began = ContinuousClock.now
        let step = reader.stream.averageFrameRate?.frameDuration ?? .zero
        repeat {
            if let reason = limits.reason(since: began) { throw InspectionEnded(reason: reason) }
            if let time = frame.presentation.map(timeBase.time) {
                duration = max(duration, time + step)
            }
            try graph.send(frame)
            while let seen = try graph.receive() {
                blackRuns.take(seen["lavfi.black_start"], seen["lavfi.black_end"])
                frozenRuns.take(
                    seen["lavfi.freezedetect.freeze_start"], seen["lavfi.freezedetect.freeze_end"])
            }
        } while try reader.next(into: frame)
        // What has not ended lasts to the end: the filters say nothing of it.
        black = blackRuns.ended(at: duration)
        frozen = frozenRuns.ended(at: duration)
    }

    /// Stretches of time, gathered from where each begins and ends.
    private struct Runs {
        private var list: [TimeRange] = []
        private var open: MediaTime?

        mutating func take(_ start: String?, _ end: String?) {
            if let end = end.flatMap(Self.time), let start = open {
                list.append(TimeRange(start: start, end: end))
                open = nil
            }
            if let start = start.flatMap(Self.time) { open = start }
        }

        func ended(at end: MediaTime) -> [TimeRange] {
            list + (open.map { [TimeRange(start: $0, end: end)] } ?? [])
        }

        private static func time(_ seconds: String) -> MediaTime? {
            Double(seconds).flatMap { MediaTime(seconds: $0) }
        }
    }
}

/// The looking ended before the file did.
struct InspectionEnded: Error {
    let reason: String
}

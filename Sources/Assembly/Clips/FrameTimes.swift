import DailiesMedia
import DailiesMediaTime

/// The presentation times of a clip's frames.
struct FrameTimes {
    /// In decoding order, in units of `timeBase`, without hidden frames.
    let presentationTimes: [Int64]
    /// Duration of the frame that is displayed last; 0 if the file doesn't say.
    let lastDuration: Int64
    let timeBase: StreamInfo.TimeBase

    private var sorted: [Int64] { presentationTimes.sorted() }

    var first: Int64 { presentationTimes.min() ?? 0 }

    /// The distance between consecutive frames; `nil` if it varies or there is only one frame.
    var constantStep: Int64? {
        let sorted = sorted
        guard sorted.count > 1 else { return nil }
        let step = sorted[1] - sorted[0]
        guard step > 0 else { return nil }
        for (earlier, later) in zip(sorted, sorted.dropFirst()) where later - earlier != step {
            return nil
        }
        // A longer last frame makes the rate variable: it is displayed that long in the film too.
        return lastDuration > step + step / 2 ? nil : step
    }

    /// The constant rate; `nil` if it varies.
    var rate: FrameRate? {
        guard let step = constantStep else { return nil }
        let duration = timeBase.time(step)
        guard duration.value > 0, duration.value <= Int64(Int32.max) else { return nil }
        return FrameRate(duration.timescale, Int32(duration.value))
    }

    /// From the start of the first frame to the end of the last.
    var duration: MediaTime {
        let sorted = sorted
        guard let first = sorted.first, let last = sorted.last else { return .zero }
        let usual = sorted.count > 1 ? (last - first) / Int64(sorted.count - 1) : 0
        let end = constantStep ?? (lastDuration > 0 ? lastDuration : usual)
        return timeBase.time(last - first + end)
    }
}

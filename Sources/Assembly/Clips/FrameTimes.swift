import DailiesMedia
import DailiesMediaTime

/// When the frames of a picture are shown, as its packets say.
struct FrameTimes {
    /// In the order of decoding, in units of `timeBase`; hidden frames are left out.
    let presentationTimes: [Int64]
    /// How long the frame lasts that is shown last; 0 where the file doesn't say.
    let lastDuration: Int64
    let timeBase: StreamInfo.TimeBase

    private var sorted: [Int64] { presentationTimes.sorted() }

    var first: Int64 { presentationTimes.min() ?? 0 }

    /// The distance from each frame to the next; `nil` where it varies or there is a single one.
    var constantStep: Int64? {
        let sorted = sorted
        guard sorted.count > 1 else { return nil }
        let step = sorted[1] - sorted[0]
        guard step > 0 else { return nil }
        for (earlier, later) in zip(sorted, sorted.dropFirst()) where later - earlier != step {
            return nil
        }
        // A last picture that is held belongs to the film as long as it is held.
        return lastDuration > step + step / 2 ? nil : step
    }

    /// The constant rate; `nil` where it varies.
    var rate: FrameRate? {
        guard let step = constantStep else { return nil }
        let duration = timeBase.time(step)
        guard duration.value > 0, duration.value <= Int64(Int32.max) else { return nil }
        return FrameRate(duration.timescale, Int32(duration.value))
    }

    /// From the first frame's beginning to the last one's end.
    var duration: MediaTime {
        let sorted = sorted
        guard let first = sorted.first, let last = sorted.last else { return .zero }
        let usual = sorted.count > 1 ? (last - first) / Int64(sorted.count - 1) : 0
        let end = constantStep ?? (lastDuration > 0 ? lastDuration : usual)
        return timeBase.time(last - first + end)
    }
}

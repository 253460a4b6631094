import DailiesMedia
import DailiesMediaTime

/// The presentation times of a clip's frames.
struct FrameTimes {
    /// In decoding order, in units of `timeBase`, without hidden frames.
    let presentationTimes: [Int64]
    /// Duration of the frame that is displayed last; 0 if the file doesn't say.
    let lastDuration: Int64
    let timeBase: StreamInfo.TimeBase
    /// The rate that the file states; `nil` if it states none.
    let stated: FrameRate?
    /// The presentation times in the order of display.
    private let sorted: [Int64]
    /// The constant rate; `nil` if it varies.
    private(set) var rate: FrameRate?

    init(
        presentationTimes: [Int64], lastDuration: Int64, timeBase: StreamInfo.TimeBase,
        stated: FrameRate? = nil
    ) {
        self.presentationTimes = presentationTimes
        self.lastDuration = lastDuration
        self.timeBase = timeBase
        self.stated = stated
        sorted = presentationTimes.sorted()
        rate = constantStep == nil ? roundedRate : exactRate
    }

    var first: Int64 { sorted.first ?? 0 }

    /// The distance between consecutive frames; `nil` if it varies or there is only one frame.
    private var constantStep: Int64? {
        guard sorted.count > 1 else { return nil }
        let step = sorted[1] - sorted[0]
        guard step > 0 else { return nil }
        for (earlier, later) in zip(sorted, sorted.dropFirst()) where later - earlier != step {
            return nil
        }
        // A longer last frame makes the rate variable: it is displayed that long in the film too.
        return lastDuration > step + step / 2 ? nil : step
    }

    /// The rate of frames whose distance is constant.
    private var exactRate: FrameRate? {
        guard let step = constantStep else { return nil }
        let duration = timeBase.time(step)
        guard duration.value > 0, duration.value <= Int64(Int32.max) else { return nil }
        return FrameRate(duration.timescale, Int32(duration.value))
    }

    /// From the start of the first frame to the end of the last.
    var duration: MediaTime {
        if let rate { return rate.duration(frames: presentationTimes.count) }
        guard let first = sorted.first, let last = sorted.last else { return .zero }
        let usual = sorted.count > 1 ? (last - first) / Int64(sorted.count - 1) : 0
        return timeBase.time(last - first + (lastDuration > 0 ? lastDuration : usual))
    }

    /// The longest time between two frames that follow each other; `nil` for a single frame.
    var longestStep: MediaTime? {
        zip(sorted, sorted.dropFirst()).map { $1 - $0 }.max().map(timeBase.time)
    }

    /// The first frame, counted as they are decoded, whose place in the order of display is further
    /// away than `count` frames; `nil` if there is none.
    func displacedFrame(by count: Int) -> Int? {
        let shown = presentationTimes.indices.sorted {
            (presentationTimes[$0], $0) < (presentationTimes[$1], $1)
        }
        return zip(shown, shown.indices).filter { abs($0 - $1) > count }.map(\.0).min()
    }

    // MARK: Times that are rounded

    /// The fewest units that a frame must last for times that differ by one unit to count as rounded.
    private static let fewestUnits: Int64 = 8

    /// The rate at which the frames follow if their times are rounded to the units of the clock, as to
    /// milliseconds in Matroska: a usual one, or that which the file states.
    private var roundedRate: FrameRate? {
        let steps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }
        guard let least = steps.min(), let most = steps.max(), least >= Self.fewestUnits,
            most == least + 1, lastDuration <= most + most / 2
        else { return nil }
        let unit = timeBase.time(1)
        func fits(_ rate: FrameRate) -> Bool {
            sorted.enumerated().allSatisfy { place, time in
                // Both times of which this is the difference are rounded by up to half a unit, or cut
                // off by up to a whole one.
                rate.makes(place, in: timeBase.time(time - first), unit: unit)
            }
        }
        // What libav says that a file states can be its guess from the same times.
        let fitting = FrameRate.usual.filter(fits)
        guard let stated, fitting.isEmpty ? fits(stated) : fitting.contains(stated) else {
            return fitting.first
        }
        return stated
    }
}

import DailiesMediaTime

/// Chooses the clip's frame for each frame of the film: the one displayed at the middle of the
/// film's frame.
///
/// No picture is more than half a frame early or late.
struct FrameRateConversion {
    let rate: FrameRate

    /// The first frame of the film, counted from the clip's start, that shows a picture displayed
    /// from `time` on.
    func firstFrame(showing time: MediaTime) -> Int {
        // The smallest k with (k + ½) · step ≥ time, which is the smallest k ≥ time · rate − ½.
        let step = rate.frameDuration
        let doubled = time + time - step
        guard doubled > .zero else { return 0 }
        let whole = rate.frames(in: doubled)
        let isExact = step * whole == doubled
        return isExact && whole % 2 == 0 ? whole / 2 : whole / 2 + 1
    }
}

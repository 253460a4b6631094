import DailiesMediaTime

/// Which frame of a clip is seen at each place of the film: the one that is shown at the middle of
/// the place's time, so that no picture is more than half a frame early or late.
struct FrameRateConversion {
    let rate: FrameRate

    /// The first place at which a frame is seen that is shown from `time` on, counted from the
    /// clip's beginning.
    func firstFrame(showing time: MediaTime) -> Int {
        // The smallest k with (k + ½) · step ≥ time, which is the smallest above time · rate − ½.
        let step = rate.frameDuration
        let doubled = time + time - step
        guard doubled > .zero else { return 0 }
        let whole = rate.frames(in: doubled)
        let isExact = step * whole == doubled
        return isExact && whole % 2 == 0 ? whole / 2 : whole / 2 + 1
    }
}

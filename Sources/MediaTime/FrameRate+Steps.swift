/// Frame rates of a number of steps, each from one picture to the next.
extension FrameRate {
    /// Rates that rounded times are taken for: those of films, television and models.
    ///
    /// Rounded times of a short clip can fit both 24 and 24000/1001: 24 comes first, so that it is taken.
    package static let usual = [
        (24, 1), (25, 1), (30, 1), (24000, 1001), (30000, 1001), (50, 1), (60, 1), (60000, 1001),
        (48, 1), (16, 1), (12, 1), (8, 1), (15, 1), (10, 1), (20, 1), (120, 1),
    ].compactMap { FrameRate($0, $1) }

    /// The usual rate at which so many steps take a time; `nil` if there is none.
    ///
    /// - Parameter unit: by how much the time may differ because it is rounded.
    package static func usual(steps: Int, in span: MediaTime, unit: MediaTime) -> FrameRate? {
        usual.first { $0.makes(steps, in: span, unit: unit) }
    }

    /// Whether so many steps take a time at this rate, up to a unit by which the time may differ.
    package func makes(_ steps: Int, in span: MediaTime, unit: MediaTime) -> Bool {
        (duration(frames: steps) - span).magnitude <= unit
    }

    /// The mean rate of so many steps; `nil` if they take no time.
    package init?(steps: Int, in span: MediaTime) {
        guard steps > 0, span > .zero else { return nil }
        var (top, bottom) = (Int128(steps) * Int128(span.timescale), Int128(span.value))
        var (divisor, rest) = (top, bottom)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        (top, bottom) = (top / divisor, bottom / divisor)
        // A fraction that doesn't fit is rounded.
        while max(top, bottom) > Int128(Int32.max) { (top, bottom) = (top / 2, bottom / 2) }
        self.init(Int32(top), Int32(bottom))
    }
}

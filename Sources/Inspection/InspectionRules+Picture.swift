import DailiesMediaTime
import DailiesVerification

/// Checks of what the sampled pictures show: noise and black bars.
extension InspectionRules {
    func noise(_ pictures: PictureAnalyzer) -> Check {
        let noisy = ranges(of: pictures) {
            $0.isNoise(likeness: thresholds.likeness) ? "noise" : nil
        }
        let total = noisy.map(\.duration).reduce(.zero, +)
        let isNoise = total >= thresholds.noiseWarning
        let least = pictures.sampledPictures.map(\.statistics.likeness).min() ?? 1
        let hundredths = Int((max(0, least) * 100).rounded())
        return Check(
            .noise, !isNoise ? .pass : isFault(total) ? .fail : .warn,
            expected: "less than \(thresholds.noiseWarning) of noise",
            measured: "likeness \(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)",
            tolerance: "noise \(thresholds.noiseWarning), likeness \(thresholds.likeness)",
            at: isNoise ? noisy.first : nil,
            !isNoise
                ? "The picture isn't noise."
                : "The picture is noise: no pixel resembles its neighbour.")
    }

    func bars(_ pictures: PictureAnalyzer) -> Check {
        let bars = steadyBars(pictures)
        let sizes = "top \(bars.top), bottom \(bars.bottom), left \(bars.left), right \(bars.right)"
        let hasAny = bars != PictureStatistics.Bars()
        return Check(
            .blackBars, hasAny ? .warn : .pass, expected: "no black bars",
            measured: hasAny ? "\(sizes) pixels" : "none",
            tolerance: "black-bars \(thresholds.blackBars)",
            hasAny
                ? "The picture has black bars around it (\(sizes) pixels)."
                : "The picture fills the frame.")
    }

    /// Bars of equal width on opposite sides, in every bright picture.
    func steadyBars(_ pictures: PictureAnalyzer) -> PictureStatistics.Bars {
        let bright = pictures.sampledPictures.map(\.statistics).filter { $0.brightness > 30 }
        guard let first = bright.first else { return PictureStatistics.Bars() }
        func steady(
            _ one: KeyPath<PictureStatistics, Int>, _ other: KeyPath<PictureStatistics, Int>,
            of length: Int
        ) -> (Int, Int)? {
            let least = Int(Double(length) * thresholds.blackBars)
            let isSteady = bright.allSatisfy { picture in
                picture[keyPath: one] > least
                    && abs(picture[keyPath: one] - first[keyPath: one]) <= 2
                    && abs(picture[keyPath: one] - picture[keyPath: other]) <= max(4, length / 100)
            }
            return isSteady ? (first[keyPath: one], first[keyPath: other]) : nil
        }
        let rows = steady(\.bars.top, \.bars.bottom, of: first.height)
        let columns = steady(\.bars.left, \.bars.right, of: first.width)
        return PictureStatistics.Bars(
            top: rows?.0 ?? 0, bottom: rows?.1 ?? 0, left: columns?.0 ?? 0,
            right: columns?.1 ?? 0)
    }
}

import DailiesVerification

/// How much the picture moves, which is reported and never judged.
extension InspectionRules {
    func motion(_ meter: MotionMeter) -> Check {
        guard let mean = meter.mean else {
            return .skipped(
                .motion, "Not measured: there are too few pictures with details.")
        }
        return motion(mean: mean)
    }

    /// - Parameter mean: the mean length of the motion as a share of width plus height.
    func motion(mean: Double) -> Check {
        let isLittle = mean < thresholds.motion
        let hundredThousandths = Int((mean * 100_000).rounded())
        let digits = String(hundredThousandths % 100_000)
        let zeros = String(repeating: "0", count: 5 - digits.count)
        return Check(
            .motion, .pass,
            measured: "\(hundredThousandths / 100_000).\(zeros)\(digits) of width plus height a "
                + "picture",
            tolerance: "motion \(thresholds.motion)",
            isLittle ? "The picture hardly moves." : "The picture moves.")
    }
}

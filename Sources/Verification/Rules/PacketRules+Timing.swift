import DailiesMediaTime

/// Checks of the presentation times of the pictures.
extension PacketRules {
    /// The header's frame rate against the presentation times.
    ///
    /// A few differing steps pass, more of them mean a variable rate and warn, and implausible times
    /// mean a broken index and fail.
    func timing(_ scan: PacketScan) -> Check? {
        let times = scan.presentationTimes
        guard let rate = measured.video?.frameRate, times.count > 1 else { return nil }
        // The header's rate is a mean, which one long picture distorts; the median step isn't.
        let all = steps(times)
        let step = all[all.count / 2]
        // The index has told of pictures that are shown at the same time.
        let isTold = measured.repeatedTimes > 0
        if step == .zero { return isTold ? nil : simultaneous(all, rate) }
        // Rounded times make equal steps differ by one unit.
        let unit = measured.video?.timeUnit ?? .zero
        let odd = all.count {
            let difference = ($0 - step).magnitude
            return difference * 10 > step && difference > unit
        }
        let share = Double(odd) / Double(times.count - 1)
        // Where few steps differ, decoding times that don't fit are the container's habit.
        let isImplausible =
            share > Self.implausibleShare && implausibleSteps(scan, step) * 2 > times.count
        // A single long picture warns whatever its share is.
        let hold = longestHold(times, step)
        let result: Check.Result =
            share <= tolerances.unevenFrames && hold == nil
            ? .pass : isImplausible ? .fail : .warn
        if isTold, result == .pass { return nil }
        let message =
            switch result {
            case .pass:
                odd == 0
                    ? "Every picture is shown for the same time."
                    : "All but a few pictures are shown for the same time."
            case .warn:
                hold.map { "One picture is shown from \($0.start) to \($0.end)." }
                    ?? "The frame rate isn't constant: \(odd) of \(times.count - 1) steps differ."
            case .fail:
                "The presentation times of the pictures are implausible: \(odd) of "
                    + "\(times.count - 1) steps differ from the frame rate."
            }
        return Check(
            .frameTiming, result, expected: "equal steps at \(rate)",
            measured: "\(odd) of \(times.count - 1) steps differ",
            tolerance: "uneven-frames \(tolerances.unevenFrames)", at: hold, message)
    }

    /// Fails a file of which most pictures are shown at the same time as another one.
    private func simultaneous(_ steps: [MediaTime], _ rate: FrameRate) -> Check {
        let count = steps.count { $0 == .zero }
        return Check(
            .frameTiming, .fail, expected: "equal steps at \(rate)",
            measured: "\(count) of \(steps.count) steps are 0",
            "\(count) of \(steps.count + 1) pictures are shown at the same time as another one: "
                + "players skip them.")
    }

    /// The share of differing steps up to which they are no sign of a broken index.
    private static let implausibleShare = 0.1

    /// The longest time for which one picture is shown, if it is at least 0.5 s and more than 3 steps.
    private func longestHold(_ times: [MediaTime], _ step: MediaTime) -> TimeRange? {
        zip(times, times.dropFirst()).map { TimeRange(start: $0, end: $1) }
            .filter { $0.duration >= MediaTime(value: 1, timescale: 2) && $0.duration > step * 3 }
            .max { $0.duration < $1.duration }
    }

    /// The number of presentation steps that have no equal decoding step.
    ///
    /// Each decoding step is matched once. A valid file has the same steps in both orders; broken
    /// composition offsets don't.
    private func implausibleSteps(_ scan: PacketScan, _ step: MediaTime) -> Int {
        var stored = steps(scan.pictures.compactMap(\.decodedAt))[...]
        return steps(scan.presentationTimes).count { shown in
            stored = stored.drop { $0 < shown && (shown - $0).magnitude * 10 > step }
            guard let next = stored.first, (next - shown).magnitude * 10 <= step else {
                return true
            }
            stored = stored.dropFirst()
            return false
        }
    }

    private func steps(_ times: [MediaTime]) -> [MediaTime] {
        let sorted = times.sorted()
        return zip(sorted, sorted.dropFirst()).map { $1 - $0 }.sorted()
    }
}

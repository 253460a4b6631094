import DailiesMediaTime

/// When the pictures are shown, as their packets say it.
extension PacketRules {
    /// The header's rate against the times at which the pictures are really shown.
    ///
    /// A few odd steps are nothing, more are a varying rate, and pictures all over the place are a
    /// broken index.
    func timing(_ scan: PacketScan) -> Check? {
        let times = scan.presentationTimes
        guard let rate = measured.video?.frameRate, times.count > 1 else { return nil }
        // The header's rate is a mean, which a single long picture spoils; the middle step isn't.
        let all = steps(times)
        let step = all[all.count / 2]
        let odd = all.count { ($0 - step).magnitude * 10 > step }
        let share = Double(odd) / Double(times.count - 1)
        let isImplausible = implausibleSteps(scan, step) * 2 > times.count
        // A single picture that is held for long is no matter of shares.
        let hold = longestHold(times, step)
        let result: Check.Result =
            share <= tolerances.unevenFrames && hold == nil
            ? .pass : isImplausible ? .fail : .warn
        let message =
            switch result {
            case .pass:
                odd == 0
                    ? "Every picture is shown as long as the others."
                    : "All but a few pictures are shown as long as the others."
            case .warn:
                hold.map { "A picture is held from \($0.start) to \($0.end)." }
                    ?? "The frame rate isn't constant: \(odd) of \(times.count - 1) steps differ."
            case .fail:
                "The times at which the pictures are shown make no sense: \(odd) of "
                    + "\(times.count - 1) steps differ from the frame rate."
            }
        return Check(
            .frameTiming, result, expected: "equal steps at \(rate)",
            measured: "\(odd) of \(times.count - 1) steps differ",
            tolerance: "uneven-frames \(tolerances.unevenFrames)", at: hold, message)
    }

    /// The longest time for which one picture is shown, where that is a hole in the film.
    private func longestHold(_ times: [MediaTime], _ step: MediaTime) -> TimeRange? {
        zip(times, times.dropFirst()).map { TimeRange(start: $0, end: $1) }
            .filter { $0.duration >= MediaTime(value: 1, timescale: 2) && $0.duration > step * 3 }
            .max { $0.duration < $1.duration }
    }

    /// Steps from picture to picture that no step from packet to packet has, as many as there are.
    ///
    /// Writers show pictures in the rhythm in which they store them, only later; broken offsets
    /// don't.
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

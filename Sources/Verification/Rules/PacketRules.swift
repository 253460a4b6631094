import DailiesMediaTime

/// The questions that the packets answer: pure functions from facts to checks.
struct PacketRules {
    let tolerances: Tolerances
    let measured: MediaMeasurement

    func checks(_ scan: PacketScan) -> [Check] {
        if let reason = scan.stopReason {
            return [.errored(.packets, "Reading the film ended early: \(reason).")]
        }
        if scan.encryptedPackets > 0 { return [HeaderRules.encrypted] }
        return [
            packets(scan), timing(scan), pictureUnits(scan), soundTiming(scan),
            soundUnits(scan),
        ].compactMap(\.self)
    }

    private func packets(_ scan: PacketScan) -> Check {
        guard scan.corrupt.count == 0 else {
            return Check(
                .packets, .fail, expected: "no damaged packet",
                measured: "\(scan.corrupt.count) damaged", at: scan.corrupt.at,
                evidence: scan.corrupt.evidence,
                "\(scan.corrupt.count) packets are damaged or cut short.")
        }
        let listed = measured.video?.listedFrames ?? 0
        let found = scan.pictures.count + scan.emptyPackets
        // A fragmented film's header lists only what its first fragments hold.
        if let lost = lostFragments(scan) { return lost }
        guard found > 0 || measured.video == nil else {
            return Check(
                .packets, .fail, expected: "at least one picture", measured: "0 pictures",
                "The film holds no picture at all.")
        }
        let isAsListed = found == listed || measured.isFragmented
        return Check(
            .packets, isAsListed ? .pass : .fail,
            expected: "\(listed) pictures", measured: "\(found) pictures",
            isAsListed
                ? "Every picture that the index lists can be read."
                : "The index lists \(listed) pictures, and \(found) can be read.")
    }

    /// A fragmented film that ends before its header says so: fragments are missing at its end.
    private func lostFragments(_ scan: PacketScan) -> Check? {
        guard measured.isFragmented, let claimed = measured.video?.duration,
            let rate = measured.video?.frameRate, let first = scan.shownAt.first,
            let last = scan.shownAt.last
        else { return nil }
        // The claim counts from zero, also where the picture starts late.
        let found = last + rate.frameDuration - min(first, .zero)
        // Without an edit list the claim holds the time by which pictures are shown later than
        // they are decoded.
        guard claimed - found > rate.duration(frames: 3) else { return nil }
        return Check(
            .packets, .fail, expected: claimed.description, measured: found.description,
            at: TimeRange(start: found, end: claimed),
            "The film is cut off: it claims to last \(claimed), and it ends at \(found).")
    }

    /// Impossible bytes in some packets are damage; in all of them they are how a writer writes.
    private func pictureUnits(_ scan: PacketScan) -> Check? {
        guard scan.canSeeUnits else {
            guard let video = measured.video, !scan.pictures.isEmpty else { return nil }
            return .skipped(
                .unitSyntax, "Not looked at: \(video.codec) isn't made of units that can be seen.")
        }
        return units(
            .unitSyntax, "picture", scan.brokenUnits, of: scan.pictures.count,
            isHabit: scan.oddUnits == scan.pictures.count, expected: "whole units")
    }

    private func soundUnits(_ scan: PacketScan) -> Check? {
        guard scan.canSeeBlocks, scan.soundBlocks > 0 else { return nil }
        return units(
            .audioUnitSyntax, "sound", scan.brokenBlocks, of: scan.soundBlocks, isHabit: false,
            expected: "whole blocks")
    }

    private func units(
        _ code: CheckCode, _ name: String, _ faults: PacketScan.Faults, of count: Int,
        isHabit: Bool, expected: String
    ) -> Check {
        guard faults.count > 0 else {
            return Check(
                code, .pass, expected: expected, measured: expected,
                "The coded \(name) data hangs together in every packet.")
        }
        let place = faults.firstTime.map { ", the first at \($0)" } ?? ""
        return Check(
            code, isHabit ? .warn : .fail, expected: expected,
            measured: "\(faults.count) of \(count) packets damaged", at: faults.at,
            evidence: faults.evidence,
            isHabit
                ? "The \(name) data is written in an unusual way in every packet."
                : "The \(name) data is damaged in \(faults.count) packets\(place).")
    }

    private func soundTiming(_ scan: PacketScan) -> Check? {
        // What a fragmented film's first fragment says of times is corrected by the later ones.
        guard scan.soundBlocks > 1, !measured.isFragmented else { return nil }
        let gaps = scan.soundGaps
        return Check(
            .audioTiming, gaps.count == 0 ? .pass : .warn, expected: "no gap",
            measured: "\(gaps.count) gaps", at: gaps.at, evidence: gaps.evidence,
            gaps.count == 0
                ? "The blocks of sound follow each other without a gap."
                : "The sound has \(gaps.count) gaps or overlaps between its blocks"
                    + (gaps.firstTime.map { ", the first at \($0)." } ?? "."))
    }
}

import DailiesMediaTime

/// Judges the packets: pure functions from a scan to checks.
struct PacketRules {
    let tolerances: Tolerances
    let measured: MediaMeasurement

    func checks(_ scan: PacketScan) -> [Check] {
        if let reason = scan.stopReason {
            return [.errored(.packets, "Reading the file ended early: \(reason).")]
        }
        if scan.encryptedPacketCount > 0 { return [HeaderRules.encrypted] }
        return [
            packets(scan), timing(scan), pictureSyntax(scan), audioTiming(scan),
            audioSyntax(scan),
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
        let found = scan.pictures.count + scan.emptyPacketCount
        // A fragmented file's header doesn't list all pictures.
        if let lost = missingFragments(scan) { return lost }
        guard found > 0 || measured.video == nil else {
            return Check(
                .packets, .fail, expected: "at least one picture", measured: "0 pictures",
                "The file contains no picture at all.")
        }
        let isAsListed = found == listed || measured.isFragmented
        return Check(
            .packets, isAsListed ? .pass : .fail,
            expected: "\(listed) pictures", measured: "\(found) pictures",
            isAsListed
                ? "Every picture in the index can be read."
                : "The index lists \(listed) pictures, but \(found) can be read.")
    }

    /// A fragmented file that ends before the time in its header: fragments are missing at its end.
    private func missingFragments(_ scan: PacketScan) -> Check? {
        guard measured.isFragmented, let claimed = measured.video?.duration,
            let rate = measured.video?.frameRate, let first = scan.presentationTimes.first,
            let last = scan.presentationTimes.last
        else { return nil }
        // The claimed duration counts from zero, even if the picture starts later.
        let found = last + rate.frameDuration - min(first, .zero)
        // Without an edit list the claimed duration includes the delay between decoding and display.
        guard claimed - found > rate.duration(frames: 3) else { return nil }
        return Check(
            .packets, .fail, expected: claimed.description, measured: found.description,
            at: TimeRange(start: found, end: claimed),
            "The file is cut off: it claims to last \(claimed), but it ends at \(found).")
    }

    /// Forbidden bytes in some packets are damage; in all packets they are a habit of the writer, as
    /// are start codes between units.
    private func pictureSyntax(_ scan: PacketScan) -> Check? {
        guard scan.hasNALUnits else {
            guard let video = measured.video, !scan.pictures.isEmpty else { return nil }
            return .skipped(
                .unitSyntax,
                "Not checked: \(video.codec) has no NAL units.")
        }
        return syntaxCheck(
            .unitSyntax, "picture", scan.malformedNALPackets, of: scan.pictures.count,
            isHabit: scan.forbiddenBytePackets == scan.pictures.count
                || scan.startCodePackets == scan.malformedNALPackets.count,
            expected: "complete NAL units")
    }

    private func audioSyntax(_ scan: PacketScan) -> Check? {
        guard scan.isAAC, scan.audioPacketCount > 0 else { return nil }
        return syntaxCheck(
            .audioUnitSyntax, "sound", scan.malformedAACBlocks, of: scan.audioPacketCount,
            isHabit: false,
            expected: "complete blocks")
    }

    private func syntaxCheck(
        _ code: CheckCode, _ name: String, _ faults: PacketScan.Faults, of count: Int,
        isHabit: Bool, expected: String
    ) -> Check {
        guard faults.count > 0 else {
            return Check(
                code, .pass, expected: expected, measured: expected,
                "The coded \(name) data is intact in every packet.")
        }
        let place = faults.firstTime.map { ", the first at \($0)" } ?? ""
        return Check(
            code, isHabit ? .warn : .fail, expected: expected,
            measured: "\(faults.count) of \(count) packets damaged", at: faults.at,
            evidence: faults.evidence,
            isHabit
                ? "The \(name) data is written in an unusual way in \(faults.count) of \(count) packets."
                : "The \(name) data is damaged in \(faults.count) of \(count) packets\(place).")
    }

    private func audioTiming(_ scan: PacketScan) -> Check? {
        // Later fragments correct the times of the first one.
        guard scan.audioPacketCount > 1, !measured.isFragmented else { return nil }
        let gaps = scan.audioGaps
        return Check(
            .audioTiming, gaps.count == 0 ? .pass : .warn, expected: "no gap",
            measured: "\(gaps.count) gaps", at: gaps.at, evidence: gaps.evidence,
            gaps.count == 0
                ? "The audio packets follow each other without a gap."
                : "The sound has \(gaps.count) gaps or overlaps between its packets"
                    + (gaps.firstTime.map { ", the first at \($0)." } ?? "."))
    }
}

import DailiesMediaTime

/// Judges the decoded frames: pure functions from a scan to checks.
struct DecodeRules {
    let expectation: Expectation
    let tolerances: Tolerances
    let measured: MediaMeasurement

    func checks(_ scan: DecodeScan, _ packets: PacketScan) -> [Check] {
        if let reason = scan.stopReason {
            return [.errored(.codingSyntax, "Decoding the file ended early: \(reason).")]
        }
        let sound = SoundRules(expectation: expectation, tolerances: tolerances)
        return [picture(scan, packets), order(scan), audioSyntax(scan), audioLength(scan)]
            .compactMap(\.self)
            + (measured.audio == nil ? [] : sound.checks(scan))
            + (measured.video == nil
                ? []
                : SequenceRules(expectation: expectation, tolerances: tolerances)
                    .checks(scan.sequence))
    }

    private func picture(_ scan: DecodeScan, _ packets: PacketScan) -> Check? {
        guard let picture = scan.picture else { return nil }
        if let skipped = skipped(.codingSyntax, picture) { return skipped }
        let displayed = packets.pictures.count - packets.hiddenPictureCount
        if picture.faults.count > 0 { return damaged(.codingSyntax, "picture", picture.faults) }
        let isComplete = picture.frames >= displayed
        return Check(
            .codingSyntax, isComplete ? .pass : .fail,
            expected: "\(displayed) pictures", measured: "\(picture.frames) pictures",
            isComplete
                ? "Every picture decodes without an error." + reservation
                : "Only \(picture.frames) of \(displayed) pictures can be decoded.")
    }

    /// Codecs in which libav's decoders report few or no flipped bits.
    private static let silentCodecs: Set<String> = ["hevc", "vp9", "vp8"]

    /// What a decoder without errors doesn't mean.
    private var reservation: String {
        guard let codec = measured.video?.codec, Self.silentCodecs.contains(codec) else {
            return ""
        }
        return " The decoder hardly reports small damage in \(codec)."
    }

    /// Whether the times of the decoded pictures rise: otherwise players show them in a wrong order.
    private func order(_ scan: DecodeScan) -> Check? {
        guard let picture = scan.picture, picture.frames > 0 else { return nil }
        let faults = picture.disorder
        // Players guess the times if the index has none for the display; they mostly succeed.
        let isGuessed =
            measured.video?.track?.counts.map { $0.offsets == nil && !measured.isFragmented }
            ?? false
        return Check(
            .pictureOrder,
            faults.count == 0 ? .pass : isGuessed || hasUnreliableTimes ? .warn : .fail,
            expected: "rising times", measured: "\(faults.count) pictures out of order",
            at: faults.at,
            faults.count == 0
                ? "The pictures are shown in the order in which they were made."
                : "\(faults.count) pictures are shown in a wrong order: their times are earlier than "
                    + "those of pictures before them.")
    }

    /// Whether libav reads wrong times, and then drops sound: in fragmented files with captions it does.
    private var hasUnreliableTimes: Bool { measured.isFragmented && measured.otherTracks > 0 }

    /// Whether as much sound was decoded as the track is long.
    private func audioLength(_ scan: DecodeScan) -> Check? {
        guard let sound = scan.sound, sound.unsupportedCodec == nil, scan.levels.isComplete,
            let claimed = measured.audio?.duration, claimed > .zero
        else { return nil }
        let found = scan.levels.decoded
        let isWhole = found >= claimed - tolerances.lengthDifferencePass
        let isNearlyWhole = found >= claimed - tolerances.lengthDifferenceWarn
        return Check(
            .audioLength, isWhole ? .pass : isNearlyWhole || hasUnreliableTimes ? .warn : .fail,
            expected: claimed.description, measured: found.description,
            tolerance: "length-difference-pass \(tolerances.lengthDifferencePass), "
                + "length-difference-warn \(tolerances.lengthDifferenceWarn)",
            at: isWhole ? nil : TimeRange(start: found, end: max(found, claimed)),
            isWhole
                ? "As much sound was decoded as the track is long."
                : "The sound track is \(claimed) long, but only \(found) of sound was decoded.")
    }

    private func audioSyntax(_ scan: DecodeScan) -> Check? {
        guard let sound = scan.sound else { return nil }
        if let skipped = skipped(.audioCodingSyntax, sound) { return skipped }
        if sound.faults.count > 0 { return damaged(.audioCodingSyntax, "sound", sound.faults) }
        return Check(
            .audioCodingSyntax, .pass, expected: "no decoding error", measured: "none",
            "The sound decodes without an error.")
    }

    private func skipped(_ code: CheckCode, _ outcome: DecodeScan.StreamResult) -> Check? {
        outcome.unsupportedCodec.map { codec in
            .skipped(
                code, expected: "no decoding error",
                "Not checked: this build of libav can't decode \(codec).")
        }
    }

    private func damaged(_ code: CheckCode, _ name: String, _ faults: PacketScan.Faults) -> Check {
        Check(
            code, .fail, expected: "no decoding error", measured: "\(faults.count) errors",
            at: faults.at, evidence: faults.evidence,
            "The \(name) is damaged: \(faults.count) decoding errors"
                + (faults.firstTime.map { ", the first at \($0)." } ?? "."))
    }
}

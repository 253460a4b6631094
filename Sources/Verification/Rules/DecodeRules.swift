import DailiesMediaTime

/// The questions that the decoded picture answers: pure functions from facts to checks.
struct DecodeRules {
    let expectation: Expectation
    let tolerances: Tolerances
    let measured: MediaMeasurement

    func checks(_ scan: DecodeScan, _ packets: PacketScan) -> [Check] {
        if let reason = scan.stopReason {
            return [.errored(.codingSyntax, "Decoding the film ended early: \(reason).")]
        }
        let sound = SoundRules(expectation: expectation, tolerances: tolerances)
        return [picture(scan, packets), audioSyntax(scan)].compactMap(\.self)
            + (measured.audio == nil ? [] : sound.checks(scan))
    }

    private func picture(_ scan: DecodeScan, _ packets: PacketScan) -> Check? {
        guard let picture = scan.picture else { return nil }
        if let skipped = skipped(.codingSyntax, picture) { return skipped }
        let shown = packets.pictures.count - packets.hiddenPictureCount
        if picture.faults.count > 0 { return damaged(.codingSyntax, "picture", picture.faults) }
        guard scan.coverage == .everyPicture || picture.frames >= shown else {
            return .skipped(
                .codingSyntax, expected: "no fault while decoding",
                "Not all looked at: \(picture.frames) of \(shown) pictures were decoded, "
                    + "without a fault.")
        }
        let isWhole = picture.frames >= shown
        return Check(
            .codingSyntax, isWhole ? .pass : .fail,
            expected: "\(shown) pictures", measured: "\(picture.frames) pictures",
            isWhole
                ? "Every picture decodes without a fault."
                : "Only \(picture.frames) of \(shown) pictures can be decoded.")
    }

    private func audioSyntax(_ scan: DecodeScan) -> Check? {
        guard let sound = scan.sound else { return nil }
        if let skipped = skipped(.audioCodingSyntax, sound) { return skipped }
        if sound.faults.count > 0 { return damaged(.audioCodingSyntax, "sound", sound.faults) }
        return Check(
            .audioCodingSyntax, .pass, expected: "no fault while decoding", measured: "none",
            "The sound decodes without a fault.")
    }

    private func skipped(_ code: CheckCode, _ outcome: DecodeScan.StreamResult) -> Check? {
        outcome.unsupportedCodec.map { codec in
            .skipped(
                code, expected: "no fault while decoding",
                "Not looked at: this build of libav can't decode \(codec).")
        }
    }

    private func damaged(_ code: CheckCode, _ name: String, _ faults: PacketScan.Faults) -> Check {
        Check(
            code, .fail, expected: "no fault while decoding", measured: "\(faults.count) faults",
            at: faults.at, evidence: faults.evidence,
            "The \(name) is damaged: \(faults.count) faults while decoding"
                + (faults.firstTime.map { ", the first at \($0)." } ?? "."))
    }
}

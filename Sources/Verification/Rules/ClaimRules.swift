import DailiesMediaTime

/// Compares what the provider states about a file with what was measured: a pure function.
struct ClaimRules {
    let claims: Claims
    let tolerances: Tolerances

    func checks(_ measured: MediaMeasurement) -> [Check] {
        [
            frameSize(measured), duration(measured), bytes(measured), mediaType(measured), flag,
        ].compactMap(\.self)
    }

    private func frameSize(_ measured: MediaMeasurement) -> Check? {
        guard let claimed = claims.frameSize else { return nil }
        guard let found = measured.video?.displaySize else {
            return .skipped(.claimedFrameSize, "Not checked: the file has no picture.")
        }
        return compared(
            .claimedFrameSize, claimed == found, claimed.description, found.description,
            subject: "The frame size")
    }

    private func duration(_ measured: MediaMeasurement) -> Check? {
        guard let claimed = claims.duration else { return nil }
        guard let found = measured.video?.duration else {
            return .skipped(.claimedDuration, "Not checked: the file has no picture with a length.")
        }
        let isRight =
            found >= claimed - tolerances.durationShort
            && found <= claimed + tolerances.durationLong
        return compared(
            .claimedDuration, isRight, claimed.description, found.description,
            tolerance: "duration-short \(tolerances.durationShort), "
                + "duration-long \(tolerances.durationLong)",
            subject: "The duration")
    }

    private func bytes(_ measured: MediaMeasurement) -> Check? {
        // Zero stands for an unknown length on some hosts.
        guard let claimed = claims.bytes, claimed > 0 else { return nil }
        return compared(
            .claimedBytes, claimed == measured.bytes, "\(claimed) bytes",
            "\(measured.bytes) bytes", subject: "The file's length")
    }

    private func mediaType(_ measured: MediaMeasurement) -> Check? {
        guard let text = claims.mediaType?.lowercased() else { return nil }
        let claimed = text.prefix { $0 != ";" }.filter { !$0.isWhitespace }
        guard !claimed.isEmpty, !claimed.hasSuffix("/octet-stream") else { return nil }
        // Matroska's type had a prefix before it was registered (RFC 9559, 27.3).
        let isMatroska = measured.container == "matroska" && claimed == "video/x-matroska"
        let found = measured.container == "mov" ? "video/quicktime" : "video/\(measured.container)"
        return compared(
            .claimedMediaType, claimed == found || isMatroska, claimed, found,
            subject: "The media type")
    }

    private func compared(
        _ code: CheckCode, _ isRight: Bool, _ claimed: String, _ found: String,
        tolerance: String? = nil, subject: String
    ) -> Check {
        Check(
            code, isRight ? .pass : .warn, expected: claimed, measured: found,
            tolerance: tolerance,
            isRight
                ? "\(subject) is what the provider says."
                : "\(subject) is \(found), but the provider says \(claimed).")
    }

    private var flag: Check? {
        claims.isFlagged.map { isFlagged in
            Check(
                .contentFlag, isFlagged ? .fail : .pass, expected: "not flagged",
                measured: isFlagged ? "flagged" : "not flagged",
                isFlagged
                    ? "The provider's content filter flags the picture as unsafe (NSFW)."
                    : "The provider's content filter doesn't flag the picture.")
        }
    }
}

import DailiesMediaTime

/// Checks of what makes players show something else than the pictures and the sound in the file.
extension HeaderRules {
    /// Whether players find the tracks and know how to decode them.
    func tracks(_ measured: MediaMeasurement) -> [Check] {
        let found =
            tracks("picture", measured.video?.track, ["vide", "pict", "auxv"])
            + tracks("sound", measured.audio?.track, ["soun"])
        guard found.isEmpty, measured.video?.track != nil || measured.audio?.track != nil else {
            return found
        }
        return [
            Check(
                .tracks, .pass, expected: "enabled tracks of known kinds",
                "Players find the tracks and know how to decode them.")
        ]
    }

    private func tracks(_ name: String, _ track: IndexedTrack?, _ handlers: [String]) -> [Check] {
        guard let track else { return [] }
        let (handler, entry) = (printable(track.handler), printable(track.sampleEntry))
        var found: [Check] = []
        if !handlers.contains(track.handler) {
            found.append(
                Check(
                    .tracks, .fail, expected: handlers[0], measured: handler,
                    "The \(name)'s track is declared as \"\(handler)\" instead of "
                        + "\"\(handlers[0])\": most players don't find it."))
        }
        if !track.hasKnownSampleEntry {
            found.append(
                Check(
                    .tracks, track.hasDamagedSampleEntry ? .fail : .warn,
                    expected: "the code of a codec", measured: entry,
                    "The \(name)'s codec is named \"\(entry)\", which stands for no "
                        + "known codec: players can't decode it."))
        }
        if !track.isEnabled {
            found.append(
                Check(
                    .tracks, .warn, expected: "an enabled track", measured: "disabled",
                    "The \(name)'s track is disabled: some players skip it."))
        }
        return found
    }

    /// A code whose unprintable characters are replaced by "?".
    private func printable(_ code: String) -> String {
        String(code.map { (" "..."~").contains($0) ? $0 : "?" })
    }

    /// Whether players turn the picture upside down or mirror it.
    ///
    /// A quarter turn shows in the displayed size.
    func orientation(_ video: MediaMeasurement.Video) -> Check? {
        guard let track = video.track else { return nil }
        let change =
            track.isMirrored ? "mirrored" : video.rotation == 180 ? "turned by 180°" : nil
        return Check(
            .orientation, change == nil ? .pass : .warn, expected: "as it is decoded",
            measured: change ?? "as it is decoded",
            change.map {
                "Players show the picture \($0); programs that ignore this show it unchanged."
            } ?? "Players show the picture as it is decoded.")
    }

    /// The longest start-up of an encoder that an edit list skips, with a margin.
    private static let maximumPriming = MediaTime(value: 15, timescale: 100)

    /// Whether the edit list skips sound that belongs to pictures which are shown.
    func audioEditList(_ measured: MediaMeasurement) -> Check? {
        guard let sound = measured.audio?.track else { return nil }
        // A clip that was trimmed skips as much picture as sound.
        let lost = sound.skipped - (measured.video?.track?.skipped ?? .zero)
        let isWhole = lost <= Self.maximumPriming
        return Check(
            .audioEditList, isWhole ? .pass : .warn,
            expected: "at most \(Self.maximumPriming) skipped",
            measured: "\(max(.zero, lost)) skipped",
            at: isWhole ? nil : TimeRange(start: .zero, end: lost),
            isWhole
                ? "The sound is played from its beginning."
                : "Players skip the first \(lost) of the sound: it comes too early for the picture."
        )
    }

    /// Whether anything is shown at the beginning.
    func lateStart(_ measured: MediaMeasurement) -> Check? {
        guard let video = measured.video else { return nil }
        let start = min(video.start, measured.audio?.start ?? video.start)
        // Without an edit list pictures begin later by the delay between decoding and display.
        let delay = video.frameRate?.duration(frames: 3) ?? .zero
        let isLate = start > tolerances.startOffset + delay
        return Check(
            .lateStart, isLate ? .warn : .pass, expected: "0.000 s", measured: start.description,
            tolerance: "start-offset \(tolerances.startOffset)",
            at: isLate ? TimeRange(start: .zero, end: start) : nil,
            isLate
                ? "Nothing is shown or heard before \(start)."
                : "The file begins with picture or sound.")
    }
}

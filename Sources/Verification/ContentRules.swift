import DailiesMedia
import DailiesMediaTime

/// The questions that only the content can answer: header and content facts held together.
enum ContentRules {
    static func checks(
        _ path: String, _ measured: MediaMeasurement, depth: ContentScan.Depth,
        limits: VerificationLimits
    ) -> [Check] {
        let scan: ContentScan
        do {
            scan = try ContentScan(path, depth: depth, limits: limits)
        } catch {
            // Reading on after a good header failed inside the library: a fault of the content.
            return [
                Check(
                    .packets, .fail, expected: "a file that reads to its end",
                    measured: error.description,
                    "The film can't be read to its end: \(error.reason).")
            ]
        }
        if let reason = scan.stopReason {
            return [.errored(.packets, "Reading the film ended early: \(reason).")]
        }
        return [packets(scan, measured), timing(scan, measured), nalUnits(scan)].compactMap(\.self)
            + (depth == .decode ? [codingSyntax(scan, measured), sound(scan, measured)] : [])
            .compactMap(\.self)
    }

    private static func packets(_ scan: ContentScan, _ measured: MediaMeasurement) -> Check {
        let listed = measured.video?.frameCount ?? 0
        if scan.corruptPackets > 0 {
            return Check(
                .packets, .fail, expected: "no damaged packet",
                measured: "\(scan.corruptPackets) damaged",
                at: scan.firstCorruption.map { TimeRange(start: $0, duration: .zero) },
                "\(scan.corruptPackets) packets are damaged or cut short.")
        }
        // A fragmented file's header lists only what its first fragments hold.
        let isAsListed = scan.picturePackets == listed || measured.isFragmented
        return Check(
            .packets, isAsListed ? .pass : .fail,
            expected: "\(listed) pictures", measured: "\(scan.picturePackets) pictures",
            isAsListed
                ? "Every picture that the index lists can be read."
                : "The index lists \(listed) pictures, and \(scan.picturePackets) can be read.")
    }

    /// The header's rate against the times at which the pictures are really shown.
    ///
    /// A picture more or less is a varying rate; pictures all over the place are a broken index.
    private static func timing(_ scan: ContentScan, _ measured: MediaMeasurement) -> Check? {
        guard let rate = measured.video?.frameRate, scan.shownAt.count > 1 else { return nil }
        let sorted = scan.shownAt.sorted()
        let step = rate.frameDuration
        let odd = zip(sorted, sorted.dropFirst()).count { earlier, later in
            // A tenth of a frame is the jitter of coarse time bases.
            ((later - earlier) - step).magnitude * 10 > step
        }
        guard odd > 0 else {
            return Check(
                .frameTiming, .pass, expected: rate.description, measured: rate.description,
                "Every picture is shown as long as the others.")
        }
        let isBroken = odd * 2 > sorted.count
        return Check(
            .frameTiming, isBroken ? .fail : .warn,
            expected: "equal steps at \(rate)",
            measured: "\(odd) of \(sorted.count - 1) steps differ",
            isBroken
                ? "The times at which the pictures are shown make no sense: \(odd) of "
                    + "\(sorted.count - 1) steps differ from the frame rate."
                : "The frame rate isn't constant: \(odd) of \(sorted.count - 1) steps differ.")
    }

    /// A fault in some packets is damage; one in all of them is how an odd writer writes.
    private static func nalUnits(_ scan: ContentScan) -> Check? {
        guard scan.canSeeUnits else { return nil }
        guard scan.brokenPackets > 0 else {
            return Check(
                .unitSyntax, .pass, expected: "whole units", measured: "whole units",
                "The coded picture data hangs together in every packet.")
        }
        let isEverywhere = scan.brokenPackets == scan.picturePackets
        return Check(
            .unitSyntax, isEverywhere ? .warn : .fail,
            expected: "whole units",
            measured: "\(scan.brokenPackets) of \(scan.picturePackets) packets damaged",
            at: scan.firstBroken.map { TimeRange(start: $0, duration: .zero) },
            isEverywhere
                ? "The picture data is written in an unusual way in every packet."
                : "The picture data is damaged in \(scan.brokenPackets) packets"
                    + (scan.firstBroken.map { ", the first at \($0)." } ?? "."))
    }

    /// Sound that was paid for and can't be heard.
    private static func sound(_ scan: ContentScan, _ measured: MediaMeasurement) -> Check? {
        guard measured.audio != nil else { return nil }
        guard scan.levels.isComplete, let loudest = scan.levels.peaks.max() else {
            return .skipped(
                .audioSilence, expected: "audible sound",
                "Not looked at: the sound's samples can't be read.")
        }
        let words = scan.levels.peaks.map(SoundLevels.decibels).joined(separator: ", ")
        let dead = scan.levels.peaks.indices.filter { scan.levels.peaks[$0] < deadChannelPeak }
        let message: String? =
            if loudest < silencePeak {
                "The soundtrack is silent: nothing in it is louder than "
                    + "\(SoundLevels.decibels(loudest))."
            } else if let channel = dead.first {
                "Channel \(channel + 1) of the sound is dead, the others aren't."
            } else {
                nil
            }
        return Check(
            .audioSilence, message == nil ? .pass : .warn,
            expected: "peaks above \(SoundLevels.decibels(silencePeak))",
            measured: words,
            message ?? "The sound can be heard.")
    }

    /// A track that never gets louder than this (-60 dBFS) holds no sound that anybody would miss.
    private static let silencePeak: Float = 0.001
    /// A channel that never gets louder than this (-80 dBFS) carries nothing.
    private static let deadChannelPeak: Float = 0.0001

    private static func codingSyntax(_ scan: ContentScan, _ measured: MediaMeasurement) -> Check {
        if let codec = scan.undecodable.first {
            return .skipped(
                .codingSyntax, expected: "no fault while decoding",
                "Not looked at: this build of libav can't decode \(codec).")
        }
        let shown = scan.picturePackets - scan.hiddenPackets
        let decoded = scan.decodedPictures ?? 0
        if scan.decodingFaults > 0 {
            return Check(
                .codingSyntax, .fail, expected: "no fault while decoding",
                measured: "\(scan.decodingFaults) faults",
                at: scan.firstFault.map { TimeRange(start: $0, duration: .zero) },
                "The content is damaged: \(scan.decodingFaults) faults while decoding"
                    + (scan.firstFault.map { ", the first at \($0)." } ?? "."))
        }
        let isWhole = decoded >= shown
        return Check(
            .codingSyntax, isWhole ? .pass : .fail,
            expected: "\(shown) pictures", measured: "\(decoded) pictures",
            isWhole
                ? "Every picture decodes without a fault."
                : "Only \(decoded) of \(shown) pictures can be decoded.")
    }
}

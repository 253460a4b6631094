import DailiesContainer
import DailiesMedia
import DailiesMediaFilter
import DailiesMediaTime
import DailiesVerification

/// Inspects the content of a file: decodes it, looks at the pictures and judges them.
struct ContentInspector {
    let verifier: FileVerifier
    let file: FileBytes
    let measured: MediaMeasurement
    let packets: PacketScan
    let thresholds: InspectionThresholds
    /// Which pictures are kept; `nil` for none.
    let keeping: KeptPictures.Request?

    /// The result of an inspection.
    struct Result {
        var checks: [Check] = []
        /// The pictures that were kept; `nil` if none were requested.
        var pictures: KeptPictures?
    }

    private static let pictureCodes: [CheckCode] = [
        .repeatedFrames, .patch, .flicker, .frozenEnds, .flashes, .motion, .blackFrames,
        .constantColour, .freeze, .noise, .blackBars,
    ]

    private var rules: InspectionRules {
        InspectionRules(
            thresholds: thresholds, expectation: verifier.expectation,
            tolerances: verifier.tolerances,
            duration: measured.video?.duration ?? packets.presentationTimes.last ?? .zero,
            keyFrames: packets.pictures.filter(\.isKey).compactMap(\.time))
    }

    /// The filters only look at suspicious pictures, unless all are asked for.
    private func closeCoverage(_ coverage: InspectionCoverage) -> CloseCoverage {
        guard coverage == .suspicious, let video = measured.video else { return .everyPicture }
        let selector = GOPSelector(packets.pictures, pixels: video.width * video.height)
        let nearCuts = selector.gops(
            near: verifier.expectation.cuts,
            within: verifier.tolerances.cutOffset + MediaTime(seconds: 1)
        )
        return .ranges(selector.ranges(of: selector.suspiciousGOPs.union(nearCuts)))
    }

    /// Decodes every picture and all sound, and judges them.
    func inspect(_ coverage: InspectionCoverage) -> Result {
        let closeCoverage = closeCoverage(coverage)
        // That of the last attempt: the file may be decoded a second time.
        var last: ContentPass?
        let decoded = verifier.decode(file, measured, packets) {
            let pass = ContentPass(closeCoverage, verifier.expectation, keeping, measured.video)
            last = pass
            return pass.observer
        }
        guard let pass = last else { return Result(checks: decoded.checks) }
        pass.finish()
        var result = Result(
            checks: decoded.checks,
            pictures: pass.keeper?.finish(pass.pictures.sequence.ends))
        if let scan = decoded.scan {
            result.checks +=
                expectedPictures(pass.pictures)
                + checks(pass.pictures, scan, pass.reducer.failure) + checks(pass.sound)
        }
        return result
    }

    private func checks(
        _ analyzed: PictureAnalyzer, _ scan: DecodeScan, _ reducerFailure: MediaError?
    ) -> [Check] {
        if let failure = analyzed.failure ?? reducerFailure {
            return errored(Self.pictureCodes, failure)
        }
        guard !analyzed.sampledPictures.isEmpty else {
            let asked = verifier.expectation.cuts.isEmpty ? [] : [CheckCode.cuts]
            return (Self.pictureCodes + asked).map {
                .skipped($0, "Not checked: there is no picture that could be decoded.")
            }
        }
        return rules.checks(analyzed, scan.sequence, decoded: scan.pictureCount)
    }

    private func checks(_ analyzed: LoudnessAnalyzer) -> [Check] {
        if let failure = analyzed.failure {
            // Loudness is reported and never judged: a channel layout that the filter doesn't support
            // is no reason to hold a file.
            return [.skipped(.loudness, "Not measured: \(failure).")]
        }
        guard analyzed.meter.integrated != nil else {
            return [
                .skipped(.loudness, "Not measured: there is no sound that could be decoded.")
            ]
        }
        return rules.checks(analyzed)
    }

    private func errored(_ codes: [CheckCode], _ failure: MediaError) -> [Check] {
        codes.map { .errored($0, "It could not be checked: \(failure).") }
    }
}

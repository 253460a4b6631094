import DailiesMedia
import DailiesMediaFilter
import DailiesMediaTime
import DailiesVerification

/// Inspects the content of a file: chooses which pictures to decode, decodes and judges them.
struct ContentInspector {
    let verifier: FileVerifier
    let measured: MediaMeasurement
    let packets: PacketScan
    let thresholds: InspectionThresholds

    private static let pictureCodes: [CheckCode] = [
        .blackFrames, .constantColour, .freeze, .noise, .blackBars,
    ]

    /// Decodes what the coverage asks for; decodes everything if key frames show something
    /// suspicious.
    func checks(_ coverage: InspectionCoverage) -> [Check] {
        let first = decode(initialCoverage(coverage))
        guard rules.needsFullDecode(first.pictures) else {
            return first.checks
        }
        return decode(.everyPicture).checks
    }

    private var rules: InspectionRules {
        InspectionRules(
            thresholds: thresholds, expectation: verifier.expectation,
            duration: measured.video?.duration ?? packets.presentationTimes.last ?? .zero,
            keyFrames: packets.pictures.filter(\.isKey).compactMap(\.time))
    }

    private func initialCoverage(_ coverage: InspectionCoverage) -> DecodeCoverage {
        guard coverage == .suspicious, let video = measured.video else { return .everyPicture }
        let selector = GOPSelector(packets.pictures, pixels: video.width * video.height)
        let nearCuts = selector.gops(
            near: verifier.expectation.cuts, within: thresholds.cutOffset + MediaTime(seconds: 1)
        )
        return .fullGOPs(selector.suspiciousGOPs.union(nearCuts))
    }

    private func decode(_ coverage: DecodeCoverage) -> (checks: [Check], pictures: PictureAnalyzer)
    {
        let pictures = PictureAnalyzer(findsCuts: !verifier.expectation.cuts.isEmpty)
        let sound = LoudnessAnalyzer()
        let observer = FrameObserver(
            coverage: coverage,
            onPicture: { (frame: borrowing Frame, stream, context) in
                pictures.add(frame, stream, context)
            },
            onSound: { (frame: borrowing Frame, stream) in sound.add(frame, stream) })
        let decoded = verifier.decode(measured, packets, observer)
        pictures.endSpan()
        sound.finish()
        guard let scan = decoded.scan else { return (decoded.checks, pictures) }
        return (decoded.checks + checks(pictures, scan) + checks(sound), pictures)
    }

    private func checks(_ analyzed: PictureAnalyzer, _ scan: DecodeScan) -> [Check] {
        if let failure = analyzed.failure { return errored(Self.pictureCodes, failure) }
        guard !analyzed.sampledPictures.isEmpty else {
            let asked = verifier.expectation.cuts.isEmpty ? [] : [CheckCode.cuts]
            return (Self.pictureCodes + asked).map {
                .skipped($0, "Not checked: there is no picture that could be decoded.")
            }
        }
        return rules.checks(analyzed, (scan.pictureCount, packets.pictures.count))
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

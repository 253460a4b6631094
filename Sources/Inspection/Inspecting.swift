import DailiesMedia
import DailiesMediaFilter
import DailiesMediaTime
import DailiesVerification

/// The looking and listening itself: which pictures are worth decoding, and what they show.
struct Inspecting {
    let examination: Examination
    let measured: MediaMeasurement
    let packets: PacketScan
    let thresholds: InspectionThresholds

    private static let pictureCodes: [CheckCode] = [
        .blackFrames, .constantColour, .freeze, .noise, .blackBars,
    ]

    /// Looks where it is worthwhile and, where that shows anything, at every picture.
    func checks(_ coverage: InspectionCoverage) -> [Check] {
        let first = firstCoverage(coverage)
        let look = look(first)
        guard rules.wantsCloserLook(look.pictures) else {
            return look.checks
        }
        return self.look(.everyPicture).checks
    }

    private var rules: InspectionRules {
        InspectionRules(
            thresholds: thresholds, expectation: examination.expectation,
            duration: measured.video?.duration ?? packets.shownAt.last ?? .zero,
            keyFrames: packets.pictures.filter(\.isKey).compactMap(\.time))
    }

    private func firstCoverage(_ coverage: InspectionCoverage) -> Coverage {
        guard coverage == .suspicious, let video = measured.video else { return .everyPicture }
        let survey = GroupSurvey(packets.pictures, pixels: video.width * video.height)
        let nearCuts = survey.groups(
            near: examination.expectation.cuts, within: thresholds.cutOffset + MediaTime(seconds: 1)
        )
        return .groups(survey.suspicious.union(nearCuts))
    }

    private func look(_ coverage: Coverage) -> (checks: [Check], pictures: PictureWatch) {
        let pictures = PictureWatch(findsCuts: !examination.expectation.cuts.isEmpty)
        let sound = SoundWatch()
        let watch = FrameWatch(
            coverage: coverage,
            onPicture: { (frame: borrowing Frame, stream, place) in
                pictures.see(frame, stream, place)
            },
            onSound: { (frame: borrowing Frame, stream) in sound.hear(frame, stream) })
        let decoded = examination.decoded(measured, packets, watch)
        pictures.endStretch()
        sound.finish()
        guard let scan = decoded.scan else { return (decoded.checks, pictures) }
        return (decoded.checks + checks(pictures, scan) + checks(sound), pictures)
    }

    private func checks(_ seen: PictureWatch, _ scan: DecodeScan) -> [Check] {
        if let problem = seen.problem { return errored(Self.pictureCodes, problem) }
        guard !seen.glances.isEmpty else {
            let asked = examination.expectation.cuts.isEmpty ? [] : [CheckCode.cuts]
            return (Self.pictureCodes + asked).map {
                .skipped($0, "Not looked at: there is no picture that could be decoded.")
            }
        }
        return rules.checks(seen, (scan.pictureCount, packets.pictures.count))
    }

    private func checks(_ heard: SoundWatch) -> [Check] {
        if let problem = heard.problem {
            // Loudness is told and never judged: a layout that the filter doesn't know is no reason
            // to hold a film.
            return [.skipped(.loudness, "Not listened to: \(problem).")]
        }
        guard heard.meter.integrated != nil else {
            return [
                .skipped(.loudness, "Not listened to: there is no sound that could be decoded.")
            ]
        }
        return rules.checks(heard)
    }

    private func errored(_ codes: [CheckCode], _ problem: MediaError) -> [Check] {
        codes.map { .errored($0, "It could not be looked at: \(problem).") }
    }
}

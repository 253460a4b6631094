import DailiesVerification

/// Compares the first and the last picture with the pictures that were asked for.
///
/// The comparisons only warn: how far real models keep to a picture isn't measured yet.
extension ContentInspector {
    func expectedPictures(_ analyzed: PictureAnalyzer) -> [Check] {
        let expectation = verifier.expectation
        let (first, last) = (analyzed.sequence.first, analyzed.sequence.last)
        return [
            check(.startPicture, expectation.startPicture, first, analyzed),
            check(.endPicture, expectation.endPicture, last, analyzed),
            check(.seamContinuity, expectation.previousPicture, first, analyzed),
        ].compactMap(\.self)
    }

    private func check(
        _ code: CheckCode, _ expected: ExpectedPicture?, _ picture: PictureDigest?,
        _ analyzed: PictureAnalyzer
    ) -> Check? {
        guard let expected else { return nil }
        let rules = ComparisonRules(code: code, thresholds: thresholds)
        guard let video = measured.video, let picture,
            let hasStandardMatrix = analyzed.hasStandardMatrix
        else { return rules.skipped("there is no picture that could be decoded") }
        guard video.rotation == 0 else { return rules.skipped("players turn the picture") }
        let reader = ExpectedPictureReader(
            shape: (max(1, video.displayWidth), max(1, video.displayHeight)),
            hasStandardMatrix: hasStandardMatrix)
        do {
            return rules.check(PictureComparison(picture, with: try reader.digest(expected)))
        } catch {
            return rules.skipped(error.description)
        }
    }
}

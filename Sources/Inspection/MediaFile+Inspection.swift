public import DailiesVerification

extension MediaFile {
    /// Looks and listens to the whole film: black, frozen, loudness, in `Verification`'s terms.
    ///
    /// It decodes everything, so it takes as long as playing fast; it blocks.
    ///
    /// - Parameters:
    ///   - thresholds: from where on something is worth a word, or a fault.
    ///   - limits: when to end before the film does.
    /// - Returns: a check for each question; a film that can't be decoded gives errored ones.
    public func inspect(
        thresholds: InspectionThresholds = InspectionThresholds(),
        limits: VerificationLimits = VerificationLimits()
    ) -> [Check] {
        let rules = InspectionRules(thresholds: thresholds)
        return answers([.blackFrames, .freeze]) {
            try PictureScan(path, limits).map(rules.checks)
        }
            + answers([.loudness]) { try SoundScan(path, limits).map(rules.checks) }
    }

    /// The checks of one scan, or for each code why there is no answer.
    private func answers(_ codes: [CheckCode], _ scan: () throws -> [Check]?) -> [Check] {
        do {
            if let checks = try scan() { return checks }
            return codes.map { .skipped($0, "Not looked at: there is nothing to decode.") }
        } catch let ended as InspectionEnded {
            return codes.map { .errored($0, "Looking ended early: \(ended.reason).") }
        } catch {
            return codes.map { .errored($0, "It can't be decoded: \(error).") }
        }
    }
}

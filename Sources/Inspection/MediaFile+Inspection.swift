public import DailiesVerification

/// At which pictures an inspection looks closely; it decodes all of them.
public enum InspectionCoverage: String, Hashable, Sendable, Codable, CaseIterable {
    /// The pictures of the GOPs whose packet sizes look suspicious; of the others only samples.
    ///
    /// Black or frozen pictures elsewhere are missed; they are reported as not fully checked.
    case suspicious
    /// Every picture.
    case everyPicture
}

extension MediaFile {
    /// Verifies the file and inspects its pictures and sound; blocks.
    ///
    /// It includes every check of `verify` at every level. Every frame is decoded once.
    ///
    /// - Parameters:
    ///   - coverage: at which pictures the inspection looks closely.
    ///   - thresholds: the limits from which something gives a warning or a failure.
    ///   - limits: when to stop before the file has been read to its end.
    ///   - rules: rules of your own.
    ///   - actions: what to do about each kind of failed check.
    /// - Returns: a verification with every check; a check that could not be carried out is
    ///   `skipped` or `errored`, never passed.
    public func inspect(
        against expectation: Expectation = Expectation(),
        coverage: InspectionCoverage = .suspicious,
        tolerances: Tolerances = Tolerances(),
        thresholds: InspectionThresholds = InspectionThresholds(),
        limits: VerificationLimits = VerificationLimits(),
        rules: [Rule] = [],
        actions: ActionRules = .standard
    ) -> Verification {
        let verifier = FileVerifier(
            path: path, expectation: expectation, tolerances: tolerances, limits: limits,
            rules: rules, actions: actions)
        return inspect(verifier, coverage, thresholds, keeping: nil).verification
    }

    /// Verifies the file and inspects every picture, and keeps some of the pictures; blocks.
    ///
    /// - Returns: the verification, and the pictures; `nil` if nothing was decoded.
    package func inspect(
        against expectation: Expectation, tolerances: Tolerances,
        keeping request: KeptPictures.Request
    ) -> (verification: Verification, pictures: KeptPictures?) {
        let verifier = FileVerifier(
            path: path, expectation: expectation, tolerances: tolerances,
            limits: VerificationLimits(), rules: [], actions: .standard)
        return inspect(verifier, .everyPicture, InspectionThresholds(), keeping: request)
    }

    private func inspect(
        _ verifier: FileVerifier, _ coverage: InspectionCoverage,
        _ thresholds: InspectionThresholds, keeping request: KeptPictures.Request?
    ) -> (verification: Verification, pictures: KeptPictures?) {
        var pictures: KeptPictures?
        let verification = verifier.verify { file, measured in
            verifier.packetChecks(file, measured) { packets in
                let result = ContentInspector(
                    verifier: verifier, file: file, measured: measured, packets: packets,
                    thresholds: thresholds, keeping: request
                ).inspect(coverage)
                pictures = result.pictures
                return result.checks
            }
        }
        return (verification, pictures)
    }

    /// Inspects the file on a worker thread, for callers that must not block.
    ///
    /// Cancelling the task ends the work soon; the verdict is then `unknown`.
    ///
    /// - Parameters: as those of `inspect`, with `deadline` as the limit of the work.
    public func inspection(
        against expectation: Expectation = Expectation(),
        coverage: InspectionCoverage = .suspicious,
        tolerances: Tolerances = Tolerances(),
        thresholds: InspectionThresholds = InspectionThresholds(),
        deadline: Duration? = nil,
        rules: [Rule] = [],
        actions: ActionRules = .standard
    ) async -> Verification {
        await onWorkerThread(deadline) { limits in
            inspect(
                against: expectation, coverage: coverage, tolerances: tolerances,
                thresholds: thresholds, limits: limits, rules: rules, actions: actions)
        }
    }
}

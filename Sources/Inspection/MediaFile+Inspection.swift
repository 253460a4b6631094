public import DailiesVerification

/// Which pictures an inspection decodes.
public enum InspectionCoverage: String, Hashable, Sendable, Codable, CaseIterable {
    /// The key frames, and all pictures of the GOPs whose packet sizes look suspicious.
    ///
    /// This is far cheaper, but it misses damage between the key frames of other GOPs.
    case suspicious
    /// Every picture.
    case everyPicture
}

extension MediaFile {
    /// Verifies the file and inspects its pictures and sound; blocks.
    ///
    /// It includes every check of `verify` of header and packets. Every frame is decoded at most
    /// once, except for a second pass over a file that looks suspicious at first.
    ///
    /// - Parameters:
    ///   - coverage: which pictures are decoded.
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

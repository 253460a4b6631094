public import DailiesVerification

/// How much of a film an inspection decodes.
public enum InspectionCoverage: String, Hashable, Sendable, Codable, CaseIterable {
    /// The key frames, and wholly only the groups of pictures whose packets look suspicious: far
    /// cheaper, and blind to damage that lies between.
    case suspicious
    /// Every picture.
    case everyPicture
}

extension MediaFile {
    /// Judges the file, looks at its pictures and listens to its sound; it blocks.
    ///
    /// Everything that `verify` asks of header and packets is asked too, and every frame is decoded
    /// at most once, but for a second pass over what looks wrong at first.
    ///
    /// - Parameters:
    ///   - coverage: how much is decoded.
    ///   - thresholds: from where on something is worth a word, or a fault.
    ///   - limits: when to end before the film does.
    ///   - rules: questions of your own.
    ///   - actions: what to do about each kind of failed check.
    /// - Returns: a verification with a check for each question; what could not be looked at is
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
        return verifier.verify { measured in
            verifier.packetChecks(measured) { packets in
                ContentInspector(
                    verifier: verifier, measured: measured, packets: packets,
                    thresholds: thresholds
                ).checks(coverage)
            }
        }
    }

    /// The same on a thread of its own, for callers that must not block.
    ///
    /// Cancelling the task ends the work soon; the verdict is then `unknown`.
    ///
    /// - Parameters: as those of `inspect`.
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

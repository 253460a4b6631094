import DailiesMedia

/// A film file on disk that can be measured and verified.
///
/// Both calls block while they read and open nothing but the file itself. The first call directs
/// libav's log, which is one for the whole process, away from standard error.
public struct MediaFile: Hashable, Sendable {
    /// Where the file lies.
    public let path: String

    /// Names a file; nothing is opened yet.
    public init(path: String) {
        self.path = path
    }

    /// Names a file that is open already; the descriptor must stay open while it is looked at,
    /// and its position doesn't matter.
    public init(descriptor: Int32) {
        self.init(path: "/proc/self/fd/\(descriptor)")
    }

    /// Measures the file from its header and index, without decoding.
    ///
    /// - Throws: `MeasurementError` where it can't be read or is no film.
    public func measure() throws(MeasurementError) -> MediaMeasurement {
        try Measuring.measure(path)
    }

    /// Judges the file against an expectation.
    ///
    /// Never throws: a file that isn't what it should be fails, and one that can't be looked at
    /// gives the verdict `unknown`.
    ///
    /// - Parameters:
    ///   - level: how deep to look, cheap to dear.
    ///   - tolerances: how far the file may be from what was asked.
    ///   - limits: when to end before the content is read to its end.
    ///   - rules: questions of your own, put to the measurement after ours.
    public func verify(
        against expectation: Expectation,
        level: Verification.Level = .header,
        tolerances: Tolerances = Tolerances(),
        limits: VerificationLimits = VerificationLimits(),
        rules: [@Sendable (MediaMeasurement) -> [Check]] = []
    ) -> Verification {
        let measurement: MediaMeasurement
        do {
            measurement = try measure()
        } catch {
            let check: Check =
                error.isAboutContent
                ? Check(
                    .conformance, .fail, expected: "an MP4 film", measured: error.code.rawValue,
                    error.sentence)
                : .errored(.conformance, error.sentence)
            return Verification(file: path, checks: [check], measurement: nil)
        }
        var checks = HeaderRules(expectation: expectation, tolerances: tolerances)
            .checks(measurement)
        switch level {
        case .header: break
        case .packets:
            checks += ContentRules.checks(path, measurement, depth: .packets, limits: limits)
        case .decode:
            checks += ContentRules.checks(path, measurement, depth: .decode, limits: limits)
        }
        checks += rules.flatMap { $0(measurement) }
        return Verification(file: path, checks: checks, measurement: measurement)
    }
}

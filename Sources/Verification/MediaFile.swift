import DailiesMedia

/// A film file on disk that can be measured and verified.
///
/// Both calls block while they read and open nothing but the file itself. The first call directs
/// libav's log, which is one for the whole process, away from standard error.
public struct MediaFile: Hashable, Sendable {
    /// Where the file lies.
    public let path: String

    /// A question of your own, put to what was measured after ours; its checks count like ours.
    public typealias Rule = @Sendable (MediaMeasurement) -> [Check]

    /// Names a file; nothing is opened yet.
    public init(path: String) {
        self.path = path
    }

    /// Names a file that is open already.
    ///
    /// The descriptor must stay open while it is looked at, and its position doesn't matter. The file
    /// is opened once more through it, so the process must still be allowed to read it.
    public init(descriptor: Int32) {
        self.init(path: "/proc/self/fd/\(descriptor)")
    }

    /// Measures the file from its header and index, without decoding.
    ///
    /// - Parameter limits: when to end before the header is read.
    /// - Throws: `MeasurementError` where it can't be read or is no film.
    public func measure(
        limits: VerificationLimits = VerificationLimits()
    ) throws(MeasurementError) -> MediaMeasurement {
        try HeaderReader.measure(path, limits.started())
    }

    /// Judges the file against an expectation.
    ///
    /// Never throws: a file that isn't what it should be fails, and one that can't be looked at
    /// gives the verdict `unknown`.
    ///
    /// - Parameters:
    ///   - level: how deep to look, cheap to dear.
    ///   - tolerances: how far the file may be from what was asked.
    ///   - limits: when to end before the file is read to its end.
    ///   - rules: questions of your own.
    ///   - actions: what to do about each kind of failed check.
    public func verify(
        against expectation: Expectation,
        level: Verification.Level = .header,
        tolerances: Tolerances = Tolerances(),
        limits: VerificationLimits = VerificationLimits(),
        rules: [Rule] = [],
        actions: ActionRules = .standard
    ) -> Verification {
        FileVerifier(
            path: path, expectation: expectation, tolerances: tolerances, limits: limits,
            rules: rules, actions: actions
        ).verify(level: level)
    }
}

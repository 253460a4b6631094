import DailiesContainer
import DailiesMedia

/// A video file on disk that can be measured and verified: MP4, QuickTime, WebM or Matroska.
///
/// Both calls block while they read, and open no file but this one. The first call redirects
/// libav's log, which is shared by the whole process, away from standard error.
public struct MediaFile: Hashable, Sendable {
    /// The file's path.
    public let path: String

    /// Your own rule: gets the measurement and returns checks that count like the built-in ones.
    ///
    /// It runs after those.
    public typealias Rule = @Sendable (MediaMeasurement) -> [Check]

    /// Names a file; nothing is opened yet.
    public init(path: String) {
        self.path = path
    }

    /// Names a file that is already open.
    ///
    /// The descriptor must stay open during the calls; its position doesn't matter. The file is
    /// opened again through it (`/proc/self/fd`), so the process must still be allowed to read it.
    public init(descriptor: Int32) {
        self.init(path: "/proc/self/fd/\(descriptor)")
    }

    /// Measures the file from its header and index, without decoding.
    ///
    /// - Parameter limits: when to stop before the header has been read.
    /// - Throws: `MeasurementError` if the file can't be read or is no video.
    public func measure(
        limits: VerificationLimits = VerificationLimits()
    ) throws(MeasurementError) -> MediaMeasurement {
        let file = try HeaderReader.open(path)
        let result = Result { () throws(MeasurementError) in
            try HeaderReader.measure(file, limits.started())
        }
        // After a fault of the disk nothing is known about the content.
        if let code = file.readError { throw MeasurementError(reading: code) }
        return try result.get()
    }

    /// Verifies the file against an expectation.
    ///
    /// Never throws: a file that doesn't match the expectation fails, and a file that can't be
    /// checked gets the verdict `unknown`, with the reason in its `findings`.
    ///
    /// - Parameters:
    ///   - expectation: what the file should be.
    ///   - level: how much is read, from cheap to expensive.
    ///   - tolerances: how far the file may differ from the expectation.
    ///   - limits: when to stop before the file has been read to its end.
    ///   - rules: rules of your own.
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

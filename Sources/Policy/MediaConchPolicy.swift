public import DailiesVerification

/// A MediaConch policy: what a file's fields must be, held against our own measurement.
///
/// It reads the policies' XML and needs neither MediaConch nor MediaInfo. A policy asks all (`and`)
/// or one (`or`) of its rules and of the policies nested in it. Rules name MediaInfo's fields and
/// are answered with the values that MediaInfo writes:
///
/// - General: `Format`, `Duration`, `FrameRate`, `FrameCount`, `FileSize`, `FileExtension`,
///   `VideoCount`, `AudioCount`, `IsStreamable`, `extra/IsTruncated`
/// - Video: `Format`, `Format_Profile`, `Width`, `Height`, `PixelAspectRatio`,
///   `DisplayAspectRatio`, `Rotation`, `FrameRate`, `FrameCount`, `Duration`,
///   `ChromaSubsampling`, `BitDepth`; width, height and shape are those before rotation
/// - Audio: `Format`, `Channels` (also `Channel_s_`), `SamplingRate`, `Duration`
///
/// Durations are seconds. The tracks asked are the picture and the sound that are measured,
/// whether a rule says occurrence `*` or `1`.
///
/// A rule that asks for anything else, other tracks or the trace among it, is *skipped*. What
/// depends on it is never passed: an `and` fails with any rule that fails and is otherwise
/// undecided, an `or` passes with any rule that passes and is otherwise undecided. An undecided
/// policy gives the verdict `unknown`.
///
/// Two things differ from MediaConch. `=` and `!=` compare as numbers where both sides are numbers,
/// so that `5` equals `5.000`; and durations within a millisecond of each other are equal, since
/// containers round them differently. As there, `<` and its like hold for numbers only.
///
/// Source: MediaArea's policy format, as MediaConch's editor writes it.
public struct MediaConchPolicy: Hashable, Sendable {
    private let root: PolicyGroup

    /// The longest document that is read, in bytes.
    public static let byteLimit = 1 << 20
    /// How deep policies can be nested.
    public static let depthLimit = 32

    /// Reads a policy document; nothing outside of it is ever opened.
    ///
    /// - Parameter xml: the document in UTF-8, without a document type.
    /// - Throws: `PolicyError` with the line and what was expected there.
    public init(xml: some Collection<UInt8>) throws(PolicyError) {
        root = try PolicyReader.read(PolicyText.checked(xml))
    }

    /// The policy's name; empty where it has none.
    public var name: String { root.name }

    /// Holds the policy against a measurement, as `MediaFile.verify` asks its `rules`.
    ///
    /// Each policy gives a check (`policy.outcome`), followed by one for each of its rules, such as
    /// `policy.video.frameRate`. An alternative that isn't met where another one is gives a
    /// skipped check: it says nothing against the file.
    public func checks(_ measured: MediaMeasurement) -> [Check] {
        PolicyJudgement(fields: MeasuredFields(measured: measured)).checks(root)
    }
}

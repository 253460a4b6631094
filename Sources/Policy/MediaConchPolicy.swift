public import DailiesVerification

/// A MediaConch policy: rules about a file's fields, evaluated with our own measurement.
///
/// It reads the XML of MediaConch's policies and needs neither MediaConch nor MediaInfo. A policy
/// requires all (`and`) or one (`or`) of its rules and nested policies. Rules refer to MediaInfo's
/// field names and are evaluated with the values that MediaInfo would report:
///
/// - General: `Format`, `Duration`, `FrameRate`, `FrameCount`, `FileSize`, `FileExtension`,
///   `VideoCount`, `AudioCount`, `IsStreamable`, `extra/IsTruncated`
/// - Video: `Format`, `Format_Profile`, `Width`, `Height`, `PixelAspectRatio`,
///   `DisplayAspectRatio`, `Rotation`, `FrameRate`, `FrameCount`, `Duration`,
///   `ChromaSubsampling`, `BitDepth`; width, height and aspect ratios are those before rotation
/// - Audio: `Format`, `Channels` (also `Channel_s_`), `SamplingRate`, `Duration`
///
/// Durations are in seconds. Rules apply to the measured video and audio track, for occurrence `*`
/// as well as `1`.
///
/// A rule about anything else, including other tracks and the trace, is *skipped*. A policy that
/// depends on a skipped rule never passes: `and` fails if any rule fails and is otherwise
/// undecided, `or` passes if any rule passes and is otherwise undecided. An undecided policy gives
/// the verdict `unknown`.
///
/// There are two differences from MediaConch. `=` and `!=` compare numerically if both sides are
/// numbers, so that `5` equals `5.000`; and durations within a millisecond of each other are equal,
/// since containers round them differently. As in MediaConch, `<`, `<=`, `>` and `>=` apply to
/// numbers only.
///
/// Source: MediaArea's policy format, as MediaConch's editor writes it.
public struct MediaConchPolicy: Hashable, Sendable {
    private let root: PolicyGroup

    /// The largest document in bytes.
    public static let byteLimit = 1 << 20
    /// The deepest nesting of policies.
    public static let depthLimit = 32

    /// Parses a policy document; external entities are never loaded.
    ///
    /// - Parameter xml: the document in UTF-8, without a document type.
    /// - Throws: `PolicyError` with the line and the expected content.
    public init(xml: some Collection<UInt8>) throws(PolicyError) {
        root = try PolicyReader.read(PolicyText.checked(xml))
    }

    /// The policy's name; empty if it has none.
    public var name: String { root.name }

    /// Evaluates the policy with a measurement; can be passed to `MediaFile.verify` as one of its
    /// `rules`.
    ///
    /// Each policy gives a check (`policy.outcome`), followed by one for each of its rules, such as
    /// `policy.video.frameRate`. An unmet alternative gives a skipped check if another alternative
    /// is met, since it doesn't count against the file.
    public func checks(_ measured: MediaMeasurement) -> [Check] {
        PolicyEvaluation(fields: MeasuredFields(measured: measured)).checks(root)
    }
}

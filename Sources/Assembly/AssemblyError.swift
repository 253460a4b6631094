import DailiesMediaTime

/// Why clips were not joined.
///
/// In each case nothing was written or replaced under the film's name.
public enum AssemblyError: Error, Hashable, Sendable {
    /// There is no clip.
    case noClips
    /// The settings ask for a frame size that H.264 can't have; see `AssemblySettings.allows`.
    case unusableFrameSize(FrameSize)
    /// A clip can't be read or is incomplete.
    case unusableClip(path: String, reason: String)
    /// Clips differ in a way that allows neither copying them into one track nor conforming them.
    case mismatch([ClipMismatch])
    /// There is a file with the film's name, which may not be replaced.
    case alreadyExists(path: String)
    /// Another join is writing the same film.
    case inUse(path: String)
    /// The film could not be written.
    case notWritten(path: String, reason: String)
    /// The film could not be written, because the system refused it: its error number tells whether
    /// another attempt may succeed.
    case systemFailure(path: String, reason: String, code: Int32)
    /// The written file doesn't match the plan; it was deleted.
    case selfCheck(expected: String, found: String)
    /// The caller stopped the work; nothing was left behind.
    case cancelled
}

extension AssemblyError {
    /// A clip whose picture is damaged.
    ///
    /// - Parameters:
    ///   - time: when the picture is displayed, counted from the clip's first.
    ///   - fault: what is wrong with it, if that is known.
    static func damagedPicture(
        of clip: Clip, at time: MediaTime, _ fault: String? = nil
    ) -> AssemblyError {
        .unusableClip(
            path: clip.path,
            reason: "its picture is damaged at \(time)\(fault.map { ": \($0)" } ?? "")"
                + "; fetch or generate it again")
    }
}

/// One property in which a clip differs from the film.
public struct ClipMismatch: Hashable, Sendable, CustomStringConvertible {
    /// The clip that differs.
    public let clip: String
    /// The property, such as "frame size".
    public let field: String
    /// The film's value.
    public let expected: String
    /// This clip's value.
    public let found: String

    /// Such as `frame size 1280x720 instead of 1920x1080`.
    public var description: String { "\(field) \(found) instead of \(expected)" }
}

extension AssemblyError: CustomStringConvertible {
    /// What happened, what was expected and what to do.
    public var description: String {
        switch self {
        case .noClips: "there is no clip to join"
        case .unusableClip(let path, let reason): "\(path) can't be joined: \(reason)"
        case .mismatch(let list):
            "the clips can't be joined: "
                + list.map { "\($0.clip): \($0)" }.joined(separator: "; ")
        case .unusableFrameSize(let size):
            "a film can't be \(size): both sides have to be even and from 16 to 16384"
        case .alreadyExists(let path): "\(path) already exists and was not replaced"
        case .inUse(let path):
            "\(path) is being written by another join; wait until it ends, or write elsewhere"
        case .notWritten(let path, let reason), .systemFailure(let path, let reason, _):
            "\(path) could not be written: \(reason)"
        case .selfCheck(let expected, let found):
            "the finished film was discarded: found \(found) instead of \(expected)"
        case .cancelled: "stopped before the film was finished; nothing was left behind"
        }
    }
}

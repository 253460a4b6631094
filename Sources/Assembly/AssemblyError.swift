/// Why clips were not joined: always before anything bears the film's name.
public enum AssemblyError: Error, Hashable, Sendable {
    /// There is nothing to join.
    case noClips
    /// A clip can't be read or isn't whole.
    case unusableClip(path: String, reason: String)
    /// Clips differ so that they can be neither copied into one track nor conformed to it.
    case mismatch([ClipMismatch])
    /// The film could not be written.
    case notWritten(path: String, reason: String)
    /// What was written isn't what was planned; it was thrown away.
    case selfCheck(expected: String, found: String)
    /// The caller gave up; nothing was left behind.
    case cancelled
}

/// One field in which a clip differs from the film.
public struct ClipMismatch: Hashable, Sendable {
    /// The clip that differs.
    public let clip: String
    /// What differs, such as "frame size".
    public let field: String
    /// The film's value.
    public let expected: String
    /// This clip's value.
    public let found: String
}

extension AssemblyError: CustomStringConvertible {
    /// What happened, what was expected and what to do.
    public var description: String {
        switch self {
        case .noClips: "there is no clip to join"
        case .unusableClip(let path, let reason): "\(path) can't be joined: \(reason)"
        case .mismatch(let list):
            "the clips can't be joined: "
                + list.map { "\($0.clip): \($0.field) is \($0.found) instead of \($0.expected)" }
                .joined(separator: "; ")
        case .notWritten(let path, let reason): "\(path) could not be written: \(reason)"
        case .selfCheck(let expected, let found):
            "the finished film was thrown away: it has \(found) instead of \(expected)"
        case .cancelled: "stopped before the film was finished; nothing was left behind"
        }
    }
}

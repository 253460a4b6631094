/// A step of making a film.
public enum AssemblyEvent: Hashable, Sendable {
    /// A number of the film's frames are written.
    case written(frames: Int, of: Int)
    /// Everything is written and is being signed.
    case signing
    /// Everything is written and is being read back.
    case verifying
}

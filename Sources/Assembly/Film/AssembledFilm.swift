/// What was measured while a film was made.
public struct AssembledFilm: Hashable, Sendable {
    /// The loudness before and the gain; `nil` if no loudness was requested or the film is silent.
    public let loudness: FilmLoudness?
    /// The levels on both sides of each seam, in film order; empty if the film has no sound.
    public let seams: [SeamLevel]
}

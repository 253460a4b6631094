public import DailiesDisclosure

/// What was measured while a film was made.
public struct AssembledFilm: Hashable, Sendable {
    /// The loudness before and the gain; `nil` if no loudness was requested or the film is silent.
    public let loudness: FilmLoudness?
    /// The levels on both sides of each seam, in film order; empty if the film has no sound.
    public let seams: [SeamLevel]
    /// What the film's XMP says about its origin; `nil` if it has none.
    public let sourceType: DigitalSourceType?
    /// The clips with C2PA manifests, broken ones too, that aren't in the film: it was joined from them,
    /// and not signed.
    public let droppedManifests: [String]
}

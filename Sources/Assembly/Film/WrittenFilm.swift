/// What was written into a film's tracks, and what was measured meanwhile.
struct WrittenFilm: Hashable, Sendable {
    let picture: PacketDigest
    /// `nil` if the film has no sound.
    var sound: PacketDigest?
    var loudness: FilmLoudness?
    var seams: [SeamLevel] = []
}

package import DailiesMediaTime

/// What a list says about its film; what it doesn't say follows from the takes.
package struct ListedFilm: Hashable, Sendable {
    package var frameSize: FrameSize?
    package var frameRate: FrameRate?
    package var fit: Fit?
    /// The loudness of the whole film in LUFS.
    package var loudness: Double?
    /// How one shot changes to the next; the parts of one shot always follow with a cut.
    package var transition: Transition?
    package var music: Music?
    /// A visible label on the first seconds.
    package var label: FilmLabel?
    /// Whether the film has a file with subtitles.
    package var captions: Bool?

    package init() {}

    /// The film with the values of another one where that says something.
    package func overridden(by other: ListedFilm) -> ListedFilm {
        var film = self
        film.frameSize = other.frameSize ?? frameSize
        film.frameRate = other.frameRate ?? frameRate
        film.fit = other.fit ?? fit
        film.loudness = other.loudness ?? loudness
        film.transition = other.transition ?? transition
        film.music = other.music ?? music
        film.label = other.label ?? label
        film.captions = other.captions ?? captions
        return film
    }

    /// How a picture of another shape is fitted into the frame.
    package enum Fit: String, Hashable, Sendable, CaseIterable {
        case pad, blur, crop
    }

    /// Sound under the whole film.
    package struct Music: Hashable, Sendable {
        /// The path as written: relative to the list's folder.
        package let file: String
        /// The gain in dB; `nil` for the usual one.
        package let level: Double?
        /// Whether it is repeated until the film ends.
        package let loops: Bool

        package init(file: String, level: Double?, loops: Bool) {
            self.file = file
            self.level = level
            self.loops = loops
        }
    }
}

/// A shot list without problems: every shot in film order, with the layers merged.
package struct ShotList: Hashable, Sendable {
    /// The title, which names the film and its folder.
    package let title: String
    /// What the film is to be.
    package let film: ListedFilm
    package let shots: [Shot]
    /// What the list's presets say about sessions.
    package var session = PresetSession()
}

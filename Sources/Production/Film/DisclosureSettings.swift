package import DailiesAssembly

/// How the films of a session say that AI models made them.
package struct DisclosureSettings: Sendable {
    /// Whether the films and the joined files of shots are marked.
    package var isOn = true
    /// Whether the prompts are written into the film too.
    package var includesPrompts = false
    /// Signs the film; `nil` to leave it unsigned.
    ///
    /// Joined files of shots and partial films, which aren't published, are never signed.
    package var signing: FilmSigning?

    package init() {}

    /// The words for a film's recipe in the ledger; none for the usual settings, so that a film of an
    /// earlier version isn't made again only because it has no mark.
    ///
    /// - Parameter isFilm: whether it is the film; what only the film gets changes nothing else.
    func recipe(isFilm: Bool) -> [String] {
        [
            isOn ? nil : "disclosure=none", isOn && isFilm && includesPrompts ? "prompts" : nil,
            isFilm && signing != nil ? "signed" : nil,
        ].compactMap(\.self)
    }
}

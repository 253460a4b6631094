/// What the person wrote, read and complete: every shot in film order with every field settled.
package struct ShotList: Hashable, Sendable {
    /// Names the film and its folder.
    package let title: String
    /// The provider that the list asks for, where it asks for one.
    package let provider: String?
    package let model: ModelProfile
    package let shots: [Shot]
}

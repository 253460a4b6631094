/// What the person wrote, read and complete: every shot in film order with every field settled.
package struct ShotList: Hashable, Sendable {
    /// Names the film and its folder.
    package let title: String
    /// The provider that the shots are bought from.
    package let provider: String
    package let model: ModelProfile
    /// The model as that provider hosts it.
    package let host: ModelProfile.Host
    package let shots: [Shot]
}

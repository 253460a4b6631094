/// A shot list without problems: every shot in film order, with the layers merged.
package struct ShotList: Hashable, Sendable {
    /// The title, which names the film and its folder.
    package let title: String
    /// The provider that the shots are bought from.
    package let provider: String
    package let model: ModelProfile
    /// The model's endpoints and limits at that provider.
    package let host: ModelHost
    package let shots: [Shot]
}

import DailiesGeneration

/// The environment has no key for the provider.
struct MissingKey: Error, CustomStringConvertible {
    let description: String

    /// - Parameter alternative: what the user can do without a key; `nil` if there is nothing.
    init(_ identity: ProviderIdentity, alternative: String? = nil) {
        description =
            "there is no key for \(identity.name): set \(identity.keyVariablesText)"
            + (alternative.map { "; or \($0)" } ?? "")
    }
}

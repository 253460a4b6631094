package import DailiesJSON

/// One remote generation that must be bought: what is sent, to whom, and what it should cost.
package struct PlannedRun: Hashable, Sendable {
    /// The id of the shot it belongs to.
    package let shot: String
    /// Which part of a multi-run shot it is ("a", "b", …); `nil` where one run makes the shot.
    package let part: String?
    package let provider: String
    /// The model's id in our profiles.
    package let model: String
    /// The model's address at the provider.
    package let endpoint: String
    /// The model's input, exactly as it is sent.
    package let request: JSONValue
    /// SHA-256 over provider, endpoint and request: what would be bought.
    package let digest: String
    package let quote: Quote

    /// Names the run's takes, such as `010` or `020a`.
    package var name: String { shot + (part ?? "") }
}

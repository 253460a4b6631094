package import DailiesJSON

/// One run to buy, in terms that every provider understands.
package struct GenerationRequest: Sendable {
    /// The model's address at the provider.
    package let endpoint: String
    /// The model's input, sent as it is.
    package let input: JSONValue
    /// Our own name for the run, by which it can be found again when the answer is lost.
    package let clientReference: String
    /// What is shown to people beside the run: shot, part, take.
    package let metadata: [String: JSONValue]

    package init(
        endpoint: String,
        input: JSONValue,
        clientReference: String,
        metadata: [String: JSONValue]
    ) {
        self.endpoint = endpoint
        self.input = input
        self.clientReference = clientReference
        self.metadata = metadata
    }
}

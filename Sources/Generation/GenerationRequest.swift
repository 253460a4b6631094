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
    /// Whom the provider is to call when the run has ended; `nil` where it need not.
    package let callback: CallbackAddress?

    package init(
        endpoint: String,
        input: JSONValue,
        clientReference: String,
        metadata: [String: JSONValue],
        callback: CallbackAddress? = nil
    ) {
        self.endpoint = endpoint
        self.input = input
        self.clientReference = clientReference
        self.metadata = metadata
        self.callback = callback
    }
}

/// Where a callback for one run goes, and how it is told from others'.
package struct CallbackAddress: Sendable, Hashable {
    /// An address that nobody guesses.
    package let url: String
    /// Given back by providers that don't sign.
    package let secret: String

    package init(url: String, secret: String) {
        self.url = url
        self.secret = secret
    }
}

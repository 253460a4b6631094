package import DailiesJSON

/// A run to buy, independent of the provider.
package struct GenerationRequest: Sendable {
    /// The model's endpoint at the provider.
    package let endpoint: String
    /// The model's input, sent unchanged.
    package let input: JSONValue
    /// Our reference for the run, by which it can be found if the response is lost.
    package let clientReference: String
    /// Whether the reference is sent: `false` if the provider refuses the field.
    package var sendsReference = true
    /// Shot, part and take, shown beside the run in the provider's console.
    package let metadata: [String: JSONValue]
    /// Where the provider sends a callback when the run has ended; `nil` for none.
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

/// The address of the callbacks for one run, and the secret that authenticates them.
package struct CallbackAddress: Sendable, Hashable {
    /// An unguessable address.
    package let url: String
    /// Sent back by providers that don't sign callbacks.
    package let secret: String

    package init(url: String, secret: String) {
        self.url = url
        self.secret = secret
    }
}

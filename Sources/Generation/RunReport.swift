package import DailiesJSON
package import DailiesPlanning

/// A run at a provider: its id, and the addresses from the response to its submit.
package struct RemoteRun: Sendable, Hashable {
    /// The provider's id.
    package let id: String
    /// The provider's addresses for the run, by purpose: some providers require that a run is
    /// polled there.
    package let addresses: [String: String]

    package init(id: String, addresses: [String: String] = [:]) {
        self.id = id
        self.addresses = addresses
    }
}

/// A run's state at the provider at one moment.
package struct RunReport: Sendable, Hashable {
    package let run: RemoteRun
    package let state: RemoteState
    /// The cost, if the provider reports it.
    package let cost: Money?
    /// The response, with secrets redacted.
    package let raw: JSONValue
}

/// The state of a run at the provider.
package enum RemoteState: Sendable, Hashable {
    case queued
    case running
    indirect case succeeded(GeneratedFile)
    /// The run succeeded, but no video address was found in the response: nothing is lost, and a
    /// person must look at it.
    case videoMissing
    /// The run ended without a result.
    indirect case failed(RunFailure)
    /// A state that isn't documented: the run counts as neither finished nor lost.
    case unrecognized(String)
}

/// Why a run has no result.
package struct RunFailure: Sendable, Hashable {
    package let kind: Kind
    /// The provider's message, with secrets redacted.
    package let reason: String

    package enum Kind: Sendable, Hashable {
        /// The same request may succeed or fail again.
        case ordinary
        /// Content moderation refused the run, and would refuse it again unchanged.
        case moderated
        /// A fault at the provider, at no cost: the same request may be sent once more.
        case providerFault
    }

    package init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }
}

/// A finished run's file at the provider.
package struct GeneratedFile: Sendable, Hashable {
    /// The address, often signed and short-lived: it is never shown, and stored only if it is the
    /// only way to the file.
    package let url: String
    /// Properties of the file as the provider reports them.
    package var delivery: Delivery

    /// The length in bytes, if the provider reports it.
    package var bytes: Int64? {
        get { delivery.bytes }
        set { delivery.bytes = newValue }
    }

    package init(url: String, delivery: Delivery) {
        self.url = url
        self.delivery = delivery
    }

    package init(url: String, bytes: Int64?) {
        self.init(url: url, delivery: Delivery(bytes: bytes))
    }
}

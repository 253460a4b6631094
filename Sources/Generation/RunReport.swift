package import DailiesJSON
package import DailiesPlanning

/// A run at a provider: its id, and the addresses that came with it.
package struct RemoteRun: Sendable, Hashable {
    /// The provider's id.
    package let id: String
    /// Addresses as the provider gave them, by what they are for: some providers want to be asked
    /// there and nowhere else.
    package let addresses: [String: String]

    package init(id: String, addresses: [String: String] = [:]) {
        self.id = id
        self.addresses = addresses
    }
}

/// What a provider says of a run at one moment.
package struct RunReport: Sendable, Hashable {
    package let run: RemoteRun
    package let state: RemoteState
    /// What it cost, where the provider says so.
    package let cost: Money?
    /// The answer as received, without secrets.
    package let raw: JSONValue
}

/// Where a run stands at the provider.
package enum RemoteState: Sendable, Hashable {
    case queued
    case running
    case succeeded(GeneratedFile)
    /// It ended well, and where its file lies can't be read from the answer: nothing is lost, but a
    /// person must look.
    case unreadable
    /// There will be no result.
    case failed(RunFailure)
    /// A word the contract doesn't know: the run is neither done nor lost.
    case unheardOf(String)
}

/// Why a run brought no result.
package struct RunFailure: Sendable, Hashable {
    package let kind: Kind
    /// In the provider's words.
    package let reason: String

    package enum Kind: Sendable, Hashable {
        /// The same request may pass or fail again.
        case ordinary
        /// What is to be seen was refused: unchanged, it would be refused again.
        case moderated
        /// The provider's own fault, which costs nothing: the same request may be sent once more.
        case fault
    }

    package init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }
}

/// The place of a finished run's file.
package struct GeneratedFile: Sendable, Hashable {
    /// The address, often signed and short-lived: kept in memory, never shown.
    package let url: String
    /// What the provider says about it.
    package var delivery: Delivery

    /// Its length where the provider gives one.
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

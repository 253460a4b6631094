package import DailiesJSON
package import DailiesPlanning

/// What a provider says of a run at one moment.
package struct RunReport: Sendable, Hashable {
    /// The provider's id.
    package let remoteID: String
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
    /// There will be no result; the reason in the provider's words.
    case failed(reason: String)
    /// A word the contract doesn't know: the run is neither done nor lost.
    case unheardOf(String)
}

/// The place of a finished run's file.
package struct GeneratedFile: Sendable, Hashable {
    /// The address, often signed and short-lived: kept in memory, never shown.
    package let url: String
    /// Its length where the provider gives one.
    package let bytes: Int64?

    package init(url: String, bytes: Int64?) {
        self.url = url
        self.bytes = bytes
    }
}

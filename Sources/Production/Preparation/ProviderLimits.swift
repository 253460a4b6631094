package import DailiesJSON

/// How much a provider takes at once, as data: one file in `presets/providers`.
package struct ProviderLimits: Sendable, Hashable {
    package static let schema = "dailies.provider/1"

    package let provider: String
    /// Runs under way at once where nobody says otherwise.
    package let concurrency: Int
    /// The most that make sense.
    package let concurrencyMaximum: Int
    /// Runs created within a minute.
    package let createsPerMinute: Int

    /// Reads a provider's file; `nil` where a key is missing or has the wrong type.
    package init?(_ json: JSONValue) {
        guard json["schema"]?.text == Self.schema, let provider = json["name"]?.text,
            let concurrency = json["concurrency"]?["default"]?.integer, concurrency > 0,
            let maximum = json["concurrency"]?["maximum"]?.integer, maximum >= concurrency,
            let creates = json["creates_per_minute"]?.integer, creates > 0
        else { return nil }
        self.provider = provider
        self.concurrency = concurrency
        concurrencyMaximum = maximum
        createsPerMinute = creates
    }
}

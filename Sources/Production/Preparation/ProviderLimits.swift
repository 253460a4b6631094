package import DailiesJSON

/// How much a provider accepts at once; one file for each provider in `presets/providers`.
package struct ProviderLimits: Sendable, Hashable {
    package static let schema = "dailies.provider/1"

    package let provider: String
    /// How many runs are executed at once by default.
    package let concurrency: Int
    /// The largest accepted value of `--concurrency`.
    package let concurrencyMaximum: Int
    /// How many runs may be submitted per minute.
    package let createsPerMinute: Int

    /// What several providers accept each; `nil` of none.
    package static func strictest(of limits: [ProviderLimits]) -> ProviderLimits? {
        guard let first = limits.first else { return nil }
        return limits.dropFirst().reduce(first) { strictest, other in
            ProviderLimits(
                provider: strictest.provider,
                concurrency: min(strictest.concurrency, other.concurrency),
                concurrencyMaximum: min(strictest.concurrencyMaximum, other.concurrencyMaximum),
                createsPerMinute: min(strictest.createsPerMinute, other.createsPerMinute))
        }
    }

    private init(
        provider: String, concurrency: Int, concurrencyMaximum: Int, createsPerMinute: Int
    ) {
        self.provider = provider
        self.concurrency = concurrency
        self.concurrencyMaximum = concurrencyMaximum
        self.createsPerMinute = createsPerMinute
    }

    /// Reads a provider's file; `nil` if a key is missing or has the wrong type.
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

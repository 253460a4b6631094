import DailiesProduction
import DailiesShotList

/// How many runs are under way at once at each provider.
struct ConcurrencyOption: OptionGroup {
    private let given: Int?

    init(_ options: inout OptionReader) {
        given = options.option(
            "concurrency", .number("N", from: 1),
            "runs under way at once at each provider (default: from presets/providers, mostly 4)")
    }

    /// The number for a session: the option's, else that of the list's presets, which is for every
    /// provider and is lowered to what these allow, else that of the providers' files.
    ///
    /// - Throws: `UsageError` if the option is above the limit.
    func number(
        _ limits: ProviderLimits, _ preset: PresetSession
    ) throws(UsageError) -> Int {
        guard let given else {
            return preset.concurrency.map { min($0, limits.concurrencyMaximum) }
                ?? limits.concurrency
        }
        guard given <= limits.concurrencyMaximum else {
            let allowed = OptionValue.number("N", in: 1...limits.concurrencyMaximum)
            throw allowed.error(for: "concurrency", "\(given)")
        }
        return given
    }
}

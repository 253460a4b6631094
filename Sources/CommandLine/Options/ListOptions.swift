import DailiesGeneration
import DailiesShotList

/// The shot list, and what the command line sets in it.
struct ListOptions: OptionGroup {
    /// The list's path.
    let path: String
    private let provider: String?
    private let presets: [String]
    /// The price files besides those of the presets and of the user.
    let priceFiles: [String]
    /// Whether runs without a price may be bought.
    let allowsUnpriced: Bool

    init(_ options: inout OptionReader) {
        path = options.operand(
            "LIST", .file, isOnly: true,
            orElse: "name one shot list, such as samples/lighthouse.json")
        provider = options.option(
            "provider", .text("NAME", .choice(ProviderRegistry.names)),
            "the provider (default: the list's, or "
                + "\(PresetBook.defaultProvider))")
        presets = options.repeated("preset", .text("NAME"), "a look from presets/looks")
        priceFiles = options.repeated(
            "prices", .file(), "also the prices in this file; the newest price counts")
        allowsUnpriced = options.flag(
            "allow-unpriced",
            "also runs whose price isn't known: no cap counts them before their cost is reported")
    }

    /// What wins over the list's own fields.
    var flags: ShotListReader.Flags {
        ShotListReader.Flags(presets: presets, provider: provider)
    }
}

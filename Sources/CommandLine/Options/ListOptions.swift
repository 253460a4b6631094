import DailiesGeneration
import DailiesShotList

/// The shot list, and what the command line sets in it.
struct ListOptions: OptionGroup {
    /// The list's path; `-` for the standard input.
    let path: String
    private let providers: [String]?
    private let presets: [String]
    /// The price files besides those of the presets and of the user.
    let priceFiles: [String]
    /// Whether runs without a price may be bought.
    let allowsUnpriced: Bool
    /// What the command line says about the film.
    private let film: ListedFilm

    init(_ options: inout OptionReader) {
        path = options.operand(
            "LIST", .file,
            orElse: "name one shot list, such as samples/lighthouse.json")
        providers = options.option(
            "provider", .providers,
            "the provider, or several in order of preference (default: the list's, or "
                + "\(PresetBook.defaultProvider))")
        presets = options.repeated(
            "preset", .text("NAME|FILE"),
            "a look or a purpose, which overrides the list (dailies presets lists them)")
        priceFiles = options.repeated(
            "prices", .file(), "also the prices in this file; the newest price counts")
        allowsUnpriced = options.flag(
            "allow-unpriced",
            "also runs whose price isn't known: no cap counts them before their cost is reported")
        film = FilmOptions(&options).film
    }

    /// The list formats, for the help.
    static let formats = """
        LIST is a .json, .jsonl, .csv, .tsv or .txt file, or - for the standard input; dailies new
        writes one to start with.
        """

    /// What wins over the list's own fields.
    var flags: ShotListReader.Flags {
        ShotListReader.Flags(presets: presets, providers: providers, film: film)
    }
}

extension OptionValue<[String]> {
    /// Names of providers, separated by commas.
    fileprivate static var providers: OptionValue {
        OptionValue(
            "NAME,…", .words(ProviderRegistry.names), expected: "names separated by commas"
        ) { text in
            let names = text.split(separator: ",").map(String.init)
            return names.isEmpty ? nil : names
        }
    }
}

import DailiesAssembly
import DailiesProduction
import DailiesShotList

/// How clips are joined: what the film is like, its sound, and the quality of what is encoded.
struct AssemblyOptions: OptionGroup {
    private let film: ListedFilm
    private let hasSound: Bool
    private let rateFactor: Double?

    init(_ options: inout OptionReader) {
        film = FilmOptions(&options).film
        hasSound =
            options.option("audio", .filmSound, "the film's sound (default exact)") ?? true
        rateFactor = options.option(
            "crf", .number("N", in: 0...51),
            "x264's quality for what is encoded, lower is better (default 17)")
        options.require(
            hasSound || (film.music == nil && film.loudness == nil),
            "--music and --loudness need sound, and --audio none removes it")
    }

    /// The settings of a film.
    var settings: AssemblySettings { settings(of: ListedFilm()) }

    /// The settings of a film of a list: what the options say wins over what its line says.
    func settings(of listed: ListedFilm) -> AssemblySettings {
        var settings = AssemblySettings(listed.overridden(by: film), folder: "")
        settings.hasSound = hasSound
        settings.rateFactor = rateFactor ?? settings.rateFactor
        return settings
    }

    /// Files that are read beside the clips.
    static func sources(of settings: AssemblySettings) -> [String] {
        settings.bed.map { [$0.path] } ?? []
    }
}

extension OptionValue<Bool> {
    /// Whether the film has sound.
    fileprivate static var filmSound: OptionValue {
        choice(of: [("exact", true), ("none", false)]).refusing(
            "copy",
            "--audio copy would leave a gap of 36 ms at every seam, because AAC can't be cut where "
                + "pictures can; exact encodes the sound once, none removes it")
    }
}

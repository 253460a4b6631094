import DailiesAssembly
import DailiesProduction
import DailiesShotList

/// How clips are joined: what the film is like, its sound, and the quality of what is encoded.
struct AssemblyOptions: OptionGroup {
    let settings: AssemblySettings

    init(_ options: inout OptionReader) {
        let film = FilmOptions(&options).film
        var settings = AssemblySettings(film, folder: "")
        settings.hasSound =
            options.option("audio", .filmSound, "the film's sound (default exact)") ?? true
        settings.rateFactor =
            options.option(
                "crf", .number("N", in: 0...51),
                "x264's quality for what is encoded, lower is better (default 17)")
            ?? settings.rateFactor
        options.require(
            settings.hasSound || (film.music == nil && film.loudness == nil),
            "--music and --loudness need sound, and --audio none removes it")
        self.settings = settings
    }

    /// Files that are read beside the clips.
    var sources: [String] { settings.bed.map { [$0.path] } ?? [] }
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

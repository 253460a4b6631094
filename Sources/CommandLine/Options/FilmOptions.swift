import DailiesAssembly
import DailiesMediaTime
import DailiesShotList
import Foundation

/// What a film is like: its size, rate, loudness, transitions and music.
struct FilmOptions: OptionGroup {
    let film: ListedFilm

    init(_ options: inout OptionReader) {
        var film = ListedFilm()
        film.frameSize = options.option(
            "frame-size", .evenSize, "the film's size (default: that of most bytes)")
        film.frameRate = options.option(
            "frame-rate", .filmRate, "the film's rate (default: that of most bytes)")
        film.fit = options.option(
            "fit", .choice(),
            "how a picture of another shape is fitted into the frame (default pad)")
        film.loudness = options.option(
            "loudness", .number("LUFS", in: -50...0),
            "bring the whole film to a loudness, such as -14 or -23")
        film.transition = options.option(
            "transition", .transition, "how one clip changes to the next (default cut)")
        let label = options.option(
            "label", .number("SECONDS", in: FilmLabel.limits),
            "show a label in the film's first seconds, such as 3; only they are encoded")
        let text = options.option(
            "label-text", .labelText,
            "the label's text (default \(FilmLabel.usualText))")
        options.require(
            text == nil || label != nil, "--label-text needs --label, whose text it is")
        film.label = label.flatMap {
            FilmLabel(seconds: $0, text: text ?? FilmLabel.usualText)
        }
        let music = options.option(
            "music", .file(), "sound under the whole film, quieter where the clips have sound")
        let level = options.option(
            "music-level", .number("DB", in: -60...20.0),
            "the level of the music, relative to its file (default -12)")
        let loops = options.flag("music-loop", "repeat the music until the film ends")
        options.require(
            level == nil || music != nil, "--music-level needs --music, whose level it sets")
        options.require(!loops || music != nil, "--music-loop needs --music, which it repeats")
        film.music = music.map { path in
            ListedFilm.Music(
                // A path of the command line starts in the working directory.
                file: URL(fileURLWithPath: path).path, level: level, loops: loops)
        }
        self.film = film
    }
}

extension OptionValue<String> {
    /// The text of a label.
    fileprivate static var labelText: OptionValue {
        OptionValue("TEXT", expected: FilmLabel.textRule) { FilmLabel.allows($0) ? $0 : nil }
    }
}

extension OptionValue<FrameSize> {
    /// A size that H.264 with subsampled colours allows: both numbers are even.
    fileprivate static var evenSize: OptionValue {
        OptionValue("WxH", expected: "an even size such as 1920x1080") { text in
            FrameSize(text).flatMap { AssemblySettings.allows($0) ? $0 : nil }
        }
    }
}

extension OptionValue<FrameRate> {
    fileprivate static var filmRate: OptionValue {
        OptionValue("R", expected: "a rate from 1 to 240 such as 24 or 24000/1001") { text in
            FrameRate(text).flatMap { AssemblySettings.allows($0) ? $0 : nil }
        }
    }
}

extension OptionValue<Transition> {
    fileprivate static var transition: OptionValue {
        OptionValue("cut|dissolve:FRAMES", expected: "cut or a dissolve such as dissolve:12") {
            Transition($0)
        }
    }
}

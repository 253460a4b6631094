import DailiesAssembly
import DailiesMediaTime
import DailiesVerification

/// What a film is like: its sound, size, rate, transitions and music.
struct AssemblyOptions: OptionGroup {
    let settings: AssemblySettings

    init(_ options: inout OptionReader) {
        var settings = AssemblySettings()
        settings.hasSound =
            options.option("audio", .filmSound, "the film's sound (default exact)") ?? true
        settings.rateFactor =
            options.option(
                "crf", .number("N", in: 0...51),
                "x264's quality for what is encoded, lower is better (default 17)")
            ?? settings.rateFactor
        settings.frameSize = options.option(
            "frame-size", .evenSize, "the film's size (default: that of most bytes)")
        settings.frameRate = options.option(
            "frame-rate", .filmRate, "the film's rate (default: that of most bytes)")
        settings.fit =
            options.option(
                "fit", .choice(),
                "how a picture of another shape is fitted into the frame (default pad)")
            ?? settings.fit
        settings.loudness = options.option(
            "loudness", .number("LUFS", in: -50...0),
            "bring the whole film to a loudness, such as -14 or -23")
        settings.dissolve =
            options.option(
                "transition", .transition, "how one clip changes to the next (default cut)") ?? 0
        let music = options.option(
            "music", .file(), "sound under the whole film, quieter where the clips have sound")
        let musicLevel = options.option(
            "music-level", .number("DB", in: -60...20.0),
            "the level of the music, relative to its file (default -12)")
        let loopsMusic = options.flag("music-loop", "repeat the music until the film ends")
        options.require(
            settings.hasSound || (music == nil && settings.loudness == nil),
            "--music and --loudness need sound, and --audio none removes it")
        options.require(
            musicLevel == nil || music != nil, "--music-level needs --music, whose level it sets")
        options.require(!loopsMusic || music != nil, "--music-loop needs --music, which it repeats")
        settings.bed = music.map { path in
            var bed = SoundBed(path: path)
            bed.level = musicLevel ?? bed.level
            bed.loops = loopsMusic
            return bed
        }
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
            FrameRate(text).flatMap { (1...240).contains($0.framesPerSecond) ? $0 : nil }
        }
    }
}

extension OptionValue<Int> {
    /// The length of a dissolve in frames, from 1 to 1000; 0 for a cut.
    fileprivate static var transition: OptionValue {
        OptionValue("cut|dissolve:FRAMES", expected: "cut or a dissolve such as dissolve:12") {
            text in
            if text == "cut" { return 0 }
            let parts = text.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0] == "dissolve", let frames = Int(parts[1]),
                (1...1000).contains(frames)
            else { return nil }
            return frames
        }
    }
}

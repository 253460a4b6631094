import DailiesAssembly
import DailiesMediaTime
import DailiesVerification

extension OptionSpec {
    fileprivate static let sound = OptionSpec(
        "audio", value: "exact|none", "the film's sound (default exact)")
    fileprivate static let rateFactor = OptionSpec(
        "crf", value: "N", "quality of what is encoded, lower is better (default 17)")
    fileprivate static let frameSize = OptionSpec(
        "frame-size", value: "WxH", "the film's size (default: that of most bytes)")
    fileprivate static let frameRate = OptionSpec(
        "frame-rate", value: "R", "the film's rate (default: that of most bytes)")
    fileprivate static let fit = OptionSpec(
        "fit", value: "pad|blur|crop", "what becomes of a picture of another shape (default pad)")
    fileprivate static let loudness = OptionSpec(
        "loudness", value: "LUFS", "bring the whole film to a loudness, such as -14 or -23")
    fileprivate static let transition = OptionSpec(
        "transition", value: "cut|dissolve:FRAMES", "how clips follow each other (default cut)")
    fileprivate static let music = OptionSpec(
        "music", value: "FILE", "sound that runs under the whole film, quieter under the clips' own"
    )
    fileprivate static let musicLevel = OptionSpec(
        "music-level", value: "DB", "how loud the music is against its file (default -12)")
}

/// What the command line says of a film, as settings.
enum AssemblyOptions {
    static let specs: [OptionSpec] = [
        .sound, .rateFactor, .frameSize, .frameRate, .fit, .loudness, .transition, .music,
        .musicLevel,
    ]

    /// Files that are read beside the clips.
    static func sources(_ arguments: Arguments) -> [String] { arguments.all(.music) }

    static func settings(_ arguments: Arguments) throws -> AssemblySettings {
        var settings = AssemblySettings()
        settings.hasSound = try hasSound(arguments)
        settings.rateFactor = try arguments.number(.rateFactor, in: 0...51.0) ?? settings.rateFactor
        settings.loudness = try arguments.number(.loudness, in: -50...0.0)
        settings.frameSize = try frameSize(arguments)
        settings.dissolve = try dissolve(arguments)
        if let text = arguments.value(.frameRate) {
            guard let rate = FrameRate(text), (1...240).contains(rate.framesPerSecond) else {
                throw UsageError(
                    "--frame-rate takes a rate from 1 to 240 such as 24 or 24000/1001, not "
                        + "\"\(text)\"")
            }
            settings.frameRate = rate
        }
        if let text = arguments.value(.fit) {
            guard let fit = AssemblySettings.Fit(rawValue: text) else {
                throw UsageError("--fit takes pad, blur or crop, not \"\(text)\"")
            }
            settings.fit = fit
        }
        if !settings.hasSound, arguments.has(.music) || arguments.has(.loudness) {
            throw UsageError("--music and --loudness need sound, and --audio none leaves it out")
        }
        if arguments.has(.musicLevel), !arguments.has(.music) {
            throw UsageError("--music-level says how loud --music is, and there is none")
        }
        if let path = arguments.value(.music) {
            var bed = SoundBed(path: path)
            bed.level = try arguments.number(.musicLevel, in: -60...20.0) ?? bed.level
            settings.bed = bed
        }
        return settings
    }

    private static func hasSound(_ arguments: Arguments) throws(UsageError) -> Bool {
        switch arguments.value(.sound) ?? "exact" {
        case "exact": true
        case "none": false
        case "copy":
            throw UsageError(
                "--audio copy would leave a hole of 36 ms at every seam, as AAC can't be cut "
                    + "where pictures can; exact encodes the sound once, none leaves it out")
        case let text: throw UsageError("--audio takes exact or none, not \"\(text)\"")
        }
    }

    private static func frameSize(
        _ arguments: Arguments
    ) throws(UsageError) -> AssemblySettings.FrameSize? {
        guard let text = arguments.value(.frameSize) else { return nil }
        guard let size = FrameSize(text),
            let even = AssemblySettings.FrameSize(width: size.width, height: size.height)
        else {
            throw UsageError(
                "--frame-size takes an even size such as 1920x1080, not \"\(text)\"")
        }
        return even
    }

    private static func dissolve(_ arguments: Arguments) throws(UsageError) -> Int {
        guard let text = arguments.value(.transition), text != "cut" else { return 0 }
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0] == "dissolve", let frames = Int(parts[1]),
            (1...1000).contains(frames)
        else {
            throw UsageError("--transition takes cut or such as dissolve:12, not \"\(text)\"")
        }
        return frames
    }
}

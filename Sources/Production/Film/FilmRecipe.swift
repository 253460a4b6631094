import DailiesAssembly
import DailiesDigest
import DailiesMediaTime

/// What identifies a film beside its title and clips: settings that differ from the usual ones.
enum FilmRecipe {
    /// The words for a joined file's recipe in the ledger; none for the usual settings.
    ///
    /// Music counts by its content. Blocks while it reads it.
    ///
    /// - Throws: `AssemblyError` if the music can't be read.
    static func text(of settings: AssemblySettings) throws(AssemblyError) -> [String] {
        let usual = AssemblySettings()
        var words: [String] = []
        func add<Value: Equatable>(_ name: String, _ key: KeyPath<AssemblySettings, Value>) {
            guard settings[keyPath: key] != usual[keyPath: key] else { return }
            words.append("\(name)=\(settings[keyPath: key])")
        }
        if let size = settings.frameSize { words.append("size=\(size)") }
        if let rate = settings.frameRate { words.append("rate=\(rate)") }
        if let loudness = settings.loudness { words.append("loudness=\(loudness)") }
        add("fit", \.fit)
        add("quality", \.rateFactor)
        add("sound", \.hasSound)
        add("dissolve", \.dissolve)
        if settings.dissolve > 0, !settings.hardCuts.isEmpty {
            words.append(
                "cuts=\(settings.hardCuts.sorted().map(String.init).joined(separator: ","))")
        }
        if let label = settings.label { words.append("label=\(label.seconds),\(label.text)") }
        if let bed = settings.bed {
            guard let digest = SHA256Digest(ofFile: bed.path) else {
                throw .unusableClip(path: bed.path, reason: "it can't be read")
            }
            words.append("music=\(digest.hex),\(bed.level),\(bed.ducking),\(bed.loops)")
        }
        return words
    }
}

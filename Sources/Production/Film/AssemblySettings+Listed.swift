package import DailiesAssembly
package import DailiesShotList
import Foundation

extension AssemblySettings {
    /// The settings of the film that a list describes.
    ///
    /// - Parameter folder: the folder in which relative paths start.
    package init(_ film: ListedFilm, folder: String) {
        self.init()
        frameSize = film.frameSize
        frameRate = film.frameRate
        if let fit = film.fit { self.fit = Fit(fit) }
        loudness = film.loudness
        label = film.label
        dissolve = film.transition?.frames ?? 0
        bed = film.music.map { music in
            let isAbsolute = music.file.hasPrefix("/")
            var bed = SoundBed(
                path: isAbsolute
                    ? music.file : (folder as NSString).appendingPathComponent(music.file))
            bed.level = music.level ?? bed.level
            bed.loops = music.loops
            return bed
        }
    }

    /// What of a list's film can't be made.
    ///
    /// Blocks while it reads the music's header.
    func problems() -> [ListProblem] {
        var problems: [ListProblem] = []
        if let frameSize, !Self.allows(frameSize) {
            problems.append(
                ListProblem(
                    field: "film.frame_size",
                    "\(frameSize) isn't possible", "both sides must be even, from 16 to 16384"))
        }
        if let frameRate, !Self.allows(frameRate) {
            problems.append(
                ListProblem(
                    field: "film.frame_rate",
                    "\(frameRate) isn't possible", "write a rate from 1 to 240"))
        }
        if let bed {
            do {
                _ = try bed.soundDuration()
            } catch {
                problems.append(ListProblem(field: "film.music", "\(error)"))
            }
        }
        return problems
    }
}

extension AssemblySettings.Fit {
    fileprivate init(_ fit: ListedFilm.Fit) {
        self =
            switch fit {
            case .pad: .pad
            case .blur: .blur
            case .crop: .crop
            }
    }
}

import DailiesAssembly
import DailiesLanding
import Foundation

/// The files around a film: those it is made from and the timelines beside it.
struct FilmFiles: Sendable {
    /// Clips and music.
    let sources: [String]
    /// A JPEG file.
    let cover: String?
    var timelines: TimelineOptions?
    /// Whether existing files may be replaced.
    let overwrites: Bool

    /// Checks that no source is written to, that no file is written twice, and that existing files
    /// are replaced only where that is allowed.
    func check(film: String) throws(UsageError) {
        var targets = [film]
        for timeline in timelines?.targets ?? [] {
            if targets.contains(where: { isSameFile($0, timeline) }) {
                throw UsageError("\(timeline) would be written twice; give each file its own name")
            }
            targets.append(timeline)
        }
        for target in targets {
            let sources = sources + [cover].compactMap(\.self)
            if let source = sources.first(where: { isSameFile($0, target) }) {
                throw UsageError(
                    "\(target) is \(source), which the film is made from; write it elsewhere")
            }
            if let obstacle = Landing.obstacle(at: target) {
                throw UsageError("\(target) \(obstacle)")
            }
            if target == film, FilmContainer(path: film) == nil {
                throw UsageError("\(FilmContainer.expected), and \(film) doesn't")
            }
            guard FileManager.default.fileExists(atPath: target) else { continue }
            if !overwrites {
                throw UsageError("\(target) exists already; --overwrite replaces it")
            }
        }
    }

    func readCover() throws(UsageError) -> CoverImage? {
        guard let cover else { return nil }
        guard let bytes = FileManager.default.contents(atPath: cover),
            let image = CoverImage(jpeg: Array(bytes))
        else { throw UsageError("--cover takes a JPEG file, and \(cover) is none") }
        return image
    }
}

/// Whether two paths lead to one file, also through links.
private func isSameFile(_ one: String, _ other: String) -> Bool {
    func resolved(_ path: String) -> URL {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL
    }
    if resolved(one) == resolved(other) { return true }
    var (first, second) = (stat(), stat())
    return stat(one, &first) == 0 && stat(other, &second) == 0
        && first.st_dev == second.st_dev && first.st_ino == second.st_ino
}

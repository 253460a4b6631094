import DailiesLanding
import DailiesMedia
import DailiesMediaTime
import Foundation

/// Joins clips into one film: pictures copied packet by packet, sound encoded once as a whole.
public struct Assembler: Sendable {
    /// The film's title, written into the file.
    public var title: String?

    /// Names of the clips, in film order, that players show as chapters; `nil` for none.
    ///
    /// Clips that follow each other under one name are one chapter.
    public var chapters: [String]?

    /// Makes an assembler.
    public init(title: String? = nil, chapters: [String]? = nil) {
        self.title = title
        self.chapters = chapters
    }

    /// Reads the clips and decides where each comes to stand; nothing is written.
    ///
    /// - Throws: `AssemblyError`, naming every clip and field that stands in the way.
    public func plan(_ paths: [String]) throws(AssemblyError) -> AssemblyPlan {
        var clips: [Clip] = []
        for path in paths { clips.append(try ClipReader.read(path)) }
        return try AssemblyPlan.make(clips)
    }

    /// Writes the film beside its final place, proves it, and gives it its name.
    ///
    /// - Parameter shouldStop: asked often; `true` ends the work and leaves nothing behind.
    /// - Throws: `AssemblyError`; a file that bore the name before is then untouched.
    public func perform(
        _ plan: AssemblyPlan,
        to path: String,
        shouldStop: () -> Bool = { false }
    ) throws(AssemblyError) {
        let temporary = Landing.temporaryName(for: path)
        do {
            try FilmWriter(plan: plan, title: title, chapters: chapters).write(
                to: temporary, shouldStop: shouldStop)
            try FilmProof.check(temporary, against: plan)
            try Landing.land(temporary, as: path)
        } catch {
            unlink(temporary)
            switch error {
            case let failure as AssemblyError: throw failure
            case let failure as LandingError:
                throw .notWritten(path: path, reason: failure.description)
            case let failure as MediaError:
                throw .notWritten(path: path, reason: failure.description)
            default: throw .notWritten(path: path, reason: "\(error)")
            }
        }
    }
}

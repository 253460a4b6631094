import DailiesInspection
import DailiesLanding
import Foundation

/// The brightness at both ends of a take, kept beside it when the take is verified: with it, flashes
/// are found where takes meet in the film.
struct TakeEnds: Sendable {
    let folder: ProductionFolder

    /// The brightness at the ends of a take; `nil` if none was kept.
    ///
    /// Blocks while it reads.
    func kept(of takeName: String) -> EndBrightness? {
        FileManager.default.contents(atPath: path(takeName)).flatMap {
            try? JSONDecoder().decode(EndBrightness.self, from: $0)
        }
    }

    /// Keeps the brightness at the ends of a take that was just verified.
    func keep(_ ends: EndBrightness, of takeName: String) {
        guard let bytes = try? JSONEncoder().encode(ends) else { return }
        // Without it, the film's report says that the seams of the take weren't checked.
        try? Landing.write(bytes, as: path(takeName))
    }

    /// Removes what was kept of a take whose file is about to be replaced.
    func remove(_ takeName: String) { try? FileManager.default.removeItem(atPath: path(takeName)) }

    private func path(_ takeName: String) -> String { folder.place(folder.endsFile(takeName)) }
}

import DailiesAssembly
import DailiesLanding
package import DailiesPlanning
package import DailiesShotList
package import Foundation

/// A shot list that was read and planned: its plan, or all its problems.
package struct Preparation: Sendable {
    package let title: String
    /// `nil` if the list has problems.
    package let plan: Plan?
    package let problems: [ListProblem]
    /// The paths of the model files that the list names.
    package let modelFiles: [String]
    /// What the list's presets say about sessions.
    package let session: PresetSession

    /// Reads a list and the files that it names, and plans its runs.
    ///
    /// Writes nothing and submits nothing. Blocks while it hashes and measures the files.
    ///
    /// - Parameters:
    ///   - list: the bytes of the list file.
    ///   - path: the path of the list file, or `-` for the standard input: its name is the default
    ///     title, and relative paths in the list start at its folder.
    ///   - flags: command-line values that override fields of the list.
    ///   - priceFiles: price files besides those of the presets.
    ///   - allowsUnpriced: whether runs without a price are planned.
    /// - Throws: `PresetsFolder.Failure`.
    package init(
        list: Data, path: String, flags: ShotListReader.Flags, presets: PresetsFolder,
        priceFiles: [String] = [], allowsUnpriced: Bool = false
    ) throws {
        var book = try presets.book()
        let document = ListDocument(list, fileName: (path as NSString).lastPathComponent)
        let folder = Landing.folder(of: path)
        for name in document.modelFiles {
            do {
                book.add(try PresetsFolder.model(in: Self.place(name, in: folder)), as: name)
            } catch {
                book.addInvalidModel(name, error.problems)
            }
        }
        modelFiles = document.modelFiles.map { Self.place($0, in: folder) }
        // A path of the command line starts in the working directory.
        let presetFiles =
            document.presetFiles.map { ($0, Self.place($0, in: folder)) }
            + ListDocument.files(flags.presets).map { ($0, $0) }
        for (name, path) in presetFiles {
            do {
                book.add(try PresetsFolder.preset(in: path), as: name)
            } catch {
                book.addInvalidPreset(name, error.problems)
            }
        }
        let reading = ShotListReader(book: book, flags: flags).read(document)
        title = reading.title
        session = reading.readable.session
        let files = ListedFiles(folder: folder).read(reading.readable)
        let planned = Planner(
            prices: try presets.prices(extra: priceFiles), allowsUnpriced: allowsUnpriced
        )
        .plan(reading.valid, files: files.files)
        let film = AssemblySettings(reading.readable.film, folder: folder)
        let others = files.problems + planned.problems + film.problems()
        let all = reading.problems + others.map(document.located)
        problems = Self.inOrder(all)
        plan = problems.isEmpty ? planned.plan : nil
    }

    /// The problems in the order of the file; those without a place come last.
    private static func inOrder(_ problems: [ListProblem]) -> [ListProblem] {
        let placed = problems.enumerated().compactMap { index, problem in
            problem.place.map { (place: $0.position, index: index, problem: problem) }
        }.sorted { $0.place != $1.place ? $0.place < $1.place : $0.index < $1.index }
        return placed.map(\.problem) + problems.filter { $0.place == nil }
    }

    /// The path of a file that a list names; a relative one starts at the list's folder.
    private static func place(_ name: String, in folder: String) -> String {
        name.hasPrefix("/") ? name : (folder as NSString).appendingPathComponent(name)
    }
}

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

    /// Reads a list and the files that it names, and plans its runs.
    ///
    /// Writes nothing and submits nothing. Blocks while it hashes and measures the files.
    ///
    /// - Parameters:
    ///   - list: the bytes of the list file.
    ///   - path: the path of the list file: its name is the default title, and relative paths in the
    ///     list start at its folder.
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
        let reading = ShotListReader(book: book, flags: flags).read(document)
        title = reading.title
        guard let shotList = reading.list else {
            plan = nil
            problems = reading.problems
            return
        }
        let files = ListedFiles(folder: folder).read(shotList)
        let planned = Planner(
            prices: try presets.prices(extra: priceFiles), allowsUnpriced: allowsUnpriced
        )
        .plan(shotList, files: files.files)
        let filmProblems = AssemblySettings(shotList.film, folder: folder).problems()
        problems = files.problems + planned.problems + filmProblems
        plan = problems.isEmpty ? planned.plan : nil
    }

    /// The path of a file that a list names; a relative one starts at the list's folder.
    private static func place(_ name: String, in folder: String) -> String {
        name.hasPrefix("/") ? name : (folder as NSString).appendingPathComponent(name)
    }
}

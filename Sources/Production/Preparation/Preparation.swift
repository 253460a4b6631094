import DailiesJSON
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
        if let named = Self.modelFile(of: list, path: path) {
            do {
                book.add(try PresetsFolder.model(in: named.file), as: named.name)
            } catch {
                book.addInvalidModel(named.name, error.problems)
            }
        }
        let reading = ShotListReader(book: book, flags: flags)
            .read(list, fileName: (path as NSString).lastPathComponent)
        title = reading.title
        guard let shotList = reading.list else {
            plan = nil
            problems = reading.problems
            return
        }
        let folder = Landing.folder(of: path)
        let files = ListedFiles(folder: folder).read(shotList)
        let planned = Planner(
            prices: try presets.prices(extra: priceFiles), allowsUnpriced: allowsUnpriced
        )
        .plan(shotList, files: files.files)
        plan = files.problems.isEmpty ? planned.plan : nil
        problems = files.problems + planned.problems
    }

    /// The file that a list names as its model, as written and as a path; `nil` if it names an id.
    ///
    /// A relative path starts at the list's folder.
    package static func modelFile(of list: Data, path: String) -> (name: String, file: String)? {
        guard let name = try? JSONValue(parsing: list)["model"]?.text, name.hasSuffix(".json")
        else {
            return nil
        }
        let folder = Landing.folder(of: path) as NSString
        return (name, name.hasPrefix("/") ? name : folder.appendingPathComponent(name))
    }
}

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
    ///   - allowsUnpriced: whether runs without a price are planned.
    /// - Throws: `PresetsFolder.Failure`.
    package init(
        list: Data, path: String, flags: ShotListReader.Flags, presets: PresetsFolder,
        allowsUnpriced: Bool = false
    ) throws {
        let reading = ShotListReader(book: try presets.book(), flags: flags)
            .read(list, fileName: (path as NSString).lastPathComponent)
        title = reading.title
        guard let shotList = reading.list else {
            plan = nil
            problems = reading.problems
            return
        }
        let folder = Landing.folder(of: path)
        let files = ListedFiles(folder: folder).read(shotList)
        let planned = Planner(prices: try presets.prices(), allowsUnpriced: allowsUnpriced)
            .plan(shotList, files: files.files)
        plan = files.problems.isEmpty ? planned.plan : nil
        problems = files.problems + planned.problems
    }
}

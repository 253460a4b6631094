import DailiesPlanning
import DailiesProduction
import DailiesShotList
import DailiesThreads
import Foundation

/// A list file that was read: its plan, or all its problems.
struct ListReading: Sendable {
    let title: String
    /// `nil` where the list has problems.
    let plan: Plan?
    let problems: [ListProblem]

    /// Reads a list file and plans it; nothing is created and nothing is spent.
    ///
    /// - Throws: `UsageError` where the file can't be read; `PresetsFolder.Failure`.
    static func read(_ options: ListOptions, _ context: CommandContext) async throws -> ListReading
    {
        // Pictures and videos that the list names are hashed and measured.
        try await onOwnThread(named: "read the list") {
            try ListReading(options, environment: context.environment)
        }
    }

    private init(_ options: ListOptions, environment: [String: String]) throws {
        let path = options.path
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw UsageError("the shot list \(path) can't be read; is the path right?")
        }
        let presets = try PresetsFolder.find(environment: environment)
        let reader = ShotListReader(book: try presets.book(), flags: options.flags)
        let reading = reader.read(bytes, fileName: (path as NSString).lastPathComponent)
        title = reading.title
        guard let list = reading.list else {
            plan = nil
            problems = reading.problems
            return
        }
        let files = ListedFiles(folder: (path as NSString).deletingLastPathComponent).read(list)
        let planned = Planner(prices: try presets.prices()).plan(list, files: files.files)
        plan = files.problems.isEmpty ? planned.plan : nil
        problems = files.problems + planned.problems
    }

    /// Prints the problems for people, one a line.
    func printProblems(_ console: Console, path: String) {
        for problem in problems { console.message("\(path): \(problem)") }
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        console.message("\(count); nothing was created and nothing was spent")
    }
}

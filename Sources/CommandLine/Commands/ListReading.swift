import DailiesPlanning
import DailiesProduction
import DailiesShotList
import Foundation

/// What a list file came to: a plan, or everything that is wrong with it.
struct ListReading {
    let title: String
    let plan: Plan?
    let problems: [ListProblem]

    /// Reads a list file and plans it; nothing is created and nothing is spent.
    init(_ arguments: Arguments, _ context: CommandContext) throws {
        guard let path = arguments.operands.first, arguments.operands.count == 1 else {
            throw UsageError("name one shot list, such as samples/lighthouse.json")
        }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw UsageError("the shot list \(path) can't be read; is the path right?")
        }
        let presets = try PresetsFolder.find(environment: context.environment)
        let reader = ShotListReader(
            book: try presets.book(),
            flags: ShotListReader.Flags(
                presets: arguments.all(.preset), provider: arguments.value(.provider)))
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

    /// The problems, one a line, for people.
    func tellProblems(_ console: Console, path: String) {
        for problem in problems { console.talk("\(path): \(problem)") }
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        console.talk("\(count); nothing was created and nothing was spent")
    }
}

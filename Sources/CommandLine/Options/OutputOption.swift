import DailiesPlanning
import DailiesProduction
import Foundation

/// Where a production is.
struct OutputOption: OptionGroup {
    private let folder: String?

    init(_ options: inout OptionReader) {
        folder = options.option(
            "output", short: "o", .directory(),
            "the production's folder (default: beside the list, named after its title)")
    }

    /// The folder of the production that a list makes.
    ///
    /// By default it lies beside the list, so that the same list isn't bought twice from two working
    /// directories. A production that an earlier version made in the working directory goes on there.
    ///
    /// - Parameter list: the path of the list.
    func production(of plan: Plan, list: String) -> ProductionFolder {
        if let folder { return ProductionFolder(path: folder) }
        let here = ProductionFolder(path: plan.title)
        let beside = ProductionFolder(
            path: ((list as NSString).deletingLastPathComponent as NSString)
                .appendingPathComponent(plan.title))
        let files = FileManager.default
        let isEarlier = files.fileExists(atPath: here.ledger)
            && !files.fileExists(atPath: beside.ledger)
        return isEarlier ? here : beside
    }
}

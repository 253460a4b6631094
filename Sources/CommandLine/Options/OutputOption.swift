import DailiesLanding
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
    /// - Throws: `UsageError` if there are both.
    func production(of plan: Plan, list: String) throws(UsageError) -> ProductionFolder {
        if let folder { return ProductionFolder(path: folder) }
        let here = ProductionFolder(path: plan.title)
        let beside = ProductionFolder(
            path: (Landing.folder(of: list) as NSString)
                .appendingPathComponent(plan.title))
        guard here.isProduction, here.resolvedPath != beside.resolvedPath else { return beside }
        guard beside.isProduction else { return here }
        throw UsageError(
            "there are productions of this title in \(here.path) and in \(beside.path): choose one "
                + "with --output")
    }
}

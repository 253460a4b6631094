import DailiesLanding
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import Foundation

/// Where a production is.
struct OutputOption: OptionGroup {
    private let folder: String?
    private let server: PostgreSQLAddress?

    init(_ options: inout OptionReader) {
        folder = options.option(
            "output", short: "o", .directory(),
            "the production's folder (default: beside the list, named after its title)")
        server = options.ledgerServer()
    }

    /// Whether the user named the folder.
    var isGiven: Bool { folder != nil }

    /// The folder of the production that a list makes.
    ///
    /// By default it lies beside the list's file, wherever a link to it lies, so that the same list
    /// isn't bought twice from two working directories. A production that an earlier version made
    /// beside the link or in the working directory goes on there.
    ///
    /// - Parameter list: the path of the list.
    /// - Throws: `UsageError` if there are productions in several of these folders.
    func production(of plan: Plan, list: String) throws(UsageError) -> ProductionFolder {
        if let folder { return ProductionFolder(path: folder, server: server) }
        let target = URL(fileURLWithPath: list).resolvingSymlinksInPath().path
        let isLink = target != URL(fileURLWithPath: list).standardizedFileURL.path
        let places = [Landing.folder(of: isLink ? target : list), Landing.folder(of: list), "."]
        let candidates = places.map {
            ProductionFolder(
                path: $0 == "." ? plan.title : ($0 as NSString).appendingPathComponent(plan.title),
                server: server)
        }
        var found: [ProductionFolder] = []
        for folder in candidates where folder.isProduction {
            if !found.contains(where: { $0.resolvedPath == folder.resolvedPath }) {
                found.append(folder)
            }
        }
        guard found.count > 1 else { return found.first ?? candidates[0] }
        throw UsageError(
            "there are productions of this title in "
                + found.map(\.path).joined(separator: " and in ")
                + ": choose one with --output")
    }
}

import DailiesLanding
import DailiesLedger
import DailiesPlanning
import DailiesProduction
import Foundation

/// Where a production is.
struct OutputOption: OptionGroup {
    private let folder: String?
    private let server: PostgreSQLAddress?
    /// Whether the takes are rehearsed and not bought.
    let isForRehearsal: Bool

    /// The end of the name of a rehearsal's folder, which begins with the title.
    private static let rehearsalSuffix = "-rehearsal"

    init(_ options: inout OptionReader) { self.init(&options, isForRehearsal: false) }

    init(_ options: inout OptionReader, isForRehearsal: Bool) {
        self.isForRehearsal = isForRehearsal
        folder = options.option(
            "output", short: "o", .directory(),
            "the production's folder (default: beside the list, named "
                + (isForRehearsal ? "TITLE\(Self.rehearsalSuffix))" : "after its title)"))
        server = options.ledgerServer()
    }

    /// Whether the user named the folder.
    var isGiven: Bool { folder != nil }

    /// The folder of the production that a list makes.
    ///
    /// By default it lies beside the list's file, wherever a link to it lies, so that the same list
    /// isn't bought twice from two working directories. A production that an earlier version made
    /// beside the link or in the working directory goes on there. A rehearsal has a folder of its own,
    /// so that it isn't in the way of the purchase after it, unless the folder that is named after the
    /// title holds a rehearsal already, which goes on there.
    ///
    /// - Parameter list: the path of the list.
    /// - Throws: `UsageError` if there are productions in several of these folders.
    func production(of plan: Plan, list: String) async throws(UsageError) -> ProductionFolder {
        if let folder { return ProductionFolder(path: folder, server: server) }
        let target = URL(fileURLWithPath: list).resolvingSymlinksInPath().path
        let isLink = target != URL(fileURLWithPath: list).standardizedFileURL.path
        let places = [Landing.folder(of: isLink ? target : list), Landing.folder(of: list), "."]
        func candidates(_ name: String) -> [ProductionFolder] {
            places.map {
                ProductionFolder(
                    path: $0 == "." ? name : ($0 as NSString).appendingPathComponent(name),
                    server: server)
            }
        }
        func productions(_ candidates: [ProductionFolder]) -> [ProductionFolder] {
            var found: [ProductionFolder] = []
            for folder in candidates where folder.isProduction {
                if !found.contains(where: { $0.resolvedPath == folder.resolvedPath }) {
                    found.append(folder)
                }
            }
            return found
        }
        var possible = candidates(plan.title)
        var found = productions(possible)
        if isForRehearsal {
            var rehearsals: [ProductionFolder] = []
            for folder in found where await folder.kind() == .rehearsal {
                rehearsals.append(folder)
            }
            if rehearsals.isEmpty {
                possible = candidates(plan.title + Self.rehearsalSuffix)
                rehearsals = productions(possible)
            }
            found = rehearsals
        }
        guard found.count > 1 else { return found.first ?? possible[0] }
        throw UsageError(
            "there are productions of this title in "
                + found.map(\.path).joined(separator: " and in ")
                + ": choose one with --output")
    }
}

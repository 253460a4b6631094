import DailiesDigest
import DailiesJSON
import DailiesLedger
import DailiesThreads
import Foundation

/// Makes a new ledger from the takes and their sidecars, after the old one was deleted or emptied.
package struct Recovery: Sendable {
    /// Takes that were added to the ledger, and whose files are intact.
    package private(set) var recovered: [String] = []
    /// Takes that were added to the ledger although their files are missing or damaged; `fetch`
    /// downloads them again.
    package private(set) var missing: [String] = []
    /// Takes that the ledger had already.
    package private(set) var known: [String] = []
    /// Files in `takes` that can't be recovered, with the reason.
    package private(set) var problems: [(file: String, reason: String)] = []
    /// Whether the production's kind had to be assumed.
    package private(set) var isKindAssumed = false

    /// Reads every sidecar in a production's folder, and records its run and its take.
    ///
    /// - Throws: `SessionError`, also if a session has locked the production; `LedgerError`.
    package init(of folder: ProductionFolder) async throws {
        let lock = try ProductionLock.acquire(folder)
        guard folder.hasTakes else {
            throw SessionError.folder(path: folder.path, reason: "it holds no takes")
        }
        let found = try await onOwnThread(named: "read the sidecars") { Self.takes(in: folder) }
        let ledger = try await onOwnThread(named: "open the ledger") {
            try LedgerLink.check(folder)
            return try folder.createLedger()
        }
        var kinds: Set<ProductionKind> = []
        for take in found {
            if let problem = take.problem {
                problems.append((take.file, problem + Self.setAside(take.file, folder)))
            }
            guard let sidecar = take.sidecar else { continue }
            let name = sidecar.take.takeName
            if try await !ledger.recover(sidecar.take) {
                known.append(name)
            } else if take.problem == nil {
                recovered.append(name)
            } else {
                missing.append(name)
            }
            if let kind = sidecar.kind { kinds.insert(kind) }
            if sidecar.isCircled { try await ledger.circle(sidecar.take) }
        }
        let report = Self.report(folder)
        if let report { try await ledger.recoverJoinedFiles(report, in: folder) }
        if try await ledger.kindValue() == nil {
            let kind = kinds.first ?? report.flatMap(Self.kind)
            isKindAssumed = kind == nil
            try await ledger.setKind(kind ?? .bought)
        }
        _ = consume lock
    }

    /// A take of the folder: its sidecar, its file, or both.
    private struct FoundTake {
        /// The name of its file.
        let file: String
        /// `nil` if it has none that can be used.
        let sidecar: TakeSidecar?
        /// Why the take isn't whole; `nil` if its file is the one that landed.
        let problem: String?
    }

    /// The takes in the order of their names.
    private static func takes(in folder: ProductionFolder) -> [FoundTake] {
        let stems = Set(folder.takeFiles.map { ($0 as NSString).deletingPathExtension })
        return stems.union(folder.sidecarNames).sorted().map { name in
            let hasFile = stems.contains(name)
            switch sidecar(of: name, folder) {
            case .failure(let problem):
                let file = hasFile ? "\(name).mp4" : "\(name).json"
                return FoundTake(file: file, sidecar: nil, problem: problem.reason)
            case .success(let sidecar):
                let take = sidecar.take
                let file = (take.file as NSString).lastPathComponent
                let digest = SHA256Digest(ofFile: folder.place(take.file))?.hex
                let problem =
                    digest == take.sha256
                    ? nil : digest == nil ? "its file is missing" : "it isn't the file that landed"
                return FoundTake(file: file, sidecar: sidecar, problem: problem)
            }
        }
    }

    private struct Problem: Error {
        let reason: String
    }

    private static func sidecar(
        of name: String, _ folder: ProductionFolder
    ) -> Result<TakeSidecar, Problem> {
        let path = folder.place(folder.sidecarFile(name))
        guard let bytes = FileManager.default.contents(atPath: path) else {
            return .failure(Problem(reason: "it has no sidecar (\(name).json)"))
        }
        guard let json = try? JSONValue(parsing: bytes), let sidecar = TakeSidecar(json) else {
            return .failure(Problem(reason: "\(name).json isn't a take's sidecar"))
        }
        // The names of files are made from shot, part and number.
        let take = sidecar.take
        guard [folder.takeFile(name), folder.damagedFile(name)].contains(take.file),
            take.takeName == name, !name.contains("/")
        else { return .failure(Problem(reason: "\(name).json is the sidecar of another file")) }
        return .success(sidecar)
    }

    /// Renames a take that isn't in the ledger, so that no later take overwrites it.
    ///
    /// - Returns: a clause that says so; empty if it was no take's name, or can't be renamed.
    private static func setAside(_ file: String, _ folder: ProductionFolder) -> String {
        let new = file + ".unrecovered"
        let (from, to) = (folder.place("takes/\(file)"), folder.place("takes/\(new)"))
        guard file.wholeMatch(of: /.+-t[0-9]+\.mp4/) != nil, access(to, F_OK) != 0,
            rename(from, to) == 0
        else { return "" }
        return "; it is kept as \(new)"
    }

    /// The last report; `nil` if there is none.
    private static func report(_ folder: ProductionFolder) -> JSONValue? {
        FileManager.default.contents(atPath: folder.jsonReport)
            .flatMap { try? JSONValue(parsing: $0) }
    }

    /// The kind that a report tells.
    private static func kind(_ report: JSONValue) -> ProductionKind? {
        report["rehearsal"]?.bool.map { $0 ? .rehearsal : .bought }
    }
}

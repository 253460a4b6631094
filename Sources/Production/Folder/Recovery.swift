import DailiesDigest
import DailiesJSON
import DailiesLedger
import DailiesThreads
import Foundation

/// Makes a new ledger from the takes and their sidecars, after the old one was deleted or emptied.
package struct Recovery: Sendable {
    /// Takes that the ledger has now.
    package private(set) var recovered: [String] = []
    /// Takes that the ledger had already.
    package private(set) var known: [String] = []
    /// Files in `takes` that can't be recovered, with the reason.
    package private(set) var problems: [(file: String, reason: String)] = []
    /// Whether the production's kind had to be assumed.
    package private(set) var isKindAssumed = false

    /// Reads every sidecar in a production's folder, and records the takes whose files are intact.
    ///
    /// - Throws: `SessionError`, also if a session has locked the production; `LedgerError`.
    package init(of folder: ProductionFolder) async throws {
        let lock = try ProductionLock.acquire(folder)
        let files = folder.takeFiles
        guard !files.isEmpty else {
            throw SessionError.folder(path: folder.path, reason: "it holds no takes")
        }
        let sidecars = try await onOwnThread(named: "read the sidecars") {
            files.map { (file: $0, sidecar: Self.read($0, folder)) }
        }
        let path = folder.ledger
        let ledger = try await onOwnThread(named: "open the ledger") { try Ledger(path: path) }
        var kinds: Set<ProductionKind> = []
        for (file, result) in sidecars {
            switch result {
            case .failure(let problem):
                problems.append((file, problem.reason + Self.setAside(file, folder)))
            case .success(let sidecar):
                let name = (file as NSString).deletingPathExtension
                if try await ledger.recover(sidecar.take) {
                    recovered.append(name)
                } else {
                    known.append(name)
                }
                if let kind = sidecar.kind { kinds.insert(kind) }
                if sidecar.isCircled { try await ledger.circle(sidecar.take) }
            }
        }
        let report = Self.report(folder)
        if let report { try await ledger.recoverJoinedFiles(report, in: folder) }
        if try await ledger.value("kind") == nil {
            let kind = kinds.first ?? report.flatMap(Self.kind)
            isKindAssumed = kind == nil
            try await ledger.setValue("kind", (kind ?? .bought).rawValue)
        }
        _ = consume lock
    }

    private struct Problem: Error {
        let reason: String
    }

    private static func read(
        _ file: String, _ folder: ProductionFolder
    ) -> Result<TakeSidecar, Problem> {
        let name = (file as NSString).deletingPathExtension
        let path = folder.place(folder.sidecarFile(name))
        guard let bytes = FileManager.default.contents(atPath: path) else {
            return .failure(Problem(reason: "it has no sidecar (\(name).json)"))
        }
        guard let json = try? JSONValue(parsing: bytes), let sidecar = TakeSidecar(json) else {
            return .failure(Problem(reason: "\(name).json isn't a take's sidecar"))
        }
        // The names of files are made from shot, part and number.
        let take = sidecar.take
        guard take.file == "takes/\(file)", take.takeName == name, !name.contains("/") else {
            return .failure(Problem(reason: "\(name).json is the sidecar of another file"))
        }
        guard SHA256Digest(ofFile: folder.place(take.file))?.hex == take.sha256
        else { return .failure(Problem(reason: "it isn't the file that landed")) }
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

package import DailiesLanding
package import DailiesLedger
import Foundation

/// The paths of a production's files.
package struct ProductionFolder: Sendable, Hashable {
    package let path: String
    /// The server that the user named for the ledger.
    private let namedServer: PostgreSQLAddress?

    /// - Parameter server: the server of the ledger; `nil` for the one that the folder names, or for a
    ///   ledger in the folder.
    package init(path: String, server: PostgreSQLAddress? = nil) {
        self.path = path
        namedServer = server
    }

    package var ledger: String { place("ledger.sqlite") }
    /// The file that says on which server the ledger is.
    var ledgerLink: String { place("ledger.json") }

    /// The server of the ledger, with the production's name if the user or the folder gives one; `nil` if
    /// the ledger is in the folder.
    ///
    /// Reads `ledger.json` unless the user named both a server and a production.
    package var server: PostgreSQLAddress? {
        guard let namedServer, namedServer.production == nil else {
            return namedServer ?? LedgerLink(of: self)?.server
        }
        return namedServer.naming(LedgerLink(of: self)?.server.production)
    }
    package var htmlReport: String { place("report.html") }
    package var jsonReport: String { place("report.json") }

    package func film(_ title: String) -> String { place("\(title).mp4") }

    /// The folder of the files for other programs.
    static let exports = "exports"
    /// - Parameter page: the number of a page, from 1; the first one has no number in its name.
    func exportFile(_ title: String, _ format: ExportFormat, page: Int = 1) -> String {
        "\(Self.exports)/\(title)\(page > 1 ? "-\(page)" : "")\(format.suffix)"
    }

    /// The path of a file inside the folder, from the relative path in the ledger and in reports.
    package func place(_ relative: String) -> String {
        (path as NSString).appendingPathComponent(relative)
    }

    /// The folder of the slates while a partial film is joined.
    static let slates = ".slates"

    package func takeFile(_ name: String) -> String { "takes/\(name).mp4" }
    /// A complete download that isn't verified yet.
    package func unverifiedFile(_ name: String) -> String {
        "takes/\(name)\(Self.unverifiedSuffix)"
    }
    private static let unverifiedSuffix = ".unverified"
    /// A download that turned out to be damaged, kept as evidence.
    package func damagedFile(_ name: String) -> String { "takes/\(name)\(Self.damagedSuffix)" }
    private static let damagedSuffix = ".damaged"
    /// A take whose file was changed after it had landed.
    package func changedFile(_ name: String) -> String { "takes/\(name).changed" }
    package func sidecarFile(_ name: String) -> String { "takes/\(name).json" }
    package func lastPictureFile(_ name: String) -> String { "takes/\(name)-last.png" }
    package func stillFile(_ name: String) -> String { "takes/\(name)-still.jpg" }
    package func stripFile(_ name: String) -> String { "takes/\(name)-strip.jpg" }
    package func waveformFile(_ name: String) -> String { "takes/\(name).waveform" }
    package func endsFile(_ name: String) -> String { "takes/\(name).brightness" }
    package func shotFile(_ id: String) -> String { "shots/\(id).mp4" }

    /// Removes the temporary files of a killed session, and no others.
    ///
    /// The caller must hold the production's lock.
    package func removeTemporaryFiles(title: String) {
        // A file that can't be removed now is removed by a later session.
        let files = [film(title), htmlReport, jsonReport, ledgerLink]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            if files.contains(where: { Landing.isTemporary(name, for: $0) }) { unlink(place(name)) }
        }
        try? FileManager.default.removeItem(atPath: place(Self.slates))
        for folder in [place("takes"), place("shots"), place(Self.exports)] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names where Landing.isTemporary(name) {
                unlink((folder as NSString).appendingPathComponent(name))
            }
        }
    }

    /// Whether the folder holds a production: a ledger, or takes that lost theirs.
    package var isProduction: Bool {
        hasLedger || hasTakes
    }

    /// The absolute path without links.
    package var resolvedPath: String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }

    /// The names of the video files in the folder of the takes, sorted.
    var takeFiles: [String] {
        namesOfTakesFolder.filter { $0.hasSuffix(".mp4") }.sorted()
    }

    /// The names of all files in the folder of the takes, without temporary ones.
    private var namesOfTakesFolder: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: place("takes"))) ?? [])
            .filter { !Landing.isTemporary($0) }
    }

    /// Whether the folder of the takes holds anything that was paid for, or tells of it: videos,
    /// sidecars, damaged files.
    var hasTakes: Bool {
        let suffixes = [".mp4", ".json", Self.damagedSuffix, Self.unverifiedSuffix]
        return namesOfTakesFolder.contains { suffixes.contains(where: $0.hasSuffix) }
    }

    /// The names of the takes that have a sidecar, sorted.
    var sidecarNames: [String] {
        namesOfTakesFolder.filter { $0.hasSuffix(".json") }
            .map { String($0.dropLast(".json".count)) }.sorted()
    }

    /// Whether there are takes although the ledger is missing or empty.
    var hasLostItsLedger: Bool {
        server == nil && (Landing.size(of: ledger) ?? 0) == 0 && hasTakes
    }

    /// - Throws: `SessionError` if nothing can be written to the folder.
    func requireWritable() throws(SessionError) {
        guard access(path, W_OK) == 0 else {
            throw .folder(
                path: path, reason: "it isn't writable: \(String(cString: strerror(errno)))")
        }
    }

    /// Creates the folder and its subfolders if they are missing.
    package func create() throws(LandingError) {
        for folder in [place("takes"), place("shots")] { try Landing.createFolder(folder) }
    }
}

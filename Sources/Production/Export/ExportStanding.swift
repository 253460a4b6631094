import DailiesDigest
import DailiesJSON
import DailiesLanding
import DailiesLedger
import DailiesReporting

/// Whether the files for other programs are those of a report: then they aren't written again, and no
/// take is opened for them.
struct ExportStanding: Sendable {
    private let digest: String

    private static let key = "exports"

    init(of report: DailiesReport, hasCaptions: Bool) {
        let members = report.json.members ?? [:]
        var content = members.filter { ["title", "shots", "film", "partialFilm"].contains($0.key) }
        content["captions"] = .bool(hasCaptions)
        digest = SHA256Digest(of: JSONValue.object(content).canonicalBytes).hex
    }

    /// Whether the last export was of an equal report, and its files are there.
    func isCurrent(_ ledger: Ledger, _ folder: ProductionFolder) async throws -> Bool {
        let lines = try await ledger.value(Self.key)?.split(separator: "\n").map(String.init) ?? []
        guard lines.first == digest else { return false }
        return lines.dropFirst().allSatisfy { Landing.size(of: folder.place($0)) != nil }
    }

    /// Records the files of an export, relative to the production.
    func record(_ files: [String], _ ledger: Ledger) async throws {
        try await ledger.setValue(Self.key, ([digest] + files).joined(separator: "\n"))
    }
}

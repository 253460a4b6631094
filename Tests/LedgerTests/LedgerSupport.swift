import DailiesJSON
import DailiesLedger
import DailiesShotList
import DailiesTestSupport
import DailiesVerification
import Foundation

@testable import DailiesPlanning

extension PlannedRun {
    /// A run of one dollar at worst, unless told otherwise.
    static func sample(
        shot: String = "010", part: String? = nil, prompt: String = "A boat",
        worst: Int64 = 1_000_000
    ) -> PlannedRun {
        PlannedRun(
            shot: shot, part: part, provider: "runflow", model: "kling-v3-pro",
            endpoint: "kling/text-to-video",
            request: RunRequest(content: .prompt(prompt), seconds: 5), metadata: [:],
            startsFrom: nil, startSize: nil,
            digest: "digest of \(prompt)",
            quote: Quote(
                expected: Money(microdollars: worst / 2), worst: Money(microdollars: worst)))
    }
}

extension Verification {
    /// The verification of a file with one check.
    static func sample(_ result: Check.Result) -> Verification {
        Verification(
            file: "a.mp4", checks: [Check(.videoDuration, result, "The duration was compared.")],
            measurement: nil, actions: .standard)
    }
}

extension Money {
    static func dollars(_ amount: Int64) -> Money { Money(microdollars: amount * 1_000_000) }
}

/// A ledger in a folder that goes with the test.
struct Bench {
    let folder: TemporaryFolder
    let ledger: Ledger

    init() throws {
        folder = try TemporaryFolder()
        ledger = try Ledger(path: folder.file("ledger.sqlite"), now: { 1_700_000_000_000_000 })
    }

    var path: String { folder.file("ledger.sqlite") }

    /// Another connection to the same file, as another process would have it.
    func second() throws -> Ledger { try Ledger(path: path) }

    /// Writes an intent; there is no cap that could refuse it.
    func intend(_ run: PlannedRun = .sample()) async throws -> RunRecord {
        guard let record = try await ledger.intend(run, instance: "here") else {
            throw CocoaError(.featureUnsupported)
        }
        return record
    }
}

/// What the `sqlite3` program says; `nil` where it isn't installed.
func askSQLite(_ path: String, _ statement: String) throws -> String? {
    let program = "/usr/bin/sqlite3"
    guard FileManager.default.isExecutableFile(atPath: program) else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = [path, statement]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
}

import DailiesJSON
import DailiesLedger
import DailiesShotList
import DailiesTestSupport
import DailiesVerification
import Foundation

@testable import DailiesPlanning

extension PlannedRun {
    /// A run; its worst-case quote is one dollar by default.
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
    /// A verification with one check of this result.
    static func sample(_ result: Check.Result) -> Verification {
        Verification(
            file: "a.mp4", checks: [Check(.videoDuration, result, "The duration was compared.")],
            measurement: nil, actions: .standard)
    }
}

extension Money {
    static func dollars(_ amount: Int64) -> Money { Money(microdollars: amount * 1_000_000) }
}

extension Result<RunRecord, ExceededCap> {
    /// The recorded run; `nil` if a cap would be exceeded.
    var record: RunRecord? { try? get() }
}

/// A ledger in a folder that is removed after the test.
struct TestLedger {
    let folder: TemporaryFolder
    let ledger: Ledger

    init() throws {
        folder = try TemporaryFolder()
        ledger = try Ledger(path: folder.file("ledger.sqlite"), now: { 1_700_000_000_000_000 })
    }

    var path: String { folder.file("ledger.sqlite") }

    /// A second connection to the same file, as from another process.
    func second() throws -> Ledger { try Ledger(path: path) }

    /// Records an intent without a cap.
    func intend(_ run: PlannedRun = .sample()) async throws -> RunRecord {
        try await ledger.intend(run, instance: "here").get()
    }
}

import DailiesJSON
import DailiesLedger
import DailiesShotList
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

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

extension Result<RunRecord, IntentRefusal> {
    /// The recorded run; `nil` if it may not be submitted.
    var record: RunRecord? { try? get() }
}

/// Where a ledger is: what holds for one kind must hold for the other.
enum LedgerKind: CaseIterable, Sendable {
    case file, server

    /// The kinds that can be tested: the server's only if the program is built for it, and if
    /// PostgreSQL is installed.
    static let all = allCases.filter { $0 == .file || PostgreSQLServer.isUsable }
}

/// A ledger that is removed after the test: in a folder, or in a database of its own.
struct TestLedger {
    let kind: LedgerKind
    let folder: TemporaryFolder
    let ledger: Ledger
    private let address: PostgreSQLAddress?

    /// The time by the clock of a ledger in a file.
    static let time: Int64 = 1_700_000_000_000_000

    init(_ kind: LedgerKind = .file) throws {
        self.kind = kind
        folder = try TemporaryFolder()
        switch kind {
        case .file:
            address = nil
            ledger = try Ledger(path: folder.file("ledger.sqlite"), now: { Self.time })
        case .server:
            let address = try #require(
                PostgreSQLAddress(try PostgreSQLServer.shared.get().newDatabase()))
            self.address = address
            ledger = try Ledger(address, folder: folder.path, .createsOrContinues)
        }
    }

    /// The path of a ledger in a file.
    var path: String { folder.file("ledger.sqlite") }

    /// A second connection to the same ledger, as from another process.
    func second() throws -> Ledger {
        if let address { return try Ledger(address, folder: folder.path, .createsOrContinues) }
        return try Ledger(path: path, now: { Self.time })
    }

    /// Records an intent without a cap.
    func intend(_ run: PlannedRun = .sample()) async throws -> RunRecord {
        try await ledger.intend(run, instance: "here").get()
    }
}

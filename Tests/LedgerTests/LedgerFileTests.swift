import DailiesJSON
import DailiesPlanning
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@testable import DailiesLedger

/// The file is complete after the process ends, and a file that isn't a ledger is not changed.
struct LedgerFileTests {
    @Test func reopeningKeepsEverything() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("ledger.sqlite")
        let run: RunRecord
        do {
            let ledger = try Ledger(path: path)
            run = try await ledger.intend(.sample(part: "b"), instance: "here").get()
            _ = try await ledger.accept(run.id, remoteID: "run_1")
            try await ledger.close(run.id, as: .succeeded, cost: .dollars(1))
            try await ledger.land(run.id, file: "takes/010b-t1.mp4", bytes: 9, sha256: "ab")
            try await ledger.judge(run.id, .sample(.pass))
            try await ledger.setValue("kind", "rehearsal")
        }
        let ledger = try Ledger(path: path)
        let kept = try #require(try await ledger.runs().first)
        #expect(kept.clientReference == run.clientReference)
        #expect(kept.state == .succeeded)
        #expect(kept.remoteID == "run_1")
        #expect(kept.part == "b")
        #expect(try await ledger.take(of: kept)?.verdict == .pass)
        #expect(try await ledger.money() == MoneyTotals(reserved: .zero, settled: .dollars(1)))
        #expect(try await ledger.value("kind") == "rehearsal")
    }

    @Test func valuesAreStoredByKey() async throws {
        let fixture = try TestLedger()
        #expect(try await fixture.ledger.value("kind") == nil)
        try await fixture.ledger.setValue("kind", "first")
        try await fixture.ledger.setValue("kind", "it's \"second\"; é 🎬")
        #expect(try await fixture.second().value("kind") == "it's \"second\"; é 🎬")
    }

    @Test(.enabled(if: SQLiteProgram.isInstalled)) func theFilePassesSQLitesIntegrityCheck()
        async throws
    {
        let fixture = try TestLedger()
        _ = try await fixture.intend()
        #expect(try SQLiteProgram.run("PRAGMA integrity_check", fixture.path) == "ok\n")
    }

    @Test func aLedgerOfALaterVersionIsRefusedAndNotChanged() async throws {
        let fixture = try TestLedger()
        _ = try await fixture.intend()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
        // SQLite's file header holds user_version as a big-endian number at byte 60.
        bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
        let path = try fixture.folder.write(bytes, as: "later.sqlite")
        let error = #expect(throws: LedgerError.self) { try Ledger(path: path) }
        #expect(
            error?.description
                == "\(path) was written by a later version of dailies; use that version")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test(arguments: ["<html>gone</html>", String(repeating: "not a database. ", count: 512)])
    func aFileThatIsNotALedgerIsRefusedAndNotChanged(text: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Data(text.utf8), as: "ledger.sqlite")
        let error = #expect(throws: LedgerError.self) { try Ledger(path: path) }
        #expect(error?.description.contains("not a database") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(text.utf8))
    }

    @Test func aMissingFolderIsAnErrorThatNamesThePath() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("missing/ledger.sqlite")
        let error = #expect(throws: LedgerError.self) { try Ledger(path: path) }
        #expect(error?.description.contains(path) == true)
    }

    @Test func aDamagedLedgerIsAnErrorAndNotEmpty() async throws {
        let fixture = try TestLedger()
        for _ in 0..<50 { _ = try await fixture.intend() }
        // Moves everything from the log to the file.
        try SQLiteDatabase.open(fixture.path, clock: LedgerClock.system).execute(
            "PRAGMA wal_checkpoint(TRUNCATE)")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
        for offset in 4096..<bytes.count { bytes[offset] = 0xA5 }
        let path = try fixture.folder.write(bytes, as: "damaged.sqlite")
        await #expect(throws: LedgerError.self) { try await Ledger(path: path).runs() }
    }

    /// A program that reads the file for hours, such as a backup, doesn't hold up a session.
    @Test func aReaderDoesNotHoldUpASession() async throws {
        let fixture = try TestLedger()
        let reader = try SQLiteDatabase.open(fixture.path, clock: LedgerClock.system)
        try reader.execute("BEGIN")
        #expect(try reader.firstInteger("SELECT COUNT(*) FROM runs") == 0)
        _ = try await fixture.intend()
        // The reader sees what was there when it began.
        #expect(try reader.firstInteger("SELECT COUNT(*) FROM runs") == 0)
        try reader.execute("COMMIT")
        #expect(try reader.firstInteger("SELECT COUNT(*) FROM runs") == 1)
    }
}

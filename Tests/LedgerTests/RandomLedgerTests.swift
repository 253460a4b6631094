import DailiesLedger
import DailiesPlanning
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Ledgers with random damage are read or refused; nothing crashes.
@Suite(.enabled(if: SQLiteProgram.isInstalled)) struct RandomLedgerTests {
    /// A ledger with runs in several states, a take and money, in one file without a log.
    private func base(_ fixture: TestLedger) async throws -> Data {
        for (number, state) in [RunRecord.State.succeeded, .failed, .refused].enumerated() {
            let run = try await fixture.intend(.sample(shot: "0\(number)"))
            _ = try await fixture.ledger.accept(run.id, remoteID: "r\(number)")
            try await fixture.ledger.close(run.id, as: state, cost: .dollars(1))
            if state == .succeeded {
                try await fixture.ledger.land(
                    run.id, file: "takes/00-t1.mp4", bytes: 10, sha256: "ab")
                try await fixture.ledger.judge(run.id, .sample(.pass))
            }
        }
        _ = try await fixture.intend(.sample(shot: "09"))
        let copy = fixture.folder.file("base.sqlite")
        _ = try SQLiteProgram.run("VACUUM INTO '\(copy)'", fixture.path)
        return try Data(contentsOf: URL(fileURLWithPath: copy))
    }

    /// Reads everything that a session reads.
    private func readAll(_ path: String) async throws {
        let ledger = try Ledger(path: path)
        for run in try await ledger.runs() {
            _ = try await ledger.take(of: run)
            _ = try await ledger.cost(of: run.id)
        }
        _ = try await (ledger.money(), ledger.counted(.production), ledger.value("kind"))
        _ = try await ledger.intend(
            .sample(shot: "99"), instance: "here", caps: Caps(production: .dollars(99)))
    }

    @Test func damagedBytesAreReadOrRefused() async throws {
        let fixture = try TestLedger()
        let base = try await base(fixture)
        var (read, refused) = (0, 0)
        for seed in 0..<400 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var bytes = base
            for _ in 0..<Int.random(in: 1...16, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
                    UInt8.random(in: 0...255, using: &generator)
            }
            let path = try fixture.folder.write(bytes, as: "damaged-\(seed).sqlite")
            do {
                try await readAll(path)
                read += 1
            } catch is LedgerError {
                refused += 1
            }
        }
        #expect(read > 20 && refused > 20, "\(read) were read, \(refused) refused")
    }

    /// Values that no version writes, in each column.
    @Test(arguments: ["'?'", "''", "-9223372036854775808", "x'00ff'", "1e300", "'{\"a\":'", "'[]'"])
    func strangeValuesAreReadOrRefused(_ value: String) async throws {
        let fixture = try TestLedger()
        let base = try await base(fixture)
        for (table, columns) in Self.columns {
            for column in columns {
                let path = try fixture.folder.write(base, as: "\(table)-\(column).sqlite")
                // A column with a unique value refuses the same value for all rows.
                let sql =
                    "UPDATE \(table) SET \(column) = \(value) WHERE rowid = "
                    + "(SELECT MIN(rowid) FROM \(table))"
                _ = try SQLiteProgram.run(sql, path)
                do {
                    try await readAll(path)
                } catch is LedgerError {
                    continue
                }
            }
        }
    }

    private static let columns: [(String, [String])] = [
        (
            "runs",
            [
                "shot", "part", "take", "provider", "instance", "digest", "request", "client_ref",
                "quote", "state", "remote_id", "reason", "reported", "addresses", "delivery",
                "wire", "intended_at", "start_size",
            ]
        ),
        ("takes", ["file", "bytes", "sha256", "verdict", "verification", "measurement"]),
        ("money", ["kind", "microdollars", "at"]),
    ]
}

import DailiesPlanning
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@testable import DailiesLedger

/// A ledger that is only read stays as it is.
struct ReadOnlyLedgerTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func bytes(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path))
    }

    @Test func theLedgerOfTheFirstVersionIsReadWithoutAChange() async throws {
        let path = folder.file("ledger.sqlite")
        try FileManager.default.copyItem(
            atPath: Checkout.path("Tests/LedgerTests/Fixtures/first-version.sqlite"), toPath: path)
        let before = try bytes(path)
        do {
            let ledger = try Ledger(readingFrom: path)
            #expect(try await ledger.runs().map(\.takeName).sorted() == ["010-t1", "020-t1"])
            // What later versions added is there too.
            _ = try await ledger.counted(.production)
            #expect(try await ledger.take(of: try await ledger.runs()[0])?.verdict == .pass)
        }
        #expect(try bytes(path) == before)
        let rest = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(rest == ["ledger.sqlite"])
    }

    /// No log is left beside the ledger of a session that has ended.
    @Test func nothingIsLeftBesideTheLedger() async throws {
        let path = folder.file("a ledger?#%.sqlite")
        do { try await Ledger(path: path).setValue("title", "film") }
        do { #expect(try await Ledger(readingFrom: path).value("title") == "film") }
        let rest = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(rest == ["a ledger?#%.sqlite"])
    }

    @Test func nothingCanBeWritten() async throws {
        let fixture = try TestLedger()
        let run = try await fixture.intend()
        let reading = try Ledger(readingFrom: fixture.path)
        #expect(try await reading.runs().map(\.id) == [run.id])
        await #expect(throws: LedgerError.self) { try await reading.setValue("title", "x") }
        // What is written meanwhile is seen.
        try await fixture.ledger.close(run.id, as: .notSent, cost: .zero)
        #expect(try await reading.runs().map(\.state) == [.notSent])
    }

    @Test func aMissingFileIsNotCreated() throws {
        let path = folder.file("ledger.sqlite")
        #expect(throws: LedgerError.self) { try Ledger(readingFrom: path) }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func valuesAreFoundByTheBeginningOfTheirKeys() async throws {
        let fixture = try TestLedger()
        for (key, value) in [("a b", "1"), ("a c", "2"), ("A d", "3"), ("ab", "4"), ("a_b", "5")] {
            try await fixture.ledger.setValue(key, value)
        }
        #expect(try await fixture.ledger.values(prefix: "a ") == ["b": "1", "c": "2"])
        #expect(try await fixture.ledger.values(prefix: "a_") == ["b": "5"])
    }
}

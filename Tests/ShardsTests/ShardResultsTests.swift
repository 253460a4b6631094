import DailiesJSON
import DailiesLanding
import DailiesShards
import Foundation
import Testing

struct ShardResultsTests {
    private let samples: ShardSamples

    init() throws { samples = try ShardSamples() }

    private func read(_ number: Int) throws -> ShardResults.Reading {
        ShardResults.read(try samples.shard(number), in: samples.path)
    }

    private func isWhole(_ number: Int) throws -> Bool {
        if case .whole = try read(number) { true } else { false }
    }

    @Test func resultsAreReadAsTheyWereWritten() throws {
        let counts = try samples.write(2)
        guard case .whole(let results) = try read(2) else {
            Issue.record("not whole")
            return
        }
        let entries = try samples.entries(2)
        #expect(results.header == (try samples.header(2)))
        #expect(results.counts == counts)
        #expect(results.rows.map(\.position) == entries.map(\.0))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: results.path))
        let texts = results.rows.map { String(decoding: bytes[$0.bytes], as: UTF8.self) }
        #expect(texts == entries.map { ShardSamples.result($0.1) })
        #expect(samples.names == ["shard-2-of-3.jsonl"])
    }

    /// Every line of the file is JSON that other programs can read.
    @Test func everyLineIsJSON() throws {
        try samples.write(1)
        let text = try String(contentsOfFile: samples.file(1), encoding: .utf8)
        let lines = text.split(separator: "\n")
        #expect(lines.count == (try samples.entries(1).count) + 3)
        for line in lines { _ = try JSONValue(parsing: Data(line.utf8)) }
    }

    @Test func aFileThatEndsAnywhereIsNotWhole() throws {
        try samples.write(1)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: samples.file(1)))
        for count in 0..<bytes.count {
            try bytes.prefix(count).write(to: URL(fileURLWithPath: samples.file(1)))
            #expect(try !isWhole(1), "\(count) of \(bytes.count) bytes")
        }
    }

    @Test func aFileWithAFlippedBitIsNotWhole() throws {
        try samples.write(1)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: samples.file(1)))
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 1 << (index % 8)
            try damaged.write(to: URL(fileURLWithPath: samples.file(1)))
            #expect(try !isWhole(1), "byte \(index)")
        }
    }

    @Test func aFileUnderAnotherShardsNameIsNotWhole() throws {
        try samples.write(1)
        try FileManager.default.copyItem(atPath: samples.file(1), toPath: samples.file(2))
        #expect(try isWhole(1))
        #expect(try !isWhole(2))
    }

    /// Attempts have files of their own; the first that ends removes the other's, which then can't land.
    @Test func twoAttemptsAtOneShardLeaveOneResult() throws {
        let first = try samples.begin(1)
        let second = try samples.begin(1)
        #expect(samples.names.count == 2)
        #expect(try !isWhole(1))
        _ = try first.land()
        #expect(samples.names == ["shard-1-of-3.jsonl"])
        #expect(throws: LandingError.self) { _ = try second.land() }
        #expect(try isWhole(1))
        #expect(samples.names == ["shard-1-of-3.jsonl"])
    }

    @Test func anAbandonedAttemptLeavesNothing() throws {
        try samples.begin(1).abandon()
        #expect(samples.names.isEmpty)
    }

    @Test func headersOfOtherWorkDiffer() throws {
        let header = try samples.header(1)
        #expect(header.difference(from: header) == nil)
        #expect(header.difference(from: try samples.header(2)) == nil)
        // The order of the list doesn't matter.
        #expect(header.difference(from: try samples.header(1, of: samples.list.reversed())) == nil)
        var other = samples
        other.options = "others"
        #expect(header.difference(from: try other.header(1))?.contains("options") == true)
        other = samples
        other.tool = "2"
        #expect(header.difference(from: try other.header(1))?.contains("dailies 2") == true)
        let longer = samples.list + ["more.mp4"]
        #expect(
            header.difference(from: try samples.header(1, of: longer))?.contains("list") == true)
        #expect(ShardHeader(header.json) == header)
    }
}

import DailiesShards
import DailiesTestSupport
import Foundation
import Testing

struct ShardFolderTests {
    private let samples: ShardSamples

    init() throws { samples = try ShardSamples() }

    private func read(_ count: Int? = nil) throws(ShardFolder.Problem) -> ShardFolder {
        try ShardFolder.read(samples.path, count: count)
    }

    @Test func whatIsMissingIsKnown() throws {
        #expect(throws: ShardFolder.Problem.empty) { try read() }
        #expect(try read(3).missing == [1, 2, 3])
        try samples.write(2)
        #expect(try read().missing == [1, 3])
        let writer = try samples.begin(3)
        #expect(try read().missing == [1, 3])
        let attempt = try #require(try read().attempts.first)
        #expect(attempt.shard == (try samples.shard(3)))
        #expect(attempt.process == "\(getpid())")
        #expect(attempt.header?.total == 12)
        _ = try writer.land()
        try samples.write(1)
        let complete = try read()
        #expect(complete.missing.isEmpty && complete.attempts.isEmpty)
        #expect(complete.counts.total == 12 && complete.counts[.fail] == 1)
        #expect(complete.total == 12)
    }

    @Test func damagedResultsAreMissing() throws {
        for number in 1...3 { try samples.write(number) }
        try Data("{".utf8).write(to: URL(fileURLWithPath: samples.file(2)))
        let folder = try read()
        #expect(folder.missing == [2])
        #expect(folder.damages[2] != nil)
    }

    @Test func otherDivisionsAreChosenByTheirCount() throws {
        try samples.write(2)
        let other = try #require(Shard(1, of: 4))
        try Data().write(to: URL(fileURLWithPath: samples.folder.file(other.fileName)))
        #expect(throws: ShardFolder.Problem.severalCounts([3, 4])) { try read() }
        #expect(try read(3).missing == [1, 3])
        #expect(try read(4).missing == [1, 2, 3, 4])
    }

    @Test func resultsOfOtherOptionsAreNotMixed() throws {
        try samples.write(1)
        var other = samples
        other.options = "others"
        try other.write(3)
        #expect(
            throws: ShardFolder.Problem.mixed(
                shard: 3, other: 1, difference: "they were made with other options")
        ) { try read() }
    }

    @Test func theUnionIsInTheOrderOfTheList() throws {
        for number in [3, 1, 2] { try samples.write(number) }
        let expected = samples.list.map { ShardSamples.result($0) + "\n" }.joined()
        #expect(try samples.union() == expected)
    }

    /// Where shards had the list in different orders, the names decide.
    @Test func theUnionOfDifferentOrdersIsSorted() throws {
        try samples.write(1)
        try samples.write(2, of: samples.list.reversed())
        try samples.write(3)
        let expected = samples.list.sorted(by: isBefore).map { ShardSamples.result($0) + "\n" }
        #expect(try samples.union() == expected.joined())
    }

    /// An entry that the list has twice has two results.
    @Test func repeatedEntriesStay() throws {
        let list = samples.list + ["3.mp4", "0.mp4"]
        for number in 1...3 { try samples.write(number, of: list) }
        let expected = list.map { ShardSamples.result($0) + "\n" }.joined()
        #expect(try samples.union() == expected)
    }

    @Test func aFileThatVanishesIsAnError() throws {
        for number in 1...3 { try samples.write(number) }
        let folder = try read()
        let union = try ShardUnion(folder) { _ in nil }
        try FileManager.default.removeItem(atPath: samples.file(1))
        #expect(throws: ShardUnion.Unreadable.self) { try union.forEach { _ in } }
    }
}

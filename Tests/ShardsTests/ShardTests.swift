import DailiesShards
import Testing

struct ShardTests {
    @Test(arguments: ["0/4", "5/4", "1/0", "-1/4", "1", "1/2/3", "", "a/4", "1/1000001", "1/ 4"])
    func whatIsNoShardIsRefused(text: String) {
        #expect(Shard(text) == nil)
    }

    @Test func aShardIsReadFromTextAndFileName() throws {
        let shard = try #require(Shard("3/64"))
        #expect(shard.number == 3 && shard.count == 64)
        #expect(shard.fileName == "shard-3-of-64.jsonl")
        #expect(Shard(fileName: "shard-3-of-64.jsonl") == shard)
        for name in [
            "shard-03-of-64.jsonl", "shard-65-of-64.jsonl", "shard-3-of-64.json", "shard-3.jsonl",
            "shard-3-of-64.jsonl.part.h.1.a",
        ] {
            #expect(Shard(fileName: name) == nil, "\(name)")
        }
    }

    @Test(arguments: [1, 2, 7, 64])
    func everyEntryBelongsToExactlyOneShard(count: Int) {
        let shards = (1...count).compactMap { Shard($0, of: count) }
        var sizes = [Int](repeating: 0, count: count)
        for number in 0..<2000 {
            let owners = shards.filter { $0.contains("/takes/\(number).mp4") }
            #expect(owners.count == 1)
            owners.first.map { sizes[$0.number - 1] += 1 }
        }
        // Binomial: six standard deviations.
        let mean = 2000.0 / Double(count)
        #expect(sizes.allSatisfy { abs(Double($0) - mean) < 6 * mean.squareRoot() + 1 })
    }

    /// The division is a contract between machines with different versions.
    ///
    /// The numbers were computed with Python: `int(hashlib.sha256(name).hexdigest()[:16], 16) % N + 1`.
    @Test(
        arguments: [
            ("a.mp4", 7, 1), ("a.mp4", 10, 9), ("a.mp4", 64, 33), ("b.mp4", 10, 9),
            ("b.mp4", 64, 1),
            ("/takes/010-t1.mp4", 7, 7), ("/takes/010-t1.mp4", 64, 31),
        ])
    func theDivisionIsThatOfSHA256(name: String, count: Int, number: Int) {
        let owners = (1...count).filter { Shard($0, of: count)?.contains(name) == true }
        #expect(owners == [number])
    }

    @Test(
        arguments: [
            ([], ""), ([3], "3"), ([17, 3, 18, 19], "3,17-19"), ([1, 2, 3], "1-3"),
            ([5, 5, 4], "4-5"), ([1, 3, 5], "1,3,5"),
        ] as [([Int], String)])
    func numbersAreWrittenAsArraysOfSchedulers(numbers: [Int], text: String) {
        #expect(arrayText(numbers) == text)
    }
}

import DailiesPlanning
import DailiesShotList
import Testing

/// A long shot is divided into the smallest number of nearly equal parts.
struct PartDurationsTests {
    @Test(arguments: 3...390)
    func everyDurationGivesTheFewestNearlyEqualParts(seconds: Int) throws {
        let parts = try #require(PartDurations.split(seconds, into: .range(3...15)))
        #expect(parts.reduce(0, +) == seconds)
        #expect(parts.allSatisfy { (3...15).contains($0) })
        let longest = try #require(parts.max())
        let shortest = try #require(parts.min())
        #expect(longest - shortest <= 1)
        #expect(parts == parts.sorted(by: >))
        // One part fewer would be too short for it.
        #expect((parts.count - 1) * 15 < seconds)
    }

    @Test(
        arguments: [
            (3, [3]), (15, [15]), (16, [8, 8]), (24, [12, 12]), (30, [15, 15]), (31, [11, 10, 10]),
            (46, [12, 12, 11, 11]),
        ] as [(Int, [Int])])
    func knownDurationsAreDividedAsDescribed(seconds: Int, parts: [Int]) {
        #expect(PartDurations.split(seconds, into: .range(3...15)) == parts)
    }

    @Test(arguments: [-5, 0, 1, 2])
    func aDurationThatIsTooShortHasNoParts(seconds: Int) {
        #expect(PartDurations.split(seconds, into: .range(3...15)) == nil)
    }

    @Test func aDurationThatAllowedPartsCannotAddUpToHasNoParts() {
        #expect(PartDurations.split(11, into: .range(8...10)) == nil)
        #expect(PartDurations.split(16, into: .range(8...10)) == [8, 8])
        #expect(PartDurations.split(7, into: .range(5...5)) == nil)
        #expect(PartDurations.split(15, into: .range(5...5)) == [5, 5, 5])
    }

    @Test(
        arguments: [
            (4, [4, 6, 8], [4]), (9, [4, 6, 8], nil), (10, [4, 6, 8], [6, 4]),
            (18, [4, 6, 8], [6, 6, 6]), (5, [4, 6, 8], nil), (12, [4, 6, 8], [6, 6]),
            (15, [5, 10], [10, 5]), (7, [5, 9], nil), (23, [5, 9], [9, 9, 5]),
            (210, [4, 6, 8], nil),
        ] as [(Int, [Int], [Int]?)])
    func certainValuesMustAddUpExactly(seconds: Int, values: [Int], parts: [Int]?) {
        #expect(PartDurations.split(seconds, into: .values(values)) == parts)
    }

    @Test func aShotHasAtMostTwentySixParts() {
        #expect(PartDurations.split(208, into: .values([4, 6, 8]))?.count == 26)
        #expect(PartDurations.split(390, into: .range(3...15))?.count == 26)
        #expect(PartDurations.split(391, into: .range(3...15)) == nil)
        // 256 s are 25 parts of 10 s and one of 6 s; 258 s would be 27 parts.
        #expect(PartDurations.split(256, into: .values([6, 10]))?.count == 26)
        #expect(PartDurations.split(258, into: .values([6, 10])) == nil)
    }

    /// The naive way: all combinations of at most four values.
    @Test func theFewestAndMostEqualValuesAreFound() {
        let values = [4, 6, 7]
        for seconds in 8...28 {
            var sums: [[Int]] = values.map { [$0] }
            var all = sums
            for _ in 1..<4 {
                sums = sums.flatMap { sum in values.map { sum + [$0] } }
                all += sums
            }
            let exact = all.filter { $0.reduce(0, +) == seconds }
            let best = exact.min { first, second in
                (first.count, first.map { $0 * $0 }.reduce(0, +))
                    < (second.count, second.map { $0 * $0 }.reduce(0, +))
            }
            #expect(
                PartDurations.split(seconds, into: .values(values)) == best?.sorted(by: >),
                "\(seconds)")
        }
    }
}

import DailiesPlanning
import Testing

/// A long shot is divided into the smallest number of nearly equal parts.
struct PartDurationsTests {
    @Test(arguments: 3...390)
    func everyDurationGivesTheFewestNearlyEqualParts(seconds: Int) throws {
        let parts = try #require(PartDurations.split(seconds, into: 3...15))
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
        #expect(PartDurations.split(seconds, into: 3...15) == parts)
    }

    @Test(arguments: [-5, 0, 1, 2])
    func aDurationThatIsTooShortHasNoParts(seconds: Int) {
        #expect(PartDurations.split(seconds, into: 3...15) == nil)
    }

    @Test func aDurationThatAllowedPartsCannotAddUpToHasNoParts() {
        #expect(PartDurations.split(11, into: 8...10) == nil)
        #expect(PartDurations.split(16, into: 8...10) == [8, 8])
        #expect(PartDurations.split(7, into: 5...5) == nil)
        #expect(PartDurations.split(15, into: 5...5) == [5, 5, 5])
    }
}

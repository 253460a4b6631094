import DailiesPlanning
import Testing

/// Long shots are cut into the fewest near-equal parts.
struct PartLengthsTests {
    @Test(arguments: 3...390)
    func everyLengthBecomesTheFewestNearEqualParts(seconds: Int) throws {
        let parts = try #require(PartLengths.split(seconds, into: 3...15))
        #expect(parts.reduce(0, +) == seconds)
        #expect(parts.allSatisfy { (3...15).contains($0) })
        let longest = try #require(parts.max())
        let shortest = try #require(parts.min())
        #expect(longest - shortest <= 1)
        #expect(parts == parts.sorted(by: >))
        // One part fewer could not hold it.
        #expect((parts.count - 1) * 15 < seconds)
    }

    @Test(
        arguments: [
            (3, [3]), (15, [15]), (16, [8, 8]), (24, [12, 12]), (30, [15, 15]), (31, [11, 10, 10]),
            (46, [12, 12, 11, 11]),
        ] as [(Int, [Int])])
    func knownLengthsAreCutAsDescribed(seconds: Int, parts: [Int]) {
        #expect(PartLengths.split(seconds, into: 3...15) == parts)
    }

    @Test(arguments: [-5, 0, 1, 2])
    func whatIsTooShortHasNoParts(seconds: Int) {
        #expect(PartLengths.split(seconds, into: 3...15) == nil)
    }

    @Test func aLengthBetweenTheModelsStepsHasNoParts() {
        #expect(PartLengths.split(11, into: 8...10) == nil)
        #expect(PartLengths.split(16, into: 8...10) == [8, 8])
        #expect(PartLengths.split(7, into: 5...5) == nil)
        #expect(PartLengths.split(15, into: 5...5) == [5, 5, 5])
    }
}

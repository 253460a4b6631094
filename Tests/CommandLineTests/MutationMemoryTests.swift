import DailiesTestSupport
import Foundation
import Testing

/// Damaged headers claim gigabytes; the process that looks at them stays small.
///
/// The address sanitizer's memory isn't ours, so this isn't asked under it.
@Suite(.enabled(if: !AddressSanitizer.isActive)) struct MutationMemoryTests {
    /// By how much damaged files may take the peak above that of good ones.
    private static let budget = 100 * MeteredVerify.megabyte

    @Test(arguments: MutationBase.available)
    func damagedHeadersTakeNoMoreMemoryThanGoodOnes(_ base: MutationBase) throws {
        let folder = try TemporaryFolder()
        let film = try base.film()
        let boxes = NestedBoxes(film)
        let good = try MeteredVerify(
            Array(repeating: folder.write(film, as: "good.mp4"), count: 20),
            options: ["--json", "--level", "packets"], in: folder)
        #expect(good.result.status == 0)
        var chance = SeededGenerator(seed: 7)
        let count = MutationCount.all / MutationBase.available.count + 1
        let files = try (0..<count).map { number in
            let mutation = Mutation.picked(&chance)
            return try folder.write(
                mutation.applied(to: film, boxes, &chance), as: "\(number), \(mutation).mp4")
        }
        let damaged = try MeteredVerify(
            files, options: ["--json", "--level", "packets"], in: folder)
        #expect([1, 3].contains(damaged.result.status), "\(damaged.result.talk.suffix(2000))")
        #expect(damaged.lines.count == files.count)
        let growth = damaged.peak - good.peak
        #expect(growth <= Self.budget, "\(growth / MeteredVerify.megabyte) MB more")
    }
}

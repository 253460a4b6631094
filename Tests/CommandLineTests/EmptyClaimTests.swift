import DailiesTestSupport
import Foundation
import Testing

/// Small files that claim millions of samples without a byte behind them, each by itself.
///
/// The address sanitizer's memory isn't ours, so this isn't asked under it.
@Suite(.enabled(if: !AddressSanitizer.isActive)) struct EmptyClaimTests {
    /// By how much such a file may take the peak above that of a good one.
    private static let budget = 100 * MeteredVerify.megabyte

    @Test(arguments: Mutation.hugeCounts)
    func noMemoryIsTakenForWhatIsOnlyClaimed(_ claim: Mutation) throws {
        let folder = try TemporaryFolder()
        for base in [MutationBase.inFront, .inFragments] {
            let film = try base.film()
            var chance = SeededGenerator(seed: 1)
            let hostile = claim.applied(to: film, NestedBoxes(film), &chance)
            guard hostile != film else { continue }
            let good = try MeteredVerify(
                [folder.write(film, as: "good.mp4")], options: ["--json", "--level", "packets"],
                in: folder)
            let claiming = try MeteredVerify(
                [folder.write(hostile, as: "claim.mp4")],
                options: ["--json", "--level", "packets"],
                in: folder)
            #expect([0, 1, 3].contains(claiming.result.status), "\(claiming.result.talk)")
            #expect(claiming.lines.count == 1)
            let growth = claiming.peak - good.peak
            #expect(growth <= Self.budget, "\(base): \(growth / MeteredVerify.megabyte) MB more")
        }
    }
}

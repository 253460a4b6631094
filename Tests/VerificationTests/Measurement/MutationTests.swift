import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Thousands of damaged headers: each gets a verdict in a short time.
@Suite struct MutationTests {
    private static let seeds = [1, 2, 3] as [UInt64]
    private static let cases = seeds.count * MutationBase.available.count

    /// Maximum CPU time for one file.
    ///
    /// Only an index that libav must not parse takes longer, mostly minutes.
    ///
    /// It is far above what any machine needs otherwise; the benchmarks print the actual maximum.
    private static let runaway = Duration.seconds(2)

    @Test(.timeLimit(.minutes(3)), arguments: MutationBase.available, seeds)
    func aDamagedHeaderNeverCrashesAndEndsSoon(_ base: MutationBase, _ seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("clip.mp4")
        let whole = try base.film()
        let boxes = NestedBoxes(whole)
        var chance = SeededGenerator(seed: seed)
        var verdicts: Set<Verdict> = []
        for number in 0..<max(100, MutationCount.all / Self.cases + 1) {
            let mutation = Mutation.picked(&chance)
            try folder.write(mutation.applied(to: whole, boxes, &chance), as: "clip.mp4")
            let begun = ThreadClock.now
            let verification = MediaFile(path: path)
                .verify(against: Expectation(), level: .packets)
            let cost = ThreadClock.now - begun
            #expect(!verification.checks.isEmpty)
            #expect(
                cost <= Self.runaway || AddressSanitizer.isActive,
                "\(mutation) (\(base), seed \(seed), number \(number)) took \(cost)")
            verdicts.insert(verification.verdict)
        }
        // Some damage is detected and some is harmless.
        #expect(verdicts.contains(.fail) && !verdicts.isDisjoint(with: [.pass, .warn]))
    }

    @Test(.timeLimit(.minutes(3)), arguments: [1, 2, 3, 4] as [UInt64])
    func decodingAfterADamagedHeaderNeverCrashesOrHangs(_ seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("clip.mp4")
        let whole = try (seed % 2 == 0 ? MutationBase.inFront : .atTheEnd).film()
        let boxes = NestedBoxes(whole)
        var chance = SeededGenerator(seed: seed)
        var verdicts: Set<Verdict> = []
        for _ in 0..<max(50, MutationCount.all / 20) {
            let mutation = Mutation.picked(&chance)
            try folder.write(mutation.applied(to: whole, boxes, &chance), as: "clip.mp4")
            let limits = VerificationLimits(deadline: .seconds(5))
            let verification = MediaFile(path: path)
                .verify(against: Expectation(), level: .decode, limits: limits)
            #expect(!verification.checks.isEmpty)
            verdicts.insert(verification.verdict)
        }
        #expect(verdicts.isSuperset(of: [.pass, .fail]))
    }
}

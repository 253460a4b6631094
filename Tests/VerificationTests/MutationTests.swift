import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Thousands of damaged headers: whatever they claim, the answer is a verdict.
@Suite struct MutationTests {
    private struct Chance: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            // SplitMix64.
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: [1, 2, 3, 4] as [UInt64])
    func aDamagedHeaderNeverCrashesAndNeverHangs(_ seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("clip.mp4")
        var forge = ClipForge()
        forge.frames = 6
        forge.isFaststart = seed % 2 == 0
        try forge.write(to: path)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let index = try #require(whole.range(of: Data("moov".utf8)))
        let end =
            forge.isFaststart
            ? try #require(whole.range(of: Data("mdat".utf8))).lowerBound : whole.count
        var chance = Chance(state: seed)
        var verdicts: Set<Verdict> = []
        for _ in 0..<500 {
            var damaged = whole
            for _ in 0...Int.random(in: 0..<8, using: &chance) {
                let place = Int.random(in: index.upperBound..<end, using: &chance)
                damaged[place] = UInt8.random(in: .min ... .max, using: &chance)
            }
            try folder.write(damaged, as: "clip.mp4")
            let limits = VerificationLimits(deadline: .seconds(5))
            let verification = MediaFile(path: path)
                .verify(against: Expectation(), level: .decode, limits: limits)
            #expect(!verification.checks.isEmpty)
            verdicts.insert(verification.verdict)
        }
        // Some damage is seen and some is harmless.
        #expect(verdicts.isSuperset(of: [.pass, .fail]))
    }
}

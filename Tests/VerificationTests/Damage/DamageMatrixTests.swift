import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// How much of what can happen to a film on its way is noticed, and how deep one must look.
@Suite struct DamageMatrixTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    // MARK: Truncations

    private let askedOfShort = Expectation(
        duration: MediaTime(seconds: 1),
        frameSize: FrameSize(width: 320, height: 180),
        frameRate: FrameRate(24),
        audio: .present)

    @Test(arguments: Truncation.Index.allCases)
    func everyTruncationIsSeenInTheHeader(_ index: Truncation.Index) throws {
        let film = try ClipForge(index: index).film()
        let path = try folder.write(film, as: "clip.mp4")
        #expect(MediaFile(path: path).verify(against: askedOfShort).findings == [])
        let truncations = Truncation.all.filter { $0.index == index }
        #expect(!truncations.isEmpty)
        for truncation in truncations {
            try folder.write(truncation.applied(to: film), as: "clip.mp4")
            let verification = MediaFile(path: path).verify(against: askedOfShort)
            #expect(verification.verdict == .fail, "\(truncation.name)")
            #expect(
                verification.action == .fetchAgain,
                "\(truncation.name): \(verification.findings.map(\.message))")
        }
    }

    // MARK: Damages of the payload

    private let asked = Expectation(
        duration: MediaTime(seconds: 4),
        frameSize: FrameSize(width: 640, height: 360),
        aspectRatio: AspectRatio("16:9"),
        frameRate: FrameRate(24),
        audio: .present)

    /// Four seconds of noise: large frames, so that 64 KB are a small part of them.
    private struct Film {
        let bytes: Data
        let layout: ClipLayout

        init() throws {
            var forge = ClipForge()
            forge.width = 640
            forge.height = 360
            forge.frames = 97
            forge.grain = 6
            forge.isFaststart = true
            // A fixed pattern of frames: noise would look like cuts.
            forge.x264 = [
                "preset": "veryfast", "crf": "20", "g": "24", "bf": "2", "b-pyramid": "none",
                "b_strategy": "0", "sc_threshold": "0", "threads": "1",
            ]
            bytes = try forge.film()
            layout = try ClipLayout(bytes)
        }
    }

    private static let film = Result { try Film() }

    @Test func theFilmIsWhatTheDamagesNeed() throws {
        let film = try Self.film.get()
        let kinds = film.layout.pictures.map(\.kind)
        #expect(kinds.count == 97)
        #expect(Set(kinds) == [.key, .predicted, .bidirectional])
        #expect(film.layout.sounds.count > 180)
        #expect(film.layout.media.count > 20 * 65_536)
        let path = try folder.write(film.bytes, as: "clip.mp4")
        let verification = MediaFile(path: path).verify(against: asked, level: .decode)
        #expect(verification.findings == [])
        #expect(verification.verdict == .pass)
        for damage in Damage.all {
            #expect(
                damage.applied(to: film.bytes, film.layout, seed: 1) != film.bytes,
                "\(damage.name)")
        }
    }

    /// One seed may hit where no decoder stumbles; what most seeds show is what counts.
    @Test func mostDamagesAreSeenInThePacketsAndAllButOneByDecoding() throws {
        let inPackets = try missed(at: .packets)
        #expect(inPackets.count <= 5, "mostly not seen in the packets: \(inPackets)")
        let decoded = try missed(at: .decode)
        #expect(decoded.count <= 1, "mostly not seen by decoding: \(decoded)")
    }

    /// The damages that a look at that level doesn't see with two of three seeds.
    private func missed(at level: Verification.Level) throws -> [String] {
        let film = try Self.film.get()
        return try Damage.all.filter { damage in
            func isSeen(_ seed: UInt64) throws -> Bool {
                let damaged = damage.applied(to: film.bytes, film.layout, seed: seed)
                let path = try folder.write(damaged, as: "clip.mp4")
                return MediaFile(path: path).verify(against: asked, level: level).verdict == .fail
            }
            let first = try isSeen(1)
            return try first == isSeen(2) ? !first : !isSeen(3)
        }.map(\.name)
    }
}

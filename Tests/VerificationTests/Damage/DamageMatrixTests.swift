import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Which kinds of damage each level detects.
@Suite struct DamageMatrixTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    // MARK: Truncations

    private let shortExpectation = Expectation(
        duration: MediaTime(seconds: 1),
        frameSize: FrameSize(width: 320, height: 180),
        frameRate: FrameRate(24),
        audio: .present)

    @Test(arguments: Truncation.Index.allCases)
    func everyTruncationIsDetectedInTheHeader(_ index: Truncation.Index) throws {
        let film = try ClipForge(index: index).film()
        let path = try folder.write(film, as: "clip.mp4")
        #expect(MediaFile(path: path).verify(against: shortExpectation).findings == [])
        let truncations = Truncation.all.filter { $0.index == index }
        #expect(!truncations.isEmpty)
        for truncation in truncations {
            try folder.write(truncation.applied(to: film), as: "clip.mp4")
            let verification = MediaFile(path: path).verify(against: shortExpectation)
            #expect(verification.verdict == .fail, "\(truncation.name)")
            #expect(
                verification.action == .fetchAgain,
                "\(truncation.name): \(verification.findings.map(\.message))")
        }
    }

    // MARK: Damage to the media data

    private let expectation = Expectation(
        duration: MediaTime(seconds: 4),
        frameSize: FrameSize(width: 640, height: 360),
        aspectRatio: AspectRatio("16:9"),
        frameRate: FrameRate(24),
        audio: .present)

    /// Four seconds of noise: the frames are large, so that 64 KB are a small part of the file.
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
            // A fixed GOP structure: the encoder would take noise for scene cuts.
            forge.x264 = [
                "preset": "veryfast", "crf": "20", "g": "24", "bf": "2", "b-pyramid": "none",
                "b_strategy": "0", "sc_threshold": "0", "threads": "1",
            ]
            bytes = try forge.film()
            layout = try ClipLayout(bytes)
        }
    }

    private static let film = Result { try Film() }

    @Test func theUndamagedFilePasses() throws {
        let film = try Self.film.get()
        let kinds = film.layout.pictures.map(\.kind)
        #expect(kinds.count == 97)
        #expect(Set(kinds) == [.key, .predicted, .bidirectional])
        #expect(film.layout.sounds.count > 180)
        #expect(film.layout.media.count > 20 * 65_536)
        let path = try folder.write(film.bytes, as: "clip.mp4")
        let verification = MediaFile(path: path).verify(against: expectation, level: .decode)
        #expect(verification.findings == [])
        #expect(verification.verdict == .pass)
        for damage in Damage.all {
            #expect(
                damage.applied(to: film.bytes, film.layout, seed: 1) != film.bytes,
                "\(damage.name)")
        }
    }

    /// One seed may hit a place where no decoder fails, so the majority of three seeds counts.
    @Test func mostDamageIsDetectedInPacketsAndAllButOneByDecoding() throws {
        let inPackets = try undetected(at: .packets)
        #expect(inPackets.count <= 5, "mostly not seen in the packets: \(inPackets)")
        let decoded = try undetected(at: .decode)
        #expect(decoded.count <= 1, "mostly not seen by decoding: \(decoded)")
    }

    /// The kinds of damage that the level misses with two of three seeds.
    private func undetected(at level: Verification.Level) throws -> [String] {
        let film = try Self.film.get()
        return try Damage.all.filter { damage in
            func isDetected(_ seed: UInt64) throws -> Bool {
                let damaged = damage.applied(to: film.bytes, film.layout, seed: seed)
                let path = try folder.write(damaged, as: "clip.mp4")
                return MediaFile(path: path).verify(against: expectation, level: level).verdict
                    == .fail
            }
            let first = try isDetected(1)
            return try first == isDetected(2) ? !first : !isDetected(3)
        }.map(\.name)
    }
}

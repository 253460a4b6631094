import DailiesContainer
import DailiesMedia
import DailiesTestSupport
import Foundation
import Testing

/// Decoding on several threads: the same pictures, and a sign of trouble wherever one thread has one.
@Suite struct FastDecodingTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What decoding a file's picture gives.
    private struct Decoded: Equatable {
        var times: [Int64?] = []
        var fingerprints: [UInt64] = []
        /// Whether any packet, picture or line of the log said that something is wrong.
        var hasTrouble = false
    }

    private func decode(_ path: String, _ threading: Decoder.Threading) throws -> Decoded {
        var decoded = Decoded()
        guard
            var reader = try FrameReader.open(
                FileBytes.open(path), .video, .videos, threading)
        else { return decoded }
        let (isFast, codec) = (reader.isFast, reader.stream.codec)
        if case .fast = threading { #expect(isFast == (codec != "hevc")) }
        let frame = try Frame()
        while true {
            let step = try reader.step(into: frame)
            if reader.consumeLoggedFaults() > 0 || step.isFault { decoded.hasTrouble = true }
            switch step {
            case .frame:
                if frame.isDamaged { decoded.hasTrouble = true }
                decoded.times.append(frame.pts)
                decoded.fingerprints.append(fingerprint(frame))
            case .fault: continue
            case .end: return decoded
            }
        }
    }

    private func fingerprint(_ frame: borrowing Frame) -> UInt64 {
        frame.withPlane(0) { luma, stride in
            var hash: UInt64 = 14_695_981_039_346_656_037
            for row in 0..<frame.height {
                for column in 0..<frame.width {
                    hash = (hash ^ UInt64(luma[row * stride + column])) &* 1_099_511_628_211
                }
            }
            return hash
        } ?? 0
    }

    /// A clip of each codec that is at hand.
    private func clip(_ codec: String) throws -> String {
        let h264 = try folder.forge("h264.mp4") {
            $0.frames = 48
            $0.grain = 6
            $0.x264["bf"] = "2"
        }
        guard codec != "libx264" else { return h264 }
        let path = folder.file("\(codec).mp4")
        try FFmpegProgram.convert(h264, to: path, ["-c:v", codec, "-an"])
        return path
    }

    private static let codecs = ["libx264", "libx265", "libvpx-vp9", "mpeg4"].filter {
        $0 == "libx264" || FFmpegProgram.encodes([$0])
    }

    @Test(arguments: codecs)
    func aWholeClipGivesTheSamePictures(_ codec: String) throws {
        let path = try clip(codec)
        let slow = try decode(path, .locatesFaults)
        #expect(slow.times.count == 48 && !slow.hasTrouble)
        #expect(try decode(path, .fast(onAtLeast: 3)) == slow)
    }

    /// Sixty clips with one flipped bit each.
    @Test(arguments: codecs)
    func noDamageIsMissedThatOneThreadFinds(_ codec: String) throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: try clip(codec)))
        let media = try #require(whole.firstRange(of: Data("mdat".utf8))).upperBound
        var chance = SeededGenerator(seed: 7)
        var found = 0
        for _ in 0..<60 {
            var damaged = whole
            let place = Int.random(in: media + 100..<whole.count - 2000, using: &chance)
            damaged[place] ^= 1 << UInt8.random(in: 0...7, using: &chance)
            let path = try folder.write(damaged, as: "damaged.mp4")
            // Damage to the header can make the file unreadable.
            guard let slow = try? decode(path, .locatesFaults) else { continue }
            let fast = try decode(path, .fast(onAtLeast: 3))
            if slow.hasTrouble { found += 1 }
            #expect(fast.hasTrouble || !slow.hasTrouble, "byte \(place)")
            if !fast.hasTrouble { #expect(fast == slow, "byte \(place)") }
        }
        // A flipped bit of these codecs can leave a valid stream.
        if codec == "libx264" { #expect(found > 20) }
    }

    /// A damaged slice can end early without an error; libavcodec then marks the picture only after
    /// it has been decoded, and returns it before that where other threads are ahead.
    @Test func aPictureThatEndsEarlyIsFoundEachTime() throws {
        var forge = ClipForge()
        (forge.width, forge.height, forge.frames, forge.grain) = (640, 360, 97, 6)
        forge.x264 = [
            "preset": "veryfast", "crf": "20", "g": "24", "bf": "2", "b-pyramid": "none",
            "b_strategy": "0", "sc_threshold": "0", "threads": "1",
        ]
        let film = try forge.film()
        let layout = try ClipLayout(film)
        let damage = try #require(Damage.all.first { $0.name == "bit in a P frame" })
        var tested = 0
        for seed in UInt64(7)...12 {
            let path = try folder.write(
                damage.applied(to: film, layout, seed: seed), as: "damaged.mp4")
            guard try decode(path, .locatesFaults).hasTrouble else { continue }
            tested += 1
            for _ in 0..<4 {
                #expect(try decode(path, .fast(onAtLeast: 3)).hasTrouble, "seed \(seed)")
            }
        }
        #expect(tested > 3)
    }
}

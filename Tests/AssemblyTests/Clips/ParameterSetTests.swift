import DailiesBitstream
import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// Clips whose parameter sets (avcC) are damaged: decoders accept many of them and show wrong
/// pictures.
@Suite struct ParameterSetTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func film(_ id: Int, _ change: (inout ClipForge) -> Void = { _ in }) throws -> Data {
        var forge = ClipForge()
        (forge.id, forge.frames, forge.sound, forge.isFaststart) = (id, 30, nil, true)
        forge.x264 = ["preset": "veryfast", "crf": "23", "g": "24"]
        change(&forge)
        return try forge.film()
    }

    /// The place of the decoder configuration in a film.
    private func configuration(of film: Data) throws -> Range<Int> {
        let type = try #require(film.range(of: Data("avcC".utf8)))
        let size = Int(film.number(at: type.lowerBound - 4)) - 8
        return type.upperBound..<type.upperBound + size
    }

    /// Every bit of a configuration, flipped: the clip is refused, or its pictures are the same.
    @Test func aFlippedBitIsRefusedOrHarmless() throws {
        let small: (inout ClipForge) -> Void = { forge in
            (forge.width, forge.height, forge.frames) = (128, 96, 12)
        }
        let whole = try film(2, small)
        let original = try DecodedClip(folder.write(whole, as: "whole.mp4")).fingerprints
        let clips = [try folder.write(film(1, small), as: "1.mp4"), folder.file("2.mp4")]
        let range = try configuration(of: whole)
        var (refused, joined) = (0, 0)
        var wrong: [String] = []
        for bit in 0..<range.count * 8 {
            var damaged = whole
            damaged[range.lowerBound + bit / 8] ^= 0x80 >> (bit % 8)
            try folder.write(damaged, as: "2.mp4")
            let path = folder.file("film.mp4")
            let plan: AssemblyPlan
            do {
                plan = try Assembler().plan(clips)
                try Assembler().perform(plan, to: path, overwrite: true)
            } catch {
                refused += 1
                continue
            }
            joined += 1
            // A clip of another shape or colour is conformed, whichever of the two it is.
            let isCopied = plan.segments.allSatisfy { $0.source != .rendered }
            let shown =
                try isCopied
                ? Array(DecodedClip(path).fingerprints.dropFirst(12))
                : DecodedClip(clips[1]).fingerprints
            if shown != original { wrong.append("\(bit / 8).\(bit % 8)") }
        }
        print("\(refused) refused, \(joined) joined")
        #expect(wrong == [])
        #expect(refused > range.count * 4)
    }

    /// The refusal names the clip and what is wrong with it.
    @Test(arguments: [
        // The profile, and the last bits of the picture parameter set.
        (1, UInt8(0x10), "profile"), (-5, 0x40, "parameter sets"),
    ])
    func theRefusalNamesTheClip(_ place: Int, _ bits: UInt8, _ words: String) throws {
        var damaged = try film(2)
        let range = try configuration(of: damaged)
        damaged[(place < 0 ? range.upperBound : range.lowerBound) + place] ^= bits
        let clip = try folder.write(damaged, as: "2.mp4")
        let error = #expect(throws: AssemblyError.self) {
            try Assembler().plan([folder.write(film(1), as: "1.mp4"), clip])
        }
        #expect(error?.description.hasPrefix(clip) == true)
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    /// Whatever x264 is told, its parameter sets agree with its options.
    @Test(arguments: [
        ["preset": "ultrafast", "crf": "17.6"], ["preset": "ultrafast", "crf": "22.96"],
        ["preset": "medium", "qp": "30"],
        ["preset": "slow", "b": "400k"], ["preset": "veryfast", "profile": "baseline"],
        ["preset": "fast", "tune": "grain", "crf": "28"],
        ["preset": "medium", "tune": "animation"],
        ["preset": "medium", "x264-params": "weightb=0:weightp=2:cabac=0:chroma-qp-offset=3"],
        ["preset": "veryfast", "x264-params": "stitchable=1"],
    ])
    func honestSettingsAreNoDamage(_ options: [String: String]) throws {
        let clip = try folder.write(film(1) { $0.x264 = options }, as: "1.mp4")
        #expect(try Assembler().plan([clip]).frameCount == 30)
    }

    /// A clip in fragments whose clock nothing else in the index states, with another clock.
    ///
    /// - Parameters:
    ///   - isLast: whether the clock of the last track is changed, and not that of the first.
    ///   - words: a part of the refusal; `nil` if the clip is accepted.
    private func expectClock(
        _ timescale: UInt32, insteadOf stated: UInt32, isLast: Bool, refusedWith words: String?,
        _ change: (inout ClipForge) -> Void = { _ in }
    ) throws {
        var damaged = try film(2) {
            $0.muxing = ["movflags": "frag_keyframe+empty_moov"]
            $0.isFaststart = false
            change(&$0)
        }
        let headers = NestedBoxes(damaged).all("mdhd")
        let header = try #require(isLast ? headers.last : headers.first)
        #expect(damaged.number(at: header.payload.lowerBound + 12) == Int(stated))
        damaged.put(timescale, at: header.payload.lowerBound + 12)
        let clip = try folder.write(damaged, as: "2.mp4")
        guard let words else {
            #expect(try Assembler().plan([clip]).frameCount == 30)
            return
        }
        let error = #expect(throws: AssemblyError.self) { try Assembler().plan([clip]) }
        #expect(error?.description.contains(words) == true)
    }

    /// 24 frames a second at other numbers of units, which are 0.008 %, 0.13 % and 3 % too fast.
    @Test(arguments: [(UInt32(12_289), true), (12_304, false), (12_650, true)])
    func aSlightlyWrongClockIsRefused(_ timescale: UInt32, _ isAccepted: Bool) throws {
        try expectClock(
            timescale, insteadOf: 12_288, isLast: false,
            refusedWith: isAccepted ? nil : "its stream says")
    }

    /// Thirty frames a second are 33 1/3 ms apart.
    @Test(.enabled(if: FFmpegProgram.isInstalled), arguments: [(33_000, true), (33_100, false)])
    func timesMayBeRoundedToMilliseconds(_ microseconds: Int, _ isFine: Bool) throws {
        let source = try folder.forge("source.mp4") {
            $0.frameRate = FrameRate(30)
            $0.x264["bf"] = "0"
            $0.muxing["video_track_timescale"] = "30000"
        }
        let path = folder.file("clip.mp4")
        let step = "\(microseconds)/1000000/TB"
        try FFmpegProgram.convert(
            source, to: path,
            [
                "-an", "-c", "copy", "-bsf:v", "setts=ts=N*\(step):duration=\(step)",
            ])
        if isFine {
            #expect(try Assembler().plan([path]).frameRate == FrameRate(1000, 33))
        } else {
            let error = #expect(throws: AssemblyError.self) { try Assembler().plan([path]) }
            #expect(error?.description.contains("and its stream says") == true)
        }
    }

    /// Packets of AAC have 1024 samples: the clock of a sound must fit its sample rate.
    @Test(arguments: [(UInt32(48_040), true), (48_060, false)])
    func aWrongClockOfTheSoundIsRefused(_ timescale: UInt32, _ isAccepted: Bool) throws {
        try expectClock(
            timescale, insteadOf: 48_000, isLast: true,
            refusedWith: isAccepted ? nil : "samples a second"
        ) { $0.sound = ClipForge.Sound() }
    }
}

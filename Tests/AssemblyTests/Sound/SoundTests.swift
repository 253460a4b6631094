import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// The film's sound: its position, the seams and its loudness.
@Suite struct SoundTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func join(
        _ clips: [String], _ settings: AssemblySettings = AssemblySettings()
    ) throws -> (film: DecodedClip, heard: AssembledFilm, path: String) {
        let path = folder.file("film.mp4")
        let assembler = Assembler(settings: settings)
        let heard = try assembler.perform(try assembler.plan(clips), to: path)
        return (try DecodedClip(path), heard, path)
    }

    /// A click in each clip is at its frame, to the sample, by the timestamps of the decoded blocks
    /// and by counting samples from the first, as browsers do.
    @Test(arguments: [2, 10, 60])
    func soundStaysOnItsPictureToTheSample(_ count: Int) throws {
        // 22 frames are not a whole number of AAC blocks, and the clips have different lengths.
        let lengths = (0..<count).map { 22 + $0 % 5 }
        let kinds = try (0..<5).map { kind in
            try folder.forge("\(kind).mp4") {
                $0.frames = 22 + kind
                (($0.width), ($0.height)) = (160, 90)
                $0.sound?.frequency = 0
                $0.sound?.clicksAt = [11]
            }
        }
        // Where decoding the clips alone finds the click: the clips' own encoding must not shift
        // it.
        let own = try kinds.map { try DecodedClip($0).samples.edge(near: 22_000) }
        let film = try join((0..<count).map { kinds[$0 % 5] }).film
        #expect(film.firstSample == .zero)
        #expect(film.discontinuities == 0)
        var frame = 0
        for (index, length) in lengths.enumerated() {
            let found = film.samples.edge(near: frame * 2000 + 22_000)
            #expect(abs(found - (frame * 2000 + own[index % 5])) <= 1, "clip \(index)")
            frame += length
        }
    }

    @Test(arguments: [44_100, 32_000, 96_000])
    func anotherSampleRateIsConverted(_ rate: Int) throws {
        let clips = try (1...3).map { number in
            try folder.forge("\(number).mp4") {
                $0.frames = 24
                if number == 2 { $0.sound?.sampleRate = rate }
            }
        }
        let film = try join(clips).film
        #expect(film.sampleRate == 48_000)
        // The tone keeps its pitch: 440 upward crossings in the middle second.
        let middle = Array(film.samples[48_000..<96_000])
        let crossings = zip(middle, middle.dropFirst()).count { $0 < 0 && $1 >= 0 }
        #expect((438...442).contains(crossings))
        #expect(middle.windows(of: 480, upTo: 48_000).dropFirst().allSatisfy { $0 > 0.1 })
    }

    @Test(
        .enabled(if: FFmpegProgram.isInstalled), arguments: ["pcm_s16le", "alac", "pcm_u8", "ac3"])
    func soundOfAnotherKindIsDecodedAndMixed(_ codec: String) throws {
        let path = folder.file("2.mov")
        let source = try folder.forge("source.mp4") { $0.frames = 24 }
        try FFmpegProgram.convert(source, to: path, ["-c:v", "copy", "-c:a", codec])
        let film = try join([try folder.forge("1.mp4") { $0.frames = 24 }, path]).film
        #expect(film.samples.windows(of: 480, upTo: 96_000).count { $0 > 0.1 } >= 197)
    }

    @Test func aStepInTheSoundAtASeamDoesNotClick() throws {
        let clips = try [0, 27].map { offset in
            try folder.forge("\(offset).mp4") {
                $0.frames = 24
                // A quarter of the tone's period later: from the zero crossing to the crest.
                $0.sound?.phaseOffset = offset
                $0.sound?.level = 0.5
            }
        }
        let film = try join([clips[0], clips[1]]).film
        let steps = zip(film.samples, film.samples.dropFirst()).map { abs($0 - $1) }
        // The jump was 0.43; the rest is the ringing of the clip's own encoder at its beginning.
        #expect(steps[47_999] < 0.05)
        #expect((steps[47_900..<48_100].max() ?? 1) < 0.1)
    }

    @Test(arguments: [-14.0, -23])
    func theFilmIsBroughtToALoudness(_ target: Double) throws {
        let clips = try [0.05, 0.1].enumerated().map { index, level in
            try folder.forge("\(index).mp4") {
                $0.frames = 72
                $0.sound?.level = level
            }
        }
        var settings = AssemblySettings()
        settings.loudness = target
        let (_, heard, path) = try join(clips, settings)
        let loudness = try #require(heard.loudness)
        #expect(!loudness.isBoundByPeak)
        #expect(abs(loudness.measured + loudness.gain - target) < 0.01)
        if FFmpegProgram.isInstalled {
            #expect(abs(try FFmpegProgram.loudness(of: path) - target) <= 0.2)
        }
    }

    @Test func noPeakExceedsTheCeiling() throws {
        let clip = try folder.forge("1.mp4") {
            $0.frames = 72
            $0.sound?.level = 0.02
            $0.sound?.clicksAt = [10, 30, 50]
        }
        var settings = AssemblySettings()
        settings.loudness = -14
        let (film, heard, _) = try join([clip], settings)
        #expect(heard.loudness?.isBoundByPeak == true)
        #expect((film.samples.map { abs($0) }.max() ?? 1) < 1)
    }

    @Test func theStepAtASeamIsMeasured() throws {
        let clips = try [0.4, 0.1].enumerated().map { index, level in
            try folder.forge("\(index).mp4") {
                $0.frames = 24
                $0.sound?.level = level
            }
        }
        let seams = try join(clips).heard.seams
        #expect(seams.map(\.time) == [MediaTime(seconds: 1)])
        // A quarter of the amplitude is 12 dB less.
        #expect(abs((seams.first?.step ?? 0) + 12.04) < 0.2)
        // The RMS level of a sine is 3 dB below its crest.
        #expect(abs((seams.first?.before ?? 0) + 10.97) < 0.2)
    }

    @Test func musicIsDuckedUnderTheClips() throws {
        let clips = try (1...3).map { number in
            try folder.forge("\(number).mp4") {
                $0.frames = 48
                $0.sound?.frequency = number == 2 ? 440 : 0
                $0.sound?.level = 0.3
            }
        }
        let music = try folder.forge("music.mp4") {
            $0.frames = 480
            $0.sound?.frequency = 5000
            $0.sound?.level = 0.4
        }
        var settings = AssemblySettings()
        settings.bed = SoundBed(path: music)
        settings.bed?.level = -6
        settings.bed?.ducking = 12
        let film = try join(clips, settings).film
        // The amplitude at 5 kHz: alone, under the second clip, and at the end, where it fades out.
        let alone = film.samples.level(of: 5000, in: 48_000..<90_000)
        let under = film.samples.level(of: 5000, in: 130_000..<180_000)
        #expect(abs(alone - 0.2) < 0.02)
        #expect(abs(20 * log10(under / alone) + 12) < 1)
        #expect(film.samples.level(of: 5000, in: 285_000..<288_000) < 0.02)
        #expect(film.samples.count < 289_024)
    }

    /// Half a second of a tone in any of the formats.
    @Test(
        .enabled(if: FFmpegProgram.isInstalled),
        arguments: [
            ("mp3", "libmp3lame"), ("wav", "pcm_s16le"), ("flac", "flac"), ("m4a", "aac"),
            ("ogg", "libvorbis"), ("aiff", "pcm_s16be"), ("mka", "libopus"),
        ])
    func anyAudioFileIsMusic(_ type: String, _ codec: String) throws {
        guard FFmpegProgram.encodes([codec]) else { return }
        let clips = [
            try folder.forge("1.mp4") {
                $0.frames = 96
                $0.sound?.frequency = 0
            }
        ]
        let source = try folder.forge("source.mp4") {
            $0.frames = 12
            $0.sound?.frequency = 5000
            $0.sound?.level = 0.4
        }
        let music = folder.file("music.\(type)")
        try FFmpegProgram.convert(source, to: music, ["-vn", "-c:a", codec])
        var settings = AssemblySettings()
        settings.bed = SoundBed(path: music)
        settings.bed?.level = -6
        let once = try join(clips, settings)
        #expect(abs(once.film.samples.level(of: 5000, in: 6000..<18_000) - 0.2) < 0.02)
        #expect(once.film.samples.level(of: 5000, in: 36_000..<48_000) < 0.01)
        let end = try #require(try Assembler(settings: settings).plan(clips).bedEnd).seconds
        #expect(abs(end - 0.5) < 0.06)
        settings.bed?.loops = true
        try FileManager.default.removeItem(atPath: once.path)
        let looped = try join(clips, settings)
        #expect(try Assembler(settings: settings).plan(clips).bedEnd == nil)
        // The same tone in every half second, up to the fade in the last two seconds.
        for start in [6000, 30_000, 54_000, 78_000] {
            let level = looped.film.samples.level(of: 5000, in: start..<start + 12_000)
            #expect(abs(level - 0.2) < 0.02, "at \(start)")
        }
    }

    @Test(arguments: [(-101, true), (-100, false), (0, false), (1000, false)])
    func musicEndsEarlyIfItIsATenthOfASecondShorter(
        _ milliseconds: Int64, _ isShort: Bool
    ) throws {
        #expect(AssemblyPlan.inaudibleEnd == MediaTime(value: 1, timescale: 10))
        var settings = AssemblySettings()
        let clip = try folder.forge("1.mp4")
        settings.bed = SoundBed(path: clip)
        var plan = try Assembler(settings: settings).plan([clip])
        #expect(plan.bedEnd == nil)
        plan.bedDuration = plan.duration + MediaTime(value: milliseconds, timescale: 1000)
        #expect((plan.bedEnd == plan.bedDuration) == isShort)
    }

    @Test func musicThatIsNoSoundIsRefused() throws {
        var settings = AssemblySettings()
        settings.bed = SoundBed(path: try folder.write(Data("#EXTM3U\nfile".utf8), as: "a.m3u"))
        let error = #expect(throws: AssemblyError.self) {
            try Assembler(settings: settings).plan([try folder.forge("1.mp4")])
        }
        #expect(error?.description.contains("its sound can't be read") == true)
    }

    @Test func dissolvingClipsAreMixed() throws {
        let clips = try (0..<2).map { number in
            try folder.forge("\(number).mp4") {
                $0.frames = 48
                $0.sound?.frequency = number == 0 ? 440 : 3000
            }
        }
        var settings = AssemblySettings()
        settings.dissolve = 12
        let film = try join(clips, settings).film
        // Frames 36 to 48 of the film: both tones are present at −3 dB.
        let middle = 42 * 2000 - 2000..<42 * 2000 + 2000
        #expect(abs(film.samples.level(of: 440, in: middle) - 0.2 * 0.707) < 0.02)
        #expect(abs(film.samples.level(of: 3000, in: middle) - 0.2 * 0.707) < 0.02)
        #expect(film.samples.level(of: 3000, in: 0..<60_000) < 0.01)
        #expect(film.samples.level(of: 440, in: 100_000..<160_000) < 0.01)
    }

    /// The sound is encoded in chunks of 256 packets; their joins are inaudible.
    @Test func chunkJoinsAreInaudible() throws {
        let clip = try folder.forge("1.mp4") {
            ($0.width, $0.height) = (64, 64)
            $0.frames = 300
        }
        let samples = try join([clip]).film.samples
        // The residual without the tone: each sample of a sine follows from the two before it.
        let factor = Float(2 * cos(2 * Double.pi * 440 / 48_000))
        let rest = (1..<samples.count - 1).map {
            abs(samples[$0 + 1] + samples[$0 - 1] - factor * samples[$0])
        }
        let seams = [256, 512].map { $0 * 1024 - 1024 }
        let usual = rest[20_000..<200_000].max() ?? 0
        for seam in seams {
            let worst = rest[seam - 3072..<seam + 3072].max() ?? 1
            #expect(worst <= usual * 1.5, "at sample \(seam)")
        }
    }

    @Test func aFilmCanBeMadeWithoutSound() throws {
        var settings = AssemblySettings()
        settings.hasSound = false
        #expect(try join([try folder.forge("1.mp4")], settings).film.samples.isEmpty)
    }
}

extension [Float] {
    /// Where the sound rises to half its nearby peak: the edge of a click.
    fileprivate func edge(near place: Int) -> Int {
        let around = Swift.max(0, place - 500)..<Swift.min(count, place + 500)
        let half = (self[around].map { abs($0) }.max() ?? 0) / 2
        return around.first { abs(self[$0]) >= half } ?? -1
    }

    /// The amplitude of one frequency.
    fileprivate func level(of frequency: Double, in range: Range<Int>) -> Double {
        var (sine, cosine) = (0.0, 0.0)
        for index in range {
            let phase = 2 * Double.pi * frequency * Double(index) / 48_000
            sine += Double(self[index]) * sin(phase)
            cosine += Double(self[index]) * cos(phase)
        }
        return 2 * (sine * sine + cosine * cosine).squareRoot() / Double(range.count)
    }
}

import DailiesAssembly
import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Testing

@Suite struct JoinTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func join(_ clips: [String], _ name: String = "film.mp4") throws -> String {
        let film = folder.file(name)
        let assembler = Assembler(metadata: FilmMetadata(title: "test"))
        try assembler.perform(try assembler.plan(clips), to: film)
        return film
    }

    @Test(arguments: [1, 2, 10])
    func everyFrameOfEveryClipIsCopiedOnceBitForBit(_ count: Int) throws {
        let clips = try (1...count).map { number in
            try folder.forge("\(number).mp4") {
                $0.id = number
                $0.frames = 20 + number
            }
        }
        let film = try DecodedClip(try join(clips))
        let sources = try clips.map { try DecodedClip($0) }
        #expect(film.fingerprints == sources.flatMap(\.fingerprints))
        #expect(film.ids == sources.flatMap(\.ids))
        #expect(film.numbers == sources.flatMap(\.numbers))
        let step = MediaTime(value: 1, timescale: 24)
        #expect(film.times == film.times.indices.map { step * $0 })
    }

    @Test func theFilmLastsExactlyAsLongAsItsClips() throws {
        let clips = try (1...3).map { try folder.forge("\($0).mp4") { $0.frames = 25 } }
        let plan = try Assembler().plan(clips)
        #expect(plan.duration == MediaTime(value: 75, timescale: 24))
        #expect(plan.placements.map(\.firstFrame) == [0, 25, 50])
        #expect("\(plan)".hasPrefix("3 clips, 3.125 s, 320x180, 24/1 fps\n  0.000 s  copy  "))
        let film = try DecodedClip(try join(clips))
        #expect(film.firstSample == .zero)
        // The last AAC block is complete; the container says where the film ends inside it.
        #expect(film.samples.count >= 150_000)
        #expect(film.samples.count < 150_000 + 1024)
    }

    @Test func aClickStaysOnItsFrameAfterTenClips() throws {
        let clips = try (1...10).map { number in
            try folder.forge("\(number).mp4") {
                $0.frames = 23
                $0.sound?.frequency = 0
                $0.sound?.clicksAt = [12]
            }
        }
        let film = try DecodedClip(try join(clips))
        let onsets = film.samples.onsets(above: 0.3, apart: 4800)
        #expect(onsets.count == 10)
        for (index, onset) in onsets.enumerated() {
            let frame = index * 23 + 12
            // Two generations of AAC smear an edge by some samples, never by a frame of 2000.
            #expect(abs(onset - frame * 2000) < 48)
        }
    }

    @Test func aToneAcrossTenClipsHasNoGap() throws {
        let clips = try (0..<10).map { number in
            try folder.forge("\(number).mp4") {
                $0.frames = 24
                $0.sound?.phaseOffset = number * 48_000
            }
        }
        let film = try DecodedClip(try join(clips))
        // No window anywhere falls below half the tone's level.
        let quiet = film.samples.windows(of: 120, upTo: 480_000).filter { $0 < 0.1 }
        #expect(quiet.isEmpty)
    }

    @Test func aClipWithoutSoundGetsSilenceOfItsLength() throws {
        let clips = [
            try folder.forge("1.mp4") { $0.frames = 24 },
            try folder.forge("2.mp4") {
                $0.frames = 24
                $0.sound = nil
            },
            try folder.forge("3.mp4") { $0.frames = 24 },
        ]
        let film = try DecodedClip(try join(clips))
        let loud = film.samples.windows(of: 480, upTo: 144_000).map { $0 > 0.1 }
        #expect(loud[..<99].allSatisfy { $0 })
        #expect(loud[102..<198].allSatisfy { !$0 })
        #expect(loud[201...].allSatisfy { $0 })
    }

    @Test func clipsWithoutAnySoundMakeASilentFilm() throws {
        let clips = try (1...2).map { try folder.forge("\($0).mp4") { $0.sound = nil } }
        let film = try DecodedClip(try join(clips))
        #expect(film.numbers.count == 50)
        #expect(film.samples.isEmpty)
    }

    @Test(arguments: [-9600, 9600])
    func soundOfAnotherLengthIsCutOrFilledToThePicture(_ extra: Int) throws {
        let clips = try (1...4).map { _ in UUID().uuidString }.map { name in
            try folder.forge(name + ".mp4") {
                $0.frames = 24
                $0.extraSamples = extra
                $0.sound?.frequency = 0
                $0.sound?.clicksAt = [6]
            }
        }
        let film = try DecodedClip(try join(clips))
        let onsets = film.samples.onsets(above: 0.3, apart: 4800)
        #expect(onsets.map { ($0 + 100) / 2000 } == [6, 30, 54, 78])
    }

    @Test func aMonoClipIsHeardOnBothSides() throws {
        let clips = [
            try folder.forge("1.mp4") { $0.sound?.channels = 1 }, try folder.forge("2.mp4"),
        ]
        let film = try DecodedClip(try join(clips))
        #expect(film.samples.windows(of: 480, upTo: 96_000).allSatisfy { $0 > 0.1 })
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled))
    func clipsWithTheSameNameAreOneChapter() throws {
        let clips = try (1...3).map { number in try folder.forge("\(number).mp4") { $0.id = number }
        }
        let film = folder.file("film.mp4")
        let assembler = Assembler(
            metadata: FilmMetadata(title: "test", chapters: ["010", "020", "020"]))
        try assembler.perform(try assembler.plan(clips), to: film)
        #expect(
            try FFmpegProgram.chapters(of: film) == [
                "010 0.000000 1.041667", "020 1.041667 3.125000",
            ])
        #expect(try DecodedClip(film).ids.count == 75)
        #expect(try FFmpegProgram.warnings(decoding: film) == "")
    }

    @Test func theIndexIsInFront() throws {
        let film = try join([try folder.forge("1.mp4"), try folder.forge("2.mp4")])
        let bytes = try Data(contentsOf: URL(fileURLWithPath: film))
        let index = try #require(bytes.range(of: Data("moov".utf8)))
        let media = try #require(bytes.range(of: Data("mdat".utf8)))
        #expect(index.lowerBound < media.lowerBound)
    }
}

extension [Float] {
    /// The index of each sample that exceeds a threshold after at least `apart` quiet samples.
    func onsets(above threshold: Float, apart: Int) -> [Int] {
        var onsets: [Int] = []
        var last = -apart
        for (index, sample) in enumerated() where abs(sample) > threshold {
            if index - last >= apart { onsets.append(index) }
            last = index
        }
        return onsets
    }

    /// The peak of each window.
    func windows(of size: Int, upTo end: Int) -> [Float] {
        stride(from: 0, to: Swift.min(end, count) - size, by: size).map { start in
            self[start..<start + size].reduce(0) { Swift.max($0, abs($1)) }
        }
    }
}

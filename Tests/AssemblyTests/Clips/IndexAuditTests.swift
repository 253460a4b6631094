import DailiesContainer
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// A contradiction in a clip's index is a refusal, never a lost frame.
@Suite struct IndexAuditTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A change of one field of the index of a clip with 25 frames.
    struct Change: Sendable, CustomTestStringConvertible {
        let box: String
        /// Which of the boxes of this type: 0 is the picture's.
        var track = 0
        let offset: Int
        let value: @Sendable (UInt32) -> UInt32
        /// A part of the message.
        let words: String
        var testDescription: String { "\(box) + \(offset): \(words)" }
    }

    static let changes = [
        Change(box: "stsz", offset: 8, value: { $0 - 1 }, words: "stsz"),
        Change(box: "stsz", track: 1, offset: 8, value: { $0 + 1 }, words: "stsz"),
        Change(box: "stts", offset: 8, value: { $0 - 1 }, words: "stsz and stts differ"),
        Change(box: "stts", offset: 12, value: { $0 * 2 }, words: "uneven"),
        Change(box: "ctts", offset: 8, value: { $0 + 1 }, words: "stsz and ctts differ"),
        Change(box: "ctts", offset: 12, value: { $0 + 512 }, words: "same time"),
        Change(box: "ctts", offset: 12, value: { _ in 0x8000_0000 }, words: "times (ctts)"),
        Change(box: "stsc", offset: 12, value: { $0 + 1 }, words: "stsz and stsc differ"),
        Change(box: "stsc", offset: 16, value: { _ in 2 }, words: "stsz and stsc differ"),
        Change(box: "stsc", offset: 8, value: { _ in 2 }, words: "stsz and stsc differ"),
        Change(box: "stss", offset: 8, value: { _ in 26 }, words: "key frames"),
        Change(box: "stco", offset: 4, value: { $0 - 1 }, words: "no valid offsets"),
        Change(box: "stco", offset: 8, value: { _ in 16 }, words: "where the file has none"),
        Change(box: "stco", offset: 8, value: { _ in 0x7000_0000 }, words: "cut off"),
        Change(box: "stsd", offset: 4, value: { _ in 2 }, words: "sample descriptions"),
        Change(box: "mdhd", offset: 12, value: { $0 * 2 }, words: "shows"),
        Change(box: "mdhd", offset: 16, value: { $0 * 2 }, words: "its header says"),
        Change(box: "mdhd", offset: 12, value: { _ in 0 }, words: "no time scale"),
        Change(box: "tkhd", offset: 20, value: { $0 * 2 }, words: "its header says"),
        Change(box: "elst", offset: 8, value: { $0 * 2 }, words: "its header says"),
        Change(box: "hdlr", track: 1, offset: 8, value: { _ in 0x7669_6465 }, words: "handler"),
    ]

    private func clip(_ film: Data) throws -> String { try folder.write(film, as: "clip.mp4") }

    private func fault(_ film: Data) throws -> String? {
        do {
            _ = try IndexAudit(FileBytes.open(clip(film)))
            return nil
        } catch let fault as IndexFault {
            return fault.reason
        }
    }

    private func film(_ change: (inout ClipForge) -> Void = { _ in }) throws -> Data {
        var forge = ClipForge()
        change(&forge)
        return try forge.film()
    }

    private func changed(
        _ film: Data, _ box: String, _ track: Int = 0, _ offset: Int, _ value: (UInt32) -> UInt32
    ) throws -> Data {
        let boxes = NestedBoxes(film).all(box)
        let place = try #require(boxes.count > track ? boxes[track] : nil).payload.lowerBound
        var film = film
        film.put(value(film.number(at: place + offset)), at: place + offset)
        return film
    }

    @Test(arguments: changes) func aContradictionIsFound(_ change: Change) throws {
        let damaged = try changed(
            film(), change.box, change.track, change.offset, change.value)
        let words = try #require(try fault(damaged))
        #expect(words.contains(change.words), "\(words)")
        let path = try clip(damaged)
        #expect(throws: AssemblyError.unusableClip(path: path, reason: words)) {
            try Assembler().plan([path])
        }
    }

    @Test func twoChunksAtOnePlaceAreFound() throws {
        // With sound in between, the picture has several chunks.
        let film = try film()
        let chunks = try #require(NestedBoxes(film).all("stco").first).payload
        let first = film.number(at: chunks.lowerBound + 8)
        let damaged = try changed(film, "stco", 0, 12) { _ in first }
        #expect(try fault(damaged)?.contains("overlap") == true)
        let sounds = try #require(NestedBoxes(film).all("stco").last).payload
        let sound = film.number(at: sounds.lowerBound + 8)
        let crossed = try changed(film, "stco", 0, 8) { _ in sound }
        #expect(try fault(crossed)?.contains("overlap") == true)
    }

    @Test(arguments: ["trak", "stbl", "ctts"]) func aBoxThatEndsEarlyIsFound(_ box: String) throws {
        let film = try film()
        let place = try #require(NestedBoxes(film).all(box).first).range.lowerBound
        var damaged = film
        damaged.put(film.number(at: place) - 8, at: place)
        #expect(try fault(damaged) != nil)
    }

    /// Files of other forms whose index has no contradiction.
    @Test(
        .enabled(if: FFmpegProgram.isInstalled),
        arguments: [
            ("copy.mov", "-c copy"), ("pcm.mov", "-c:v copy -c:a pcm_s16le"),
            ("adpcm.mov", "-c:v copy -c:a adpcm_ima_qt"), ("jpeg.mov", "-c:v mjpeg -c:a copy"),
            ("mp3.mp4", "-c:v copy -c:a libmp3lame"), ("two.mp4", "-map 0 -map 0:a -c copy"),
            ("clock.mp4", "-c copy -video_track_timescale 24"),
            ("short.mp4", "-c copy -t 0.7"), ("timecode.mov", "-c copy -timecode 01:00:00:00"),
        ])
    func anOrdinaryIndexHasNoFault(_ name: String, _ options: String) throws {
        let source = try folder.forge("source.mp4")
        let path = folder.file(name)
        try FFmpegProgram.convert(
            source, to: path, options.split(separator: " ").map(String.init))
        _ = try IndexAudit(FileBytes.open(path))
    }

    // MARK: Tolerances

    /// One frame has 512 units; 768 of them are one and a half frames.
    @Test(arguments: [(768, true), (769, false), (-768, true), (-769, false)])
    func aConstantRateMayDifferByOneAndAHalfFrames(_ units: Int, _ isFine: Bool) throws {
        #expect(TrackAudit.pictureTolerance == 1.5)
        let other = try changed(film(), "mdhd", 0, 16) { UInt32(Int($0) + units) }
        #expect(try (fault(other) == nil) == isFine)
    }

    /// Two frames that are held back are counted by some writers, and not by others.
    @Test func theDurationMayCountFromZero() throws {
        let film = try film { $0.x264["b-pyramid"] = "strict" }
        let delay = NestedBoxes(film).all("elst").map {
            Int(film.number(at: $0.payload.lowerBound + 12))
        }
        let start = try #require(delay.first)
        #expect(start >= 1024)
        let other = try changed(film, "mdhd", 0, 16) { $0 + UInt32(start) }
        #expect(try fault(other) == nil)
        #expect(try fault(changed(film, "mdhd", 0, 16) { $0 + UInt32(start) + 1 }) != nil)
    }

    /// The header of a track may count what its edit list hides.
    @Test(arguments: [(0, true), (60, true), (80, false)])
    func theHeaderMayCountHiddenFrames(_ milliseconds: UInt32, _ isFine: Bool) throws {
        let film = try changed(film(), "elst", 0, 8) { $0 / 2 }
        #expect(try (fault(changed(film, "tkhd", 0, 20) { $0 + milliseconds }) == nil) == isFine)
    }

    @Test(arguments: [(384, true), (385, false)])
    func aVaryingRateMayDifferByThreeQuartersOfAFrame(_ units: Int, _ isFine: Bool) throws {
        #expect(TrackAudit.varyingPictureTolerance == 0.75)
        let film = try film { $0.dropped = [3, 9] }
        #expect(try fault(film) == nil)
        let other = try changed(film, "mdhd", 0, 16) { UInt32(Int($0) + units) }
        #expect(try (fault(other) == nil) == isFine)
    }

    /// Of twelve frames of 512 units one is longer, and one is displayed 300 units late.
    @Test(arguments: [(128, true), (129, false)])
    func framesWithNearlyEqualDurationsAreEven(_ units: Int, _ isEven: Bool) throws {
        #expect(TrackAudit.evenDurations == 0.25)
        let durations = [512, 512, 512 + units] + Array(repeating: 512, count: 9)
        var delays = Array(repeating: 0, count: 12)
        _ = try TrackTimes(tables(durations, delays), isPicture: true, track: 1)
        delays[5] = 300
        let tables = try tables(durations, delays)
        if isEven {
            #expect(throws: IndexFault.self) { try TrackTimes(tables, isPicture: true, track: 1) }
        } else {
            _ = try TrackTimes(tables, isPicture: true, track: 1)
        }
    }

    /// The tables of samples in one chunk.
    private func tables(_ durations: [Int], _ delays: [Int]) throws -> TrackTables {
        func box(_ numbers: [Int]) -> ArraySlice<UInt8> {
            numbers.flatMap { number in
                [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
            }[...]
        }
        let count = durations.count
        return try TrackTables(
            [
                ("stsd", box([0, 1, 8]) + "avc1".utf8),
                ("stts", box([0, count] + durations.flatMap { [1, $0] })),
                ("ctts", box([0, count] + delays.flatMap { [1, $0] })),
                ("stsc", box([0, 1, 1, count, 1])), ("stsz", box([0, 10, count])),
                ("stco", box([0, 1, 100])),
            ], track: 1)
    }

    @Test(arguments: [(4096, true), (4097, false)])
    func aSoundMayDifferByFourBlocks(_ samples: Int, _ isFine: Bool) throws {
        #expect(TrackAudit.soundTolerance == 4)
        let other = try changed(film(), "mdhd", 1, 16) { UInt32(Int($0) + samples) }
        #expect(try (fault(other) == nil) == isFine)
    }

    /// The clip lasts 1.042 s; its movie has 1000 units a second.
    @Test(arguments: [(11, true), (10, false)])
    func anEditListMayShowOnePercent(_ milliseconds: UInt32, _ isFine: Bool) throws {
        #expect(TrackAudit.smallestShownShare == 0.01)
        var film = try film()
        film = try changed(film, "elst", 0, 8) { _ in milliseconds }
        film = try changed(film, "tkhd", 0, 20) { _ in milliseconds }
        #expect(try (fault(film) == nil) == isFine)
    }

    /// An edit of 10 s, 1.5 frames and two units of the movie more than the picture lasts.
    @Test(arguments: [(12_288, true), (13_596, true), (13_597, false)])
    func anEditMayShowATenthMoreThanThereIs(_ timescale: UInt32, _ isFine: Bool) throws {
        #expect(TrackAudit.largestEditExcess == 0.1)
        let other = try changed(film { $0.frames = 240 }, "mdhd", 0, 12) { _ in timescale }
        #expect(try (fault(other) == nil) == isFine)
    }

    // MARK: Fragments

    private func fragmented() throws -> Data {
        try film {
            $0.x264["g"] = "5"
            $0.muxing = ["movflags": "frag_keyframe+empty_moov+default_base_moof"]
        }
    }

    @Test func fragmentsWithoutAFaultPass() throws {
        #expect(try fault(fragmented()) == nil)
        for flags in ["frag_keyframe", "dash+frag_keyframe+global_sidx", "cmaf+frag_keyframe"] {
            let film = try film {
                $0.x264["g"] = "5"
                $0.muxing = ["movflags": flags]
            }
            #expect(try fault(film) == nil, "\(flags)")
        }
    }

    @Test func aMissingFragmentIsFound() throws {
        var film = try fragmented()
        let fragments = NestedBoxes(film).all("moof", "mdat")
        #expect(fragments.count >= 6)
        film.removeSubrange(fragments[2].range.lowerBound..<fragments[3].range.upperBound)
        #expect(try fault(film)?.contains("fragment is missing between number 1 and 3") == true)
    }

    @Test func aFragmentThatIsntRecognisedIsFound() throws {
        let film = try fragmented()
        let last = try #require(NestedBoxes(film).all("moof").last).range
        var renamed = film
        renamed[last.lowerBound + 4] = UInt8(ascii: "x")
        #expect(try fault(renamed)?.contains("missing in front of the media") == true)
        var longer = film
        longer.put(film.number(at: last.lowerBound) + 4, at: last.lowerBound)
        #expect(try fault(longer) != nil)
    }

    @Test func aRunThatIsntRecognisedIsFound() throws {
        var film = try fragmented()
        let run = try #require(NestedBoxes(film).all("trun").first).range
        film[run.lowerBound + 5] = UInt8(ascii: "x")
        #expect(try fault(film)?.contains("no list of samples") == true)
    }

    @Test func anotherClockThanThatOfTheSegmentsIsFound() throws {
        let film = try film {
            $0.x264["g"] = "5"
            $0.muxing = ["movflags": "dash+frag_keyframe+global_sidx"]
        }
        #expect(try fault(film) == nil)
        let damaged = try changed(film, "mdhd", 0, 12) { $0 + 200 }
        #expect(try fault(damaged)?.contains("units a second") == true)
    }

    @Test func aShortenedRunIsFound() throws {
        let damaged = try changed(fragmented(), "trun", 0, 4) { $0 - 1 }
        #expect(try fault(damaged)?.contains("list of samples") == true)
    }
}

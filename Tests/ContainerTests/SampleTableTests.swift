import DailiesContainer
import DailiesMedia
import DailiesTestSupport
import Testing

/// Compares our parsing of a film's index with libav's.
@Suite struct SampleTableTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        let change: @Sendable (inout ClipForge) -> Void
        var testDescription: String { name }
    }

    static let plain = [
        Kind(name: "default") { _ in },
        Kind(name: "index in front") { $0.isFaststart = true },
        Kind(name: "no edit list") { $0.muxing = ["use_editlist": "0"] },
        Kind(name: "negative delays") {
            $0.muxing = ["movflags": "negative_cts_offsets", "use_editlist": "0"]
        },
        Kind(name: "timescale 90000") { $0.muxing = ["video_track_timescale": "90000"] },
        Kind(name: "variable frame rate") { $0.dropped = [3, 9] },
        Kind(name: "no reordering") { $0.x264["bf"] = "0" },
        Kind(name: "key frames") { $0.x264["g"] = "5" },
    ]

    @Test(arguments: plain)
    func samplesMatchThoseOfLibav(_ kind: Kind) throws {
        let path = try folder.forge("clip.mp4", kind.change)
        let demuxer = try Demuxer.open(path)
        let picture = demuxer.picture
        let stream = try #require(picture)
        let table = try #require(try SampleTable(FileBytes.open(path), track: stream.track))
        demuxer.keepOnly([stream.index])
        let packet = try Packet()
        var number = 0
        while try demuxer.read(into: packet) {
            let sample = table.samples[number]
            #expect(packet.offset == Int64(sample.offset))
            #expect(packet.byteCount == sample.size)
            #expect(packet.pts == sample.pts)
            #expect(packet.isKey == sample.isKey)
            number += 1
        }
        #expect(number == table.samples.count)
        #expect(Int64(table.timescale) == Int64(stream.timeBase.denominator))
    }

    @Test func fragmentedFilesHaveNoTable() throws {
        let path = try folder.forge("clip.mp4") {
            $0.muxing = ["movflags": "frag_keyframe+empty_moov"]
        }
        let table = try SampleTable(FileBytes.open(path), track: 1)
        #expect(table == nil)
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled)) func hiddenFramesAreDetected() throws {
        let path = folder.file("clip.mp4")
        let source = try folder.forge("source.mp4") { $0.frames = 48 }
        try FFmpegProgram.convert(source, to: path, ["-c", "copy"], reading: ["-ss", "1"])
        let table = try SampleTable(FileBytes.open(path), track: 1)
        #expect(table?.hidesSamples == true)
    }

    /// Whatever the bytes state, all samples of a table lie inside the file.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func aDamagedIndexNeverCrashes(_ seed: UInt64) throws {
        let whole = try MutationBase.atTheEnd.film()
        let boxes = NestedBoxes(whole)
        var chance = SeededGenerator(seed: seed)
        var read = 0
        for _ in 0..<500 {
            let film = Mutation.picked(&chance).applied(to: whole, boxes, &chance)
            let path = try folder.write(film, as: "clip.mp4")
            if let table = try SampleTable(FileBytes.open(path), track: 1) {
                read += 1
                #expect(table.samples.allSatisfy { $0.offset + $0.size <= film.count })
            }
        }
        #expect(read > 0)
    }
}

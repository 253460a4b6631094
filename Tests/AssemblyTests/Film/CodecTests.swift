import DailiesMedia
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// Clips of one kind are copied in whichever codec they have.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct CodecTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    struct Coding: Sendable, CustomTestStringConvertible {
        let codec: String
        let encoder: String
        let options: String
        var tag = ""
        var testDescription: String { codec + " " + options }
    }

    static let codings = [
        Coding(
            codec: "hevc", encoder: "libx265",
            options: "-preset ultrafast -x265-params pools=1:log-level=0 -tag:v hvc1", tag: "hvc1"),
        Coding(
            codec: "hevc", encoder: "libx265",
            options: "-preset ultrafast -pix_fmt yuv420p10le -color_trc smpte2084 "
                + "-color_primaries bt2020 -colorspace bt2020nc -x265-params pools=1:log-level=0:"
                + "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)"
                + "L(10000000,1):max-cll=1000,400", tag: "hev1"),
        Coding(codec: "av1", encoder: "libaom-av1", options: "-cpu-used 8 -b:v 300k", tag: "av01"),
        Coding(codec: "vp9", encoder: "libvpx-vp9", options: "-cpu-used 8 -b:v 300k", tag: "vp09"),
        Coding(
            codec: "h264", encoder: "libx264",
            options: "-preset ultrafast -pix_fmt yuv420p10le -color_trc arib-std-b67 "
                + "-color_primaries bt2020 -colorspace bt2020nc", tag: "avc1"),
    ].filter { FFmpegProgram.encodes([$0.encoder]) }

    private func clips(_ coding: Coding) throws -> [String] {
        try (1...3).map { number in
            let source = try folder.forge("source.mp4") { $0.id = number }
            let path = folder.file("\(number).mp4")
            try FFmpegProgram.convert(
                source, to: path,
                ["-c:a", "copy", "-c:v", coding.encoder]
                    + coding.options.split(separator: " ").map(String.init))
            return path
        }
    }

    @Test(arguments: codings) func clipsOfOneKindAreCopied(_ coding: Coding) throws {
        let clips = try clips(coding)
        let film = folder.file("film.mp4")
        var assembler = Assembler()
        assembler.verifiesFrames = true
        let plan = try assembler.plan(clips)
        #expect(plan.placements.map(\.treatment) == [.copy, .copy, .copy])
        try assembler.perform(plan, to: film)
        let picture = try Demuxer.open(film).picture
        #expect(picture?.codec == coding.codec)
        #expect(picture?.frameCountFromHeader == 75)
        #expect(try FFmpegProgram.warnings(decoding: film) == "")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: film))
        #expect(bytes.range(of: Data(coding.tag.utf8)) != nil)
        // The description of high dynamic range is that of the clips.
        let clip = try Data(contentsOf: URL(fileURLWithPath: clips[0]))
        for box in ["mdcv", "clli", "colr"] {
            #expect(
                (bytes.range(of: Data(box.utf8)) == nil) == (clip.range(of: Data(box.utf8)) == nil),
                "\(box)")
        }
        let joined = try framesHash(of: film)
        #expect(joined == (try clips.flatMap(framesHash)))
    }

    /// One different clip, a dissolve or another size: everything is encoded as H.264.
    @Test(.enabled(if: FFmpegProgram.encodes(["libx265"])))
    func otherwiseTheFilmIsEncoded() throws {
        let coding = Self.codings[0]
        let clips = try clips(coding)
        let odd = try folder.forge("odd.mp4") { $0.frames = 6 }
        let mixed = try Assembler().plan(clips + [odd])
        #expect(mixed.format.codec == "h264")
        #expect(mixed.placements.map(\.treatment) == [.encode, .encode, .encode, .copy])
        #expect(mixed.placements[0].reasons.map(\.field) == ["codec"])
        var settings = AssemblySettings()
        settings.dissolve = 4
        let dissolved = try Assembler(settings: settings).plan(clips)
        #expect(dissolved.format.codec == "h264")
        #expect(dissolved.placements.allSatisfy { $0.treatment == .encode })
        let film = folder.file("film.mp4")
        try Assembler(settings: settings).perform(dissolved, to: film)
        #expect(try DecodedClip(film).ids.count == 75 - 8)
    }

    @Test(.enabled(if: FFmpegProgram.encodes(["libx265"])))
    func aDamagedPacketOfAnotherCodecIsNotCopied() throws {
        let clips = try clips(Self.codings[0])
        let demuxer = try Demuxer.open(clips[1])
        let entry = demuxer.picture.flatMap { demuxer.indexEntry(12, of: $0.index) }
        let packet = try #require(entry)
        var film = try Data(contentsOf: URL(fileURLWithPath: clips[1]))
        film.replaceSubrange(
            Int(packet.offset)..<Int(packet.offset) + packet.byteCount,
            with: Data(count: packet.byteCount))
        try folder.write(film, as: "2.mp4")
        let error = #expect(throws: AssemblyError.self) {
            try Assembler().perform(Assembler().plan(clips), to: folder.file("film.mp4"))
        }
        #expect(
            error?.description.contains("2.mp4 can't be joined: its picture is damaged") == true)
    }

    /// Only broken link access and instantaneous decoding refresh pictures (16 to 20) start afresh,
    /// and a parameter set in front of them has to be known.
    @Test(arguments: [(15, false), (16, true), (20, true), (21, false), (1, false)])
    func aClipStartsAfreshWithAnIndependentPicture(_ type: UInt8, _ isFresh: Bool) {
        let picture: [UInt8] = [0, 0, 0, 3, type << 1, 1, 9]
        func starts(_ packet: [UInt8]) -> Bool {
            packet.withUnsafeBufferPointer {
                HEVCPacket.startsAfresh($0, lengthSize: 4, [7, 7, 66, 1, 5, 7])
            }
        }
        #expect(starts(picture) == isFresh)
        #expect(starts([0, 0, 0, 3, 66, 1, 5] + picture) == isFresh)
        #expect(!starts([0, 0, 0, 3, 66, 1, 6] + picture))
        #expect(!starts([0, 0, 0, 9] + picture))
    }

    /// A hash of each decoded frame, by ffmpeg.
    private func framesHash(of path: String) throws -> [String] {
        let list = folder.file("hashes.txt")
        try FFmpegProgram.convert(path, to: list, ["-map", "0:v", "-f", "framemd5"])
        return try String(contentsOfFile: list, encoding: .utf8)
            .split(separator: "\n").filter { !$0.hasPrefix("#") }
            .compactMap { $0.split(separator: ",").last.map(String.init) }
    }
}

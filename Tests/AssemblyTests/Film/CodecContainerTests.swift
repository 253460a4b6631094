import DailiesMedia
import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// Clips of H.265, AV1 and VP9 in each container that they come in, and with odd descriptions.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct CodecContainerTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    enum Coding: String, CaseIterable {
        case hevc = "-c:v libx265 -preset ultrafast -x265-params pools=1:log-level=0"
        case av1 = "-c:v libaom-av1 -cpu-used 8 -b:v 300k"
        case vp9 = "-c:v libvpx-vp9 -cpu-used 8 -b:v 300k"

        static let available = allCases.filter {
            FFmpegProgram.encodes([String($0.rawValue.split(separator: " ")[1])])
        }
    }

    enum Container: String, CaseIterable {
        case matroska = "clip.mkv"
        case webM = "clip.webm"
        case fragments = "clip.mp4"
        case transportStream = "clip.ts"

        func holds(_ coding: Coding) -> Bool {
            switch self {
            case .matroska, .fragments: true
            case .webM: coding != .hevc
            case .transportStream: coding == .hevc
            }
        }
    }

    private static let pairs = Coding.available.flatMap { coding in
        Container.allCases.filter { $0.holds(coding) }.map { (coding, $0) }
    }

    /// - Parameter filters: how the pictures are changed before they are encoded.
    private func clip(
        _ coding: Coding, as name: String, _ filters: String = "null", options: [String] = []
    ) throws -> String {
        let source = try folder.forge("source.mp4")
        try FFmpegProgram.convert(
            source, to: folder.file(name),
            ["-an", "-vf", filters] + coding.rawValue.split(separator: " ").map(String.init)
                + options)
        return folder.file(name)
    }

    private func join(_ clip: String) throws -> (plan: AssemblyPlan, film: String) {
        let film = folder.file("film.mp4")
        var assembler = Assembler()
        assembler.verifiesFrames = true
        let plan = try assembler.plan([clip, clip])
        try assembler.perform(plan, to: film)
        #expect(try FFmpegProgram.warnings(decoding: film) == "")
        return (plan, film)
    }

    /// The times of Matroska are whole milliseconds: 24 frames a second are 41 or 42 apart.
    @Test(arguments: pairs)
    func clipsAreJoinedFromEachContainer(_ coding: Coding, _ container: Container) throws {
        let options = container == .fragments ? ["-movflags", "frag_keyframe+empty_moov"] : []
        let (plan, film) = try join(clip(coding, as: container.rawValue, options: options))
        let isCopied = container != .transportStream
        #expect(plan.placements.allSatisfy { $0.treatment == (isCopied ? .copy : .encode) })
        let facts = try FFmpegProgram.facts(of: film, stream: "v:0")
        #expect(facts["codec_name"] == (isCopied ? "\(coding)" : "h264"))
        #expect(facts["avg_frame_rate"] == "24/1")
        #expect(facts["nb_read_frames"] == "50")
    }

    @Test(arguments: Coding.available)
    func theShapeOfPixelsIsKept(_ coding: Coding) throws {
        let (plan, film) = try join(clip(coding, as: "clip.mp4", "setsar=9/4"))
        #expect(plan.placements.map(\.treatment) == [.copy, .copy])
        let facts = try FFmpegProgram.facts(of: film, stream: "v:0")
        #expect(facts["sample_aspect_ratio"] == "9:4")
    }

    /// VP9's coded pictures don't state it: only the container tells such clips apart.
    @Test(.enabled(if: Coding.available.contains(.vp9)))
    func clipsWithOtherPixelsAreNotOfOneKind() throws {
        let clips = [
            try clip(.vp9, as: "1.mp4"), try clip(.vp9, as: "2.mp4", "setsar=9/4"),
        ]
        let plan = try Assembler().plan(clips)
        #expect(plan.placements.map(\.treatment) == [.encode, .encode])
    }

    /// Where H.264's configuration counts its parameter sets, this one of H.265 has zeros.
    @Test(.enabled(if: Coding.available.contains(.hevc)))
    func aConfigurationMayLookLikeOneOfH264() throws {
        let path = try clip(.hevc, as: "clip.mp4")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        func place(_ text: String) throws -> Int {
            try #require(bytes.range(of: Data(text.utf8))).lowerBound - 4
        }
        let box = try place("hvcC")
        // The constraints (ISO/IEC 14496-15, 8.3.3.1), which x265 sets to 90 00 00 00 00 00.
        bytes[box + 8 + 6] = 0
        // The same in the sequence parameter set: more zeros in a row take one byte more.
        let set = try #require(bytes.range(of: Data([0x42, 1]), in: box..<bytes.count))
        let old = Data([0, 0, 3, 0, 0x90, 0, 0, 3, 0, 0, 3, 0])
        let flags = try #require(bytes.range(of: old, in: set.upperBound..<bytes.count))
        bytes.replaceSubrange(flags, with: [0, 0, 3, 0, 0, 3, 0, 0, 3, 0, 0, 3, 0])
        bytes[set.lowerBound - 1] += 1
        // The boxes around it; the media stands in front of them.
        for name in ["moov", "trak", "mdia", "minf", "stbl", "stsd", "hev1", "hvcC"] {
            let start = try place(name)
            bytes.put(bytes.number(at: start) + 1, at: start)
        }
        try folder.write(bytes, as: "clip.mp4")
        let (plan, _) = try join(path)
        #expect(plan.placements.map(\.treatment) == [.copy, .copy])
    }

    /// The second pass begins with a quantizer that the first one found.
    @Test func clipsEncodedInTwoPassesAreCopied() throws {
        let source = try folder.forge("source.mp4") { $0.grain = 20 }
        let log = folder.file("pass")
        let options = ["-an", "-c:v", "libx264", "-b:v", "150k", "-passlogfile", log, "-pass"]
        try FFmpegProgram.convert(source, to: folder.file("1.mp4"), options + ["1"])
        try FFmpegProgram.convert(source, to: folder.file("2.mp4"), options + ["2"])
        let (plan, _) = try join(folder.file("2.mp4"))
        #expect(plan.placements.map(\.treatment) == [.copy, .copy])
    }

    /// Frame 7 would be shown a quarter of an hour late, or two seconds late, in the middle of others.
    @Test(arguments: [
        (60, "900", "one of its frames is shown for 89"),
        (120, "2.02", "shown more than 32 frames earlier or later"),
    ])
    func oneDamagedTimeIsRefused(_ frames: Int, _ delay: String, _ words: String) throws {
        let source = try folder.forge("source.mp4") { $0.frames = frames }
        let path = folder.file("clip.mp4")
        try FFmpegProgram.convert(
            source, to: path,
            [
                "-c", "copy", "-movflags", "frag_keyframe+empty_moov", "-bsf:v",
                "setts=pts=if(eq(N\\,7)\\,PTS+\(delay)/TB\\,PTS)",
            ])
        let error = #expect(throws: AssemblyError.self) { try Assembler().plan([path]) }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
}

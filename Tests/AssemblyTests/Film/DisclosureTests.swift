import DailiesContainer
import DailiesDisclosure
import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

@testable import DailiesAssembly

/// The marks in a film, read by other programs.
@Suite struct DisclosureTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func clips(_ count: Int = 2) throws -> [String] {
        try (1...count).map { number in
            try folder.forge("\(number).mp4") {
                $0.id = number
                $0.grain = 15
            }
        }
    }

    private func film(
        _ name: String, _ clips: [String], _ marking: FilmDisclosure.Marking, bed: String? = nil,
        title: String? = "Fish & <chips>", prompts: [String] = []
    ) throws -> (path: String, measured: AssembledFilm) {
        var settings = AssemblySettings()
        settings.bed = bed.map(SoundBed.init)
        var metadata = FilmMetadata(title: title)
        metadata.creationTime = 1_760_000_000
        metadata.disclosure.marking = marking
        metadata.disclosure.prompts = prompts
        let assembler = Assembler(settings: settings, metadata: metadata)
        let path = folder.file(name)
        let measured = try assembler.perform(try assembler.plan(clips), to: path)
        return (path, measured)
    }

    private func marks(_ path: String) throws -> DisclosureMarks {
        try DisclosureMarks(path: path)
    }

    /// Only bytes of the free space differ, so that no media moved.
    @Test(arguments: ["film.mp4", "film.mov"])
    func theMarkIsInFreeSpaceAndNothingElseChanges(_ name: String) throws {
        let clips = try clips()
        let plain = try film("plain-\(name)", clips, .never).path
        let marked = try film(name, clips, .always)
        #expect(marked.measured.sourceType == .trainedAlgorithmicMedia)
        let before = Array(try Data(contentsOf: URL(fileURLWithPath: plain)))
        let after = Array(try Data(contentsOf: URL(fileURLWithPath: marked.path)))
        #expect(before.count == after.count)
        let boxes = TopLevelBoxes(try FileBytes.open(plain)).list
        let free = try #require(boxes.first { $0.type == "free" })
        let place = Int(free.offset)..<Int(free.offset + free.size)
        #expect(before[..<place.lowerBound] == after[..<place.lowerBound])
        #expect(before[place.upperBound...] == after[place.upperBound...])
        #expect(before[place] != after[place])
        let types = TopLevelBoxes(try FileBytes.open(marked.path)).list.map(\.type)
        #expect(types.prefix(4) == ["ftyp", "moov", "uuid", "free"])
        #expect(types.contains("mdat"))
        #expect(try marks(plain).xmp.state == .absent)
        #expect(try marks(marked.path).xmp.sourceTypes == [.trainedAlgorithmicMedia])
    }

    @Test(.enabled(if: ExternalProgram.areInstalled(ExternalProgram.ffprobe)))
    func ffprobeSeesTheMarkAndTheSamePackets() throws {
        let clips = try clips()
        let plain = try film("plain.mp4", clips, .never).path
        let marked = try film("film.mp4", clips, .always).path
        func probe(_ path: String, _ entries: String) throws -> String {
            try ExternalProgram.run(
                ExternalProgram.ffprobe,
                [
                    "-v", "error", "-export_xmp", "1", "-show_data_hash", "sha256", "-of", "json",
                    entries, path,
                ]
            ).output
        }
        let packets = try probe(marked, "-show_packets")
        #expect(packets.contains("SHA256:"))
        #expect(packets == (try probe(plain, "-show_packets")))
        #expect(try probe(marked, "-show_format").contains("trainedAlgorithmicMedia"))
        #expect(try !probe(plain, "-show_format").contains("trainedAlgorithmicMedia"))
    }

    @Test(.enabled(if: ExternalProgram.areInstalled(ExternalProgram.exiftool)))
    func exiftoolReadsEveryProperty() throws {
        let prompts = ["A boat <at> dusk & rain", "Second\nline"]
        let path = try film("film.mp4", clips(), .always, prompts: prompts).path
        let result = try ExternalProgram.run(
            ExternalProgram.exiftool,
            ["-j", "-G0", "-n", "-struct", "-api", "Validate", "-warning", "-XMP:all", path])
        let parsed = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let tags = try #require((parsed as? [[String: Any]])?.first)
        #expect(tags["ExifTool:Warning"] == nil)
        #expect(
            tags["XMP:DigitalSourceType"] as? String
                == "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia")
        #expect(tags["XMP:Title"] as? String == "Fish & <chips>")
        #expect(tags["XMP:CreateDate"] as? String == "2025:10:09 08:53:20Z")
        #expect(tags["XMP:AIPromptInformation"] as? String == prompts.joined(separator: "\n"))
    }

    @Test func aFilmWithMusicIsAComposite() throws {
        let clips = try clips()
        let music = try folder.forge("music.mp4") { $0.id = 9 }
        let path = try film("film.mp4", clips, .always, bed: music).path
        #expect(try marks(path).xmp.sourceTypes == [.compositeSynthetic])
    }

    /// A clip's mark goes into the film made from it; unmarked clips beside it count as filmed.
    @Test func marksOfClipsArePassedOn() throws {
        let plain = try clips(3)
        let synthetic = try plain.map { clip in
            try film("marked-\((clip as NSString).lastPathComponent)", [clip], .always).path
        }
        func type(_ clips: [String], _ marking: FilmDisclosure.Marking) throws -> String? {
            let path = try film("film-\(UUID().uuidString).mp4", clips, marking).path
            return try marks(path).xmp.sourceTypes.first?.term
        }
        #expect(try type(plain, .ifClipsAreMarked) == nil)
        #expect(try type(synthetic, .ifClipsAreMarked) == "trainedAlgorithmicMedia")
        #expect(try type([synthetic[0], plain[1]], .ifClipsAreMarked) == "compositeSynthetic")
        #expect(try type([synthetic[0], plain[1]], .always) == "trainedAlgorithmicMedia")
        #expect(try type(synthetic, .never) == nil)
    }

    /// Long titles and prompts fit: space for them is reserved in front.
    @Test func longPromptsFit() throws {
        let prompts = (0..<50).map { _ in String(repeating: "<&>\" é", count: 2_000) }
        let path = try film(
            "film.mp4", clips(), .always, title: String(repeating: "&", count: 9_000),
            prompts: prompts
        ).path
        #expect(try marks(path).xmp.state == .present)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count > 3_000_000)
    }

    /// A quotation mark has six bytes in XMP.
    @Test func aTitleOfQuotationMarksFits() throws {
        let title = String(repeating: "\"", count: 60_000)
        let path = try film("film.mp4", clips(), .always, title: title).path
        #expect(try marks(path).xmp.state == .present)
    }

    /// What the film is doesn't depend on whether it says so.
    @Test func theOriginIsKnownWithoutAMarkToo() throws {
        let plain = try clips(1)
        let marked = try film("marked.mp4", plain, .always).path
        let unmarked = try marks(plain[0])
        let synthetic = try marks(marked)
        var silent = FilmDisclosure(marking: .never)
        #expect(silent.origin(of: [unmarked], hasBed: true) == nil)
        #expect(silent.origin(of: [synthetic], hasBed: false) == .trainedAlgorithmicMedia)
        #expect(silent.origin(of: [synthetic], hasBed: true) == .compositeSynthetic)
        #expect(silent.origin(of: [synthetic, unmarked], hasBed: false) == .compositeSynthetic)
        silent.clipsAreSynthetic = true
        #expect(silent.origin(of: [unmarked], hasBed: false) == .trainedAlgorithmicMedia)
        #expect(silent.origin(of: [unmarked], hasBed: true) == .compositeSynthetic)
        #expect(FilmDisclosure().origin(of: [unmarked], hasBed: true) == nil)
    }

    /// Names that are equal as strings, and different as bytes.
    @Test func clipsWhoseNamesDifferOnlyInNormalizationAreTwo() throws {
        let paths = try ["\u{E9}.mp4", "e\u{301}.mp4"].map { name in
            try folder.forge(name) { $0.grain = 15 }
        }
        let seen = Mutexed<[[UInt8]]>([])
        var assembler = Assembler()
        assembler.signing = FilmSigning { request, _ in
            seen.value = request.clips.map { Array($0.utf8) }
            throw FilmSigning.Failure("enough is seen")
        }
        #expect(throws: AssemblyError.self) {
            try assembler.perform(try assembler.plan(paths), to: folder.file("film.mp4"))
        }
        #expect(seen.value == paths.map { Array($0.utf8) })
    }

    /// A join that drops a manifest says so, although it is broken.
    @Test func aBrokenManifestIsDroppedToo() throws {
        let clip = try clips(1)[0]
        // An empty box with C2PA's type, behind the media.
        let box = UInt32(24).bigEndianBytes + Array("uuid".utf8) + UserBox.Kind.c2pa.uuid
        let handle = try #require(FileHandle(forWritingAtPath: clip))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(box))
        try handle.close()
        #expect(try marks(clip).c2pa.state == .broken)
        #expect(try film("film.mp4", [clip], .never).measured.droppedManifests == [clip])
    }

    // MARK: Signing

    @Test func theFilmIsSignedAfterItsMarkAndProvenAfterwards() throws {
        let clips = try clips()
        let seen = Mutexed<[String]>([])
        var assembler = Assembler()
        assembler.metadata.disclosure.marking = .always
        assembler.signing = FilmSigning { request, _ in
            let term = try DisclosureMarks(path: request.film).xmp.sourceTypes.first?.term
            seen.value = [term ?? "unmarked"] + request.clips
        }
        // Nothing signed it, although the command ended well.
        let error = #expect(throws: AssemblyError.self) {
            try assembler.perform(
                try assembler.plan([clips[0], clips[1], clips[0]]), to: folder.file("film.mp4"))
        }
        #expect(error?.description.contains("C2PA manifest") == true)
        #expect(seen.value == ["trainedAlgorithmicMedia"] + clips)
        assembler.signing = FilmSigning { request, _ in
            let handle = try #require(FileHandle(forUpdatingAtPath: request.film))
            try handle.truncate(atOffset: 100_000)
        }
        #expect(throws: AssemblyError.self) {
            try assembler.perform(try assembler.plan(clips), to: folder.file("film.mp4"))
        }
        assembler.signing = FilmSigning { request, _ in unlink(request.film) }
        #expect(throws: AssemblyError.self) {
            try assembler.perform(try assembler.plan(clips), to: folder.file("film.mp4"))
        }
        assembler.signing = FilmSigning { _, _ in throw FilmSigning.Failure("no key") }
        let failure = #expect(throws: AssemblyError.self) {
            try assembler.perform(try assembler.plan(clips), to: folder.file("film.mp4"))
        }
        #expect(failure?.description.contains("no key") == true)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(left == ["1.mp4", "2.mp4"])
    }
}

/// A value that a closure on another thread may set.
private final class Mutexed<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>
    init(_ value: Value) { mutex = Mutex(value) }
    var value: Value {
        get { mutex.withLock { $0 } }
        set { mutex.withLock { $0 = newValue } }
    }
}

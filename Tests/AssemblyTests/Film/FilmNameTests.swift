import DailiesAssembly
import DailiesTestSupport
import Foundation
import Testing

/// A film's container follows from its name.
@Suite struct FilmNameTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [
        ("film.mp4", "isom"), ("film.m4v", "isom"), ("film.mov", "qt  "), ("FILM.MOV", "qt  "),
    ])
    func theNameChoosesTheContainer(_ name: String, _ brand: String) throws {
        let clips = [try folder.forge("1.mp4"), try folder.forge("2.mp4")]
        let film = folder.file(name)
        let assembler = Assembler(metadata: FilmMetadata(title: "test", chapters: ["1", "2"]))
        try assembler.perform(try assembler.plan(clips), to: film)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: film))
        #expect(String(decoding: bytes[8..<12], as: UTF8.self) == brand)
        let decoded = try DecodedClip(film)
        #expect(decoded.fingerprints == (try clips.flatMap { try DecodedClip($0).fingerprints }))
        #expect(decoded.firstSample == .zero)
        // A film is a clip as well.
        #expect(try Assembler().plan([film]).frameCount == 50)
        if FFmpegProgram.isInstalled {
            #expect(try FFmpegProgram.warnings(decoding: film) == "")
            #expect(try FFmpegProgram.chapters(of: film).count == 2)
        }
    }

    @Test(arguments: ["film.mkv", "film", "film.mp4.txt", "mp4", ".mp4x", "film.mov/"])
    func anyOtherNameIsRefused(_ name: String) throws {
        let plan = try Assembler().plan([try folder.forge("1.mp4")])
        let path = folder.file("x") + name
        let reason = "a film's name ends in .mp4, .m4v or .mov"
        #expect(throws: AssemblyError.notWritten(path: path, reason: reason)) {
            try Assembler().perform(plan, to: path)
        }
    }

    @Test func aQuickTimeFilmHasNoCover() throws {
        var metadata = FilmMetadata()
        // A header with a frame header of 16x16 is enough.
        metadata.cover = CoverImage(jpeg: [
            0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0, 0,
        ])
        #expect(metadata.cover != nil)
        let assembler = Assembler(metadata: metadata)
        let plan = try assembler.plan([try folder.forge("1.mp4")])
        #expect(throws: AssemblyError.self) {
            try assembler.perform(plan, to: folder.file("film.mov"))
        }
    }
}

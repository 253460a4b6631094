import DailiesAssembly
import DailiesTestSupport
import Foundation
import Glibc
import Testing

@Suite struct RefusalTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func aTruncatedClipIsRefused() throws {
        let path = try folder.forge("1.mp4") { $0.isFaststart = true }
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try folder.write(whole.dropLast(500), as: "1.mp4")
        let error = #expect(throws: AssemblyError.self) { try Assembler().plan([path]) }
        #expect(error?.description.contains("cut off") == true)
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled && FFmpegProgram.encodes(["libx265"])))
    func highDynamicRangeAmongOrdinaryClipsIsRefused() throws {
        let first = try folder.forge("1.mp4")
        let other = folder.file("2.mp4")
        try FFmpegProgram.convert(
            first, to: other,
            [
                "-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-color_trc",
                "smpte2084", "-color_primaries", "bt2020", "-colorspace", "bt2020nc",
                "-x265-params", "pools=1", "-c:a", "copy",
            ])
        let error = #expect(throws: AssemblyError.self) { try Assembler().plan([first, other]) }
        guard case .mismatch(let list)? = error else {
            Issue.record("expected a mismatch, not \(String(describing: error))")
            return
        }
        #expect(list.map(\.field) == ["colours"])
        #expect(list.map(\.clip) == [other])
    }

    /// It would be copied if its frames followed evenly.
    @Test(.enabled(if: FFmpegProgram.isInstalled && FFmpegProgram.encodes(["libx265"])))
    func aRefusedColourSaysWhyTheClipIsEncoded() throws {
        let clip = folder.file("clip.mp4")
        try FFmpegProgram.convert(
            folder.forge("source.mp4") { $0.dropped = [7] }, to: clip,
            [
                "-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-color_trc",
                "arib-std-b67", "-color_primaries", "bt2020", "-colorspace", "bt2020nc",
                "-x265-params", "pools=1", "-fps_mode", "passthrough", "-c:a", "copy",
            ])
        let error = #expect(throws: AssemblyError.self) { try Assembler().plan([clip]) }
        #expect(
            error?.description.contains("because of its frame rate (varying instead of constant)")
                == true, "\(String(describing: error))")
    }

    /// In the words with which the verifier says it.
    @Test(arguments: [
        ("FLV\u{1}", "it is a Flash video, not a video in MP4 or WebM"),
        ("<!DOCTYPE html><html>", "it is a web page (HTML) saved under a video's name"),
        ("", "the file is empty (0 bytes)"),
    ])
    func anotherFileIsNamed(_ text: String, _ words: String) throws {
        let bytes = Data(text.unicodeScalars.map { UInt8($0.value) })
        let path = try folder.write(bytes, as: "clip.mp4")
        #expect(throws: AssemblyError.unusableClip(path: path, reason: words)) {
            try Assembler().plan([path])
        }
    }

    @Test(
        .enabled(if: FFmpegProgram.isInstalled),
        arguments: [("sowt", "sound"), ("avc1", "picture")])
    func aCodecWithoutADecoderIsNamed(_ entry: String, _ what: String) throws {
        let path = folder.file("clip.mov")
        try FFmpegProgram.convert(
            folder.forge("source.mp4"), to: path, ["-c:v", "copy", "-c:a", "pcm_s16le"])
        var film = try Data(contentsOf: URL(fileURLWithPath: path))
        let place = try #require(film.range(of: Data(entry.utf8), options: .backwards))
        film.replaceSubrange(place, with: Data("zzzz".utf8))
        try folder.write(film, as: "clip.mov")
        let reason = "this FFmpeg can't decode its \(what); convert it first"
        #expect(throws: AssemblyError.unusableClip(path: path, reason: reason)) {
            try Assembler().plan([path])
        }
    }

    @Test func noClipsAreAnError() {
        #expect(throws: AssemblyError.noClips) { try Assembler().plan([]) }
    }

    @Test func aStoppedJoinLeavesTheOldFilmAndNothingElse() throws {
        let clips = [try folder.forge("1.mp4"), try folder.forge("2.mp4")]
        let film = try folder.write(Data("the old film".utf8), as: "film.mp4")
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let plan = try Assembler().plan(clips)
        #expect(throws: AssemblyError.cancelled) {
            try Assembler().perform(plan, to: film, overwrite: true, shouldStop: { true })
        }
        #expect(try String(contentsOfFile: film, encoding: .utf8) == "the old film")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
    }

    @Test func aFileIsOnlyReplacedOnRequest() throws {
        let film = try folder.write(Data("another file".utf8), as: "film.mp4")
        let plan = try Assembler().plan([try folder.forge("1.mp4")])
        #expect(throws: AssemblyError.alreadyExists(path: film)) {
            try Assembler().perform(plan, to: film)
        }
        #expect(try String(contentsOfFile: film, encoding: .utf8) == "another file")
        try Assembler().perform(plan, to: film, overwrite: true)
        #expect(try DecodedClip(film).ids.count == 25)
    }

    @Test func aClipThatChangedSinceThePlanIsRefused() throws {
        let clips = [try folder.forge("1.mp4"), try folder.forge("2.mp4")]
        let plan = try Assembler().plan(clips)
        _ = try folder.forge("2.mp4") { $0.frames = 12 }
        #expect(throws: AssemblyError.self) {
            try Assembler().perform(plan, to: folder.file("film.mp4"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("film.mp4")))
    }

    @Test func twoJoinsCantWriteOneFilm() throws {
        let film = folder.file("film.mp4")
        let plan = try Assembler().plan([try folder.forge("1.mp4"), try folder.forge("2.mp4")])
        var refusals: [AssemblyError?] = []
        try Assembler().perform(
            plan, to: film,
            report: { event in
                guard event == .verifying else { return }
                refusals.append(
                    #expect(throws: AssemblyError.self) {
                        try Assembler().perform(plan, to: film, overwrite: true)
                    })
            })
        #expect(refusals == [.inUse(path: film)])
        #expect(try DecodedClip(film).ids.count == 50)
        try Assembler().perform(plan, to: film, overwrite: true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
    }

    /// A pipe, a link and a folder stay as they are.
    @Test func onlyARegularFileIsReplaced() throws {
        let plan = try Assembler().plan([try folder.forge("1.mp4")])
        let old = try folder.write(Data("the old film".utf8), as: "old.mp4")
        mkfifo(folder.file("pipe.mp4"), 0o600)
        symlink(old, folder.file("link.mp4"))
        symlink(folder.file("none.mp4"), folder.file("dangling.mp4"))
        mkdir(folder.file("folder.mp4"), 0o700)
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        for name in ["pipe.mp4", "link.mp4", "dangling.mp4", "folder.mp4"] {
            let error = #expect(throws: AssemblyError.self) {
                try Assembler().perform(plan, to: folder.file(name), overwrite: true)
            }
            #expect(
                error?.description.contains("could not be written: it is") == true
                    || error?.description.contains("it isn't a regular file") == true)
        }
        #expect(try String(contentsOfFile: old, encoding: .utf8) == "the old film")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
    }

    @Test func aMissingFolderIsReported() throws {
        let plan = try Assembler().plan([try folder.forge("1.mp4")])
        let error = #expect(throws: AssemblyError.self) {
            try Assembler().perform(plan, to: folder.file("none/film.mp4"))
        }
        #expect(error?.description.contains("could not be written") == true)
    }
}

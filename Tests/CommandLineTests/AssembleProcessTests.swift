import DailiesJSON
import DailiesTestSupport
import Foundation
import Glibc
import Testing

/// The assemble command as its user starts it.
@Suite struct AssembleProcessTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for number in 1...3 {
            _ = try folder.forge("\(number).mp4") {
                $0.id = number
                $0.grain = 15
            }
        }
        _ = try folder.forge("odd.mp4") { ($0.width, $0.height) = (480, 270) }
    }

    @Test func thePlanTellsWhatBecomesOfEachClipAndWhy() throws {
        let result = try DailiesProcess(
            ["assemble", "1.mp4", "odd.mp4", "2.mp4", "--dry-run", "--json"], in: folder.path
        ).finish()
        #expect(result.status == 0)
        let plan = try JSONValue(parsing: Data(result.output.utf8))
        guard case .array(let clips)? = plan["clips"] else {
            Issue.record("no clips in \(result.output)")
            return
        }
        let treatments = clips.map { $0["treatment"] ?? .null }
        #expect(treatments == ["copy", "encode", "copy"] as [JSONValue])
        let encoded = clips.map { $0["encodedFrames"] ?? .null }
        #expect(encoded == [0, 25, 0] as [JSONValue])
        guard case .array(let reasons)? = clips[1]["reasons"] else {
            Issue.record("no reasons in \(clips[1])")
            return
        }
        #expect(reasons.first?["field"] == "frame size")
        #expect(reasons.first?["expected"] == "320x180")
        #expect(reasons.first?["found"] == "480x270")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 4)
    }

    @Test func everythingAnEditorAsksForIsWritten() throws {
        let result = try DailiesProcess(
            [
                "assemble", "1.mp4", "2.mp4", "3.mp4", "-o", "film.mp4", "--transition",
                "dissolve:6", "--loudness", "-20", "--chapters", "--otio", "film.otio", "--edl",
                "film.edl", "--fcpxml", "film.fcpxml", "--otioz", "film.otioz", "--verify-frames",
                "--title", "Three", "--language", "eng",
            ], in: folder.path
        ).finish()
        #expect(result.status == 0, "\(result.talk)")
        #expect(try DecodedClip(folder.file("film.mp4")).ids.count == 63)
        let timeline = try JSONValue(
            parsing: Data(contentsOf: URL(fileURLWithPath: folder.file("film.otio"))))
        #expect(timeline["OTIO_SCHEMA"] == "Timeline.1")
        let list = try String(contentsOfFile: folder.file("film.edl"), encoding: .utf8)
        #expect(list.contains("D    006") && list.contains("* FROM CLIP: /"))
        let xml = try String(contentsOfFile: folder.file("film.fcpxml"), encoding: .utf8)
        #expect(xml.contains("<transition ") && xml.contains("name=\"Three\""))
        let bundle = try Data(contentsOf: URL(fileURLWithPath: folder.file("film.otioz")))
        #expect(bundle.starts(with: Array("PK".utf8)) && bundle.count > 3 * 10_000)
    }

    /// A film that a format can't express is told before it is written.
    @Test func aRefusedRateWritesNothing() throws {
        for option in ["--edl", "--fcpxml"] {
            let result = try DailiesProcess(
                [
                    "assemble", "1.mp4", "-o", "slow.mp4", "--frame-rate", "16", option, "slow.x",
                ], in: folder.path
            ).finish()
            #expect(result.status == 1)
            #expect(result.talk.contains("16/1"), "\(result.talk)")
            #expect(!FileManager.default.fileExists(atPath: folder.file("slow.mp4")))
        }
    }

    /// Editors find a file by its timecode if it has one.
    @Test(.enabled(if: FFmpegProgram.isInstalled)) func aClipsTimecodeIsInTheTimeline() throws {
        try FFmpegProgram.convert(
            folder.file("1.mp4"), to: folder.file("camera.mp4"),
            ["-c", "copy", "-timecode", "10:00:00:12"])
        let result = try DailiesProcess(
            ["assemble", "camera.mp4", "2.mp4", "-o", "film.mp4", "--edl", "film.edl"],
            in: folder.path
        ).finish()
        #expect(result.status == 0, "\(result.talk)")
        let list = try String(contentsOfFile: folder.file("film.edl"), encoding: .utf8)
        #expect(
            list.contains(
                "CAMERA   B     C         10:00:00:12 10:00:01:13 01:00:00:00 01:00:01:01"))
    }

    @Test func aTimelineNamesClipsBesideItByTheirNames() throws {
        try FileManager.default.createDirectory(
            atPath: folder.file("edit"), withIntermediateDirectories: true)
        let cases = [
            (["--otio", "film.otio"], "film.otio", "1.mp4"),
            (["--otio", "edit/film.otio"], "edit/film.otio", "file:///"),
            (["--otio", "edit/film.otio", "--relative"], "edit/film.otio", "../1.mp4"),
        ]
        for (options, file, address) in cases {
            let result = try DailiesProcess(
                ["assemble", "./1.mp4", "-o", "film.mp4", "--overwrite"] + options, in: folder.path
            ).finish()
            #expect(result.status == 0, "\(result.talk)")
            let text = try String(contentsOfFile: folder.file(file), encoding: .utf8)
            #expect(text.contains("\"target_url\" : \"\(address)"), "\(text)")
        }
        let lone = try DailiesProcess(
            ["assemble", "1.mp4", "-o", "film.mp4", "--relative"], in: folder.path
        ).finish()
        #expect(lone.status == 2 && lone.talk.contains("--otio"))
    }

    /// Killed while it writes, it leaves the old film as it was; the next one takes its place.
    @Test func aKilledJoinLeavesTheOldFilm() throws {
        let old = Data("the old film".utf8)
        for delay in [5, 20, 60, 150, 400] as [UInt32] {
            try folder.write(old, as: "film.mp4")
            let process = try DailiesProcess(
                [
                    "assemble", "1.mp4", "odd.mp4", "2.mp4", "odd.mp4", "3.mp4", "-o", "film.mp4",
                    "--overwrite",
                ], in: folder.path)
            usleep(delay * 1000)
            process.kill()
            _ = process.finish()
            let left = try Data(contentsOf: URL(fileURLWithPath: folder.file("film.mp4")))
            // Whichever it is, it is whole.
            if left != old { #expect(try DecodedClip(folder.file("film.mp4")).ids.count == 125) }
        }
        let again = try DailiesProcess(
            ["assemble", "1.mp4", "odd.mp4", "-o", "film.mp4", "--overwrite"], in: folder.path
        ).finish()
        #expect(again.status == 0)
        #expect(try DecodedClip(folder.file("film.mp4")).ids.count == 50)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.filter { $0.hasPrefix(".") }.isEmpty)
    }

    /// The one that comes second says why it can't write the film.
    @Test func twoProcessesCantWriteOneFilm() throws {
        // Held as another process holds it while it writes.
        let descriptor = open(folder.file(".film.mp4.part"), O_RDWR | O_CREAT, 0o600)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        let command = ["assemble", "1.mp4", "2.mp4", "-o", "film.mp4"]
        let second = try DailiesProcess(command, in: folder.path).finish()
        #expect(second.status == 1)
        #expect(second.talk.contains("film.mp4 is being written by another join"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("film.mp4")))
        flock(descriptor, LOCK_UN)
        #expect(try DailiesProcess(command, in: folder.path).finish().status == 0)
    }

    @Test(arguments: [["-o", "pipe"], ["-o", "film.mp4", "--edl", "pipe"]])
    func aPipeIsNotReplaced(_ options: [String]) throws {
        mkfifo(folder.file("pipe"), 0o600)
        let result = try DailiesProcess(
            ["assemble", "1.mp4", "--overwrite"] + options, in: folder.path
        ).finish()
        #expect(result.status == 2)
        #expect(result.talk.contains("pipe isn't a regular file"))
        var status = stat()
        #expect(lstat(folder.file("pipe"), &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    }

    @Test func musicThatEndsEarlyIsSaid() throws {
        _ = try folder.forge("music.mp4") { $0.frames = 12 }
        let command = [
            "assemble", "1.mp4", "-o", "film.mp4", "--overwrite", "--music", "music.mp4",
        ]
        let short = try DailiesProcess(command, in: folder.path).finish()
        #expect(short.status == 0)
        #expect(
            short.output.contains(
                "the music ends at 0.500 s, and the film at 1.042 s: --music-loop repeats it"))
        let looped = try DailiesProcess(command + ["--music-loop"], in: folder.path).finish()
        #expect(looped.status == 0)
        #expect(!looped.output.contains("the music ends"))
    }

    @Test func anotherExtensionIsRefused() throws {
        let result = try DailiesProcess(
            ["assemble", "1.mp4", "-o", "film.mkv"], in: folder.path
        ).finish()
        #expect(result.status == 2)
        #expect(result.talk.contains("a film's name ends in .mp4, .m4v or .mov"))
    }
}

import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// The tracks that players choose, and edit lists.
@Suite struct TrackChoiceTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func film(_ path: String) throws -> DecodedClip {
        let film = folder.file("film.mp4")
        try Assembler().perform(try Assembler().plan([path]), to: film, overwrite: true)
        return try DecodedClip(film)
    }

    /// A file with two pictures and two sounds, of which the second ones are enabled.
    private func twoTracks() throws -> String {
        let first = try folder.forge("first.mp4") {
            $0.id = 1
            $0.sound?.level = 0
        }
        let second = try folder.forge("second.mp4") { $0.id = 2 }
        let path = folder.file("two.mp4")
        try FFmpegProgram.convert(
            first, to: path,
            [
                "-i", second, "-map", "0:v", "-map", "1:v", "-map", "0:a", "-map", "1:a", "-c",
                "copy", "-disposition:v:0", "0", "-disposition:v:1", "default",
                "-disposition:a:0", "0", "-disposition:a:1", "default",
            ])
        return path
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled)) func anEnabledTrackIsChosen() throws {
        let film = try film(try twoTracks())
        #expect(film.ids == Array(repeating: 2, count: 25))
        #expect(film.samples.contains { abs($0) > 0.1 })
    }

    @Test(.enabled(if: FFmpegProgram.isInstalled)) func theFirstIsChosenIfNoneIsEnabled() throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: try twoTracks()))
        for header in NestedBoxes(bytes).all("tkhd") {
            bytes[header.payload.lowerBound + 3] &= 0xFE
        }
        let film = try film(try folder.write(bytes, as: "disabled.mp4"))
        #expect(film.ids == Array(repeating: 1, count: 25))
    }

    // MARK: Edit lists

    /// Replaces the edits of the picture: duration in milliseconds, start, and speed.
    private func clip(_ edits: [(UInt32, Int32, Double)]) throws -> String {
        var film = try ClipForge().film()
        let list = try #require(NestedBoxes(film).all("elst").first)
        film.append(Data(count: 12 * (edits.count - 1)), to: list)
        film.put(UInt32(edits.count), at: list.payload.lowerBound + 4)
        for (index, edit) in edits.enumerated() {
            let place = list.payload.lowerBound + 8 + index * 12
            film.put(edit.0, at: place)
            film.put(UInt32(bitPattern: edit.1), at: place + 4)
            film.put(UInt32(bitPattern: Int32(edit.2 * 65_536)), at: place + 8)
        }
        return try folder.write(film, as: "clip.mp4")
    }

    @Test func severalPiecesAreRefused() throws {
        let path = try clip([(500, 1024, 1), (542, 7168, 1)])
        let words = "its edit list plays 2 pieces of it; export it as one piece first"
        #expect(throws: AssemblyError.unusableClip(path: path, reason: words)) {
            try Assembler().plan([path])
        }
    }

    @Test(arguments: [0.5, 2, 0]) func anotherSpeedIsRefused(_ speed: Double) throws {
        let path = try clip([(1042, 1024, speed)])
        let words = "its edit list plays it at \(speed) times its speed; export it first"
        #expect(throws: AssemblyError.unusableClip(path: path, reason: words)) {
            try Assembler().plan([path])
        }
    }

    /// An empty edit in front only delays the track.
    @Test func aDelayedPictureIsJoined() throws {
        var film = try Data(
            contentsOf: URL(fileURLWithPath: try clip([(100, -1, 1), (1042, 1024, 1)])))
        let header = try #require(NestedBoxes(film).all("tkhd").first).payload
        film.put(1142, at: header.lowerBound + 20)
        let joined = try self.film(try folder.write(film, as: "clip.mp4"))
        #expect(joined.numbers == Array(0..<25))
    }
}

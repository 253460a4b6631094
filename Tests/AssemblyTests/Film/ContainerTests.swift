import DailiesMediaTime
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// Clips in other containers than MP4.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct ContainerTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func clip(_ name: String, _ options: String, frames: Int = 25) throws -> String {
        let source = try folder.forge("source.mp4") {
            $0.id = 2
            $0.frames = frames
        }
        let path = folder.file(name)
        try FFmpegProgram.convert(
            source, to: path, options.split(separator: " ").map(String.init))
        return path
    }

    @Test(arguments: [
        ("2.mkv", "-c copy"), ("2.webm", "-c:v libvpx-vp9 -cpu-used 8 -b:v 900k -c:a libopus"),
        ("2.ts", "-c copy"), ("2.avi", "-c:v mjpeg -q:v 2 -c:a pcm_s16le"), ("2.mov", "-c copy"),
    ])
    func aClipInAnotherContainerIsJoined(_ name: String, _ options: String) throws {
        let clips = [
            try folder.forge("1.mp4") { $0.grain = 20 }, try clip(name, options),
            try folder.forge("3.mp4") {
                $0.id = 3
                $0.grain = 20
            },
        ]
        let film = folder.file("film.mp4")
        let plan = try Assembler().plan(clips)
        try Assembler().perform(plan, to: film)
        let decoded = try DecodedClip(film)
        #expect(decoded.ids == [1, 2, 3].flatMap { Array(repeating: $0, count: 25) })
        #expect(decoded.numbers == Array(0..<25) + Array(0..<25) + Array(0..<25))
        #expect(try FFmpegProgram.warnings(decoding: film) == "")
        // The tone is heard in every clip, away from the seams.
        for place in [25_000, 75_000, 125_000] {
            #expect(decoded.samples[place..<place + 480].contains { abs($0) > 0.15 })
        }
    }

    @Test func aTruncatedMatroskaFileIsRefused() throws {
        let path = try clip("2.mkv", "-c copy", frames: 72)
        #expect(try Assembler().plan([path]).frameCount == 72)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try folder.write(whole.dropLast(whole.count / 2), as: "2.mkv")
        let error = #expect(throws: AssemblyError.self) { try Assembler().plan([path]) }
        #expect(error?.description.contains("cut off") == true)
    }

    /// A Matroska file states its duration in milliseconds; here another one.
    @Test(arguments: [(1541, true), (1543, false)])
    func halfASecondMayBeMissing(_ milliseconds: Double, _ isFine: Bool) throws {
        #expect(ClipReader.largestMissingEnd == MediaTime(value: 1, timescale: 2))
        let path = try clip("2.mkv", "-an -c copy")
        var film = try Data(contentsOf: URL(fileURLWithPath: path))
        // The duration (0x4489) is a number of eight bytes.
        let place = try #require(film.range(of: Data([0x44, 0x89, 0x88]))).upperBound
        let bits = milliseconds.bitPattern.bigEndian
        film.replaceSubrange(place..<place + 8, with: withUnsafeBytes(of: bits) { Data($0) })
        try folder.write(film, as: "2.mkv")
        if isFine {
            #expect(try Assembler().plan([path]).frameCount == 25)
        } else {
            #expect(throws: AssemblyError.self) { try Assembler().plan([path]) }
        }
    }
}

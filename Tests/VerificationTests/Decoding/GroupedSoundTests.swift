import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Sound of which many frames are one sample, as phones write it.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct GroupedSoundTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Two seconds of AMR.
    private func sound() throws -> Data {
        var bytes = Data("#!AMR\n".utf8)
        for frame in 0..<100 {
            // The mode with the most bits; all of them are valid.
            bytes.append(7 << 3 | 4)
            bytes.append(
                contentsOf: (1..<32).map {
                    UInt8(truncatingIfNeeded: (frame * 31 + $0) * 7919 >> 4)
                })
        }
        let source = try folder.write(bytes, as: "sound.amr")
        let path = folder.file("sound.3gp")
        try FFmpegProgram.convert(source, to: path, ["-c", "copy"])
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }

    private func length(_ film: Data) throws -> Check? {
        MediaFile(path: try folder.write(film, as: "changed.3gp"))
            .verify(against: Expectation(), level: .decode).checks
            .first { $0.code == .audioLength }
    }

    @Test func allFramesOfASampleAreDecoded() throws {
        var film = try sound()
        let boxes = NestedBoxes(film)
        let sizes = try #require(boxes.all("stsz").first).payload.lowerBound
        let durations = try #require(boxes.all("stts").first).payload.lowerBound
        let chunks = try #require(boxes.all("stsc").first).payload.lowerBound
        try #require(film.number(at: sizes + 4) == 32)
        try #require(film.number(at: durations + 4) == 1)
        try #require(film.number(at: chunks + 4) == 1)
        #expect(try length(film)?.result == .pass)
        // Ten frames are one sample.
        film.put(320, at: sizes + 4)
        film.put(film.number(at: sizes + 8) / 10, at: sizes + 8)
        film.put(film.number(at: durations + 8) / 10, at: durations + 8)
        film.put(film.number(at: durations + 12) * 10, at: durations + 12)
        film.put(film.number(at: chunks + 12) / 10, at: chunks + 12)
        let grouped = try length(film)
        #expect(grouped?.result == .pass)
        #expect(grouped?.measured == "2.000 s")
    }
}

import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesAssembly

/// Turned and mirrored clips come out as ffmpeg displays them.
@Suite(.enabled(if: FFmpegProgram.isInstalled)) struct OrientationTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The four numbers of a display matrix for turning and mirroring.
    static let matrices: [[Int32]] = [
        [1, 0, 0, 1], [0, 1, -1, 0], [-1, 0, 0, -1], [0, -1, 1, 0],
        [-1, 0, 0, 1], [1, 0, 0, -1], [0, 1, 1, 0], [0, -1, -1, 0],
    ]

    /// A clip with another display matrix.
    private func clip(_ matrix: [Int32], in box: String = "tkhd") throws -> String {
        var film = try ClipForge().film()
        let header = try #require(NestedBoxes(film).all(box).first).payload
        let place = header.lowerBound + (box == "tkhd" ? 40 : 36)
        for (offset, number) in zip([0, 4, 12, 16], matrix) {
            film.put(UInt32(bitPattern: number << 16), at: place + offset)
        }
        return try folder.write(film, as: "clip.mp4")
    }

    private func expectAsDisplayed(_ path: String, isMirrored: Bool) throws {
        let film = folder.file("film.mp4")
        let plan = try Assembler().plan([path])
        #expect(plan.placements[0].reasons.contains { $0.field == "orientation" } == isMirrored)
        try Assembler().perform(plan, to: film, overwrite: true)
        let shown = try FFmpegProgram.brightness(of: path)
        let joined = try FFmpegProgram.brightness(of: film)
        #expect(shown.count == joined.count)
        let difference = zip(shown, joined).reduce(0) { $0 + abs($1.0 - $1.1) }
        #expect(Double(difference) / Double(shown.count) < 3)
    }

    @Test(arguments: matrices) func aClipIsJoinedAsItIsDisplayed(_ matrix: [Int32]) throws {
        let isMirrored = matrix[0] * matrix[3] - matrix[1] * matrix[2] < 0
        try expectAsDisplayed(clip(matrix), isMirrored: isMirrored)
    }

    @Test func aMovieCanMirrorItsTracks() throws {
        try expectAsDisplayed(clip([-1, 0, 0, 1], in: "mvhd"), isMirrored: true)
    }
}

import DailiesContainer
import DailiesMedia
import DailiesTestSupport
import Foundation
import Testing

/// What damaged pictures show doesn't depend on who still uses the pictures before them.
@Suite(.enabled(if: FFmpegProgram.encodes(["libx265"]))) struct UndecodedPartTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A decoded picture that stays in use.
    private final class Held {
        let frame: Frame

        init() throws { frame = try Frame() }

        /// The sum of the luma of each row.
        var rows: [Int] {
            frame.withPlane(0) { luma, stride in
                (0..<frame.height).map { row in
                    luma[row * stride..<row * stride + frame.width].reduce(0) { $0 + Int($1) }
                }
            } ?? []
        }
    }

    private func pictures(_ path: String, holdsAll: Bool) throws -> [[Int]] {
        guard var reader = try FrameReader.open(FileBytes.open(path), .video, .videos) else {
            return []
        }
        var held: [Held] = []
        var rows: [[Int]] = []
        while true {
            let next = holdsAll ? try Held() : try held.first ?? Held()
            if holdsAll || held.isEmpty { held.append(next) }
            switch try reader.step(into: next.frame) {
            case .frame: rows.append(next.rows)
            case .fault: continue
            case .end: return rows
            }
        }
    }

    @Test func undecodedPartsDoNotShowEarlierPictures() throws {
        let source = try folder.forge("source.mp4") {
            ($0.width, $0.height, $0.frames, $0.grain) = (160, 96, 24, 6)
            $0.sound = nil
        }
        let path = folder.file("whole.mp4")
        try FFmpegProgram.convert(
            source, to: path, ["-c:v", "libx265", "-x265-params", "pools=1:log-level=none"])
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let media = try #require(whole.firstRange(of: Data("mdat".utf8))).upperBound
        let end = try #require(ClipLayout.box("mdat", in: whole)).upperBound
        var chance = SeededGenerator(seed: 5)
        for _ in 0..<40 {
            var damaged = whole
            let place = Int.random(in: media + 100..<end, using: &chance)
            damaged[place] ^= 1 << UInt8.random(in: 0...7, using: &chance)
            let path = try folder.write(damaged, as: "damaged.mp4")
            #expect(
                try pictures(path, holdsAll: true) == pictures(path, holdsAll: false),
                "byte \(place)")
        }
    }
}

import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Missing parts of fragmented files are detected whatever the expectation is.
@Suite struct FragmentTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func film(_ flags: String) throws -> Data {
        var forge = ClipForge()
        forge.frames = 48
        forge.x264["g"] = "8"
        forge.muxing = ["movflags": flags]
        return try forge.film()
    }

    /// The cuts that leave a file which doesn't fail.
    private func unseen(
        _ cuts: [Int], of film: Data, level: Verification.Level = .header
    ) throws -> [Int] {
        try cuts.filter { cut in
            let file = MediaFile(path: try folder.write(film.prefix(cut), as: "clip.mp4"))
            return file.verify(against: Expectation(), level: level).verdict != .fail
        }
    }

    @Test(arguments: ["frag_keyframe+empty_moov", "dash+frag_keyframe+global_sidx"])
    func aCutInsideAFragmentIsDetectedInTheHeader(_ flags: String) throws {
        let film = try film(flags)
        let boxes = ClipLayout.boxes(film).filter { ["moof", "mdat"].contains($0.type) }
        #expect(boxes.count == 12)
        let middles = boxes.map { $0.range.lowerBound + $0.range.count / 2 }
        #expect(try unseen(middles, of: film) == [])
        let fronts = boxes.map { $0.range.lowerBound + 18 }
        #expect(try unseen(fronts, of: film) == [])
    }

    /// The segment index (`sidx`) in front holds the duration of the whole file.
    @Test func missingFragmentsAreDetectedByTheSegmentIndex() throws {
        let film = try film("dash+frag_keyframe+global_sidx")
        let borders = ClipLayout.boxes(film).filter { $0.type == "moof" }.map(\.range.lowerBound)
        #expect(try unseen(Array(borders.dropFirst()), of: film, level: .packets) == [])
    }
}

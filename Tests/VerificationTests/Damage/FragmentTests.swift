import DailiesMediaTime
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

    /// The film with one of its fragments stored once more.
    ///
    /// - Parameters:
    ///   - number: the fragment, from 0.
    ///   - distance: how many fragments lie between the two; 0 for none.
    private func film(repeating number: Int, after distance: Int) throws -> Data {
        var film = try film("frag_keyframe+empty_moov+default_base_moof")
        let boxes = ClipLayout.boxes(film)
        let starts = boxes.indices.filter { boxes[$0].type == "moof" }
        let fragment = starts[number]
        let bytes = film.subdata(
            in: boxes[fragment].range.lowerBound..<boxes[fragment + 1].range.upperBound)
        let place = boxes[starts[number + distance] + 1].range.upperBound
        film.insert(contentsOf: bytes, at: place)
        return film
    }

    @Test(arguments: [(0, 0), (2, 0), (1, 3), (5, 0)])
    func aFragmentStoredTwiceIsDetectedInTheHeader(_ number: Int, _ distance: Int) throws {
        let film = try film(repeating: number, after: distance)
        let file = MediaFile(path: try folder.write(film, as: "clip.mp4"))
        let verification = file.verify(against: Expectation())
        let found = verification.checks.first { $0.code == .fragments }
        #expect(found?.result == .fail)
        #expect(found?.measured == "1 repeated")
        #expect(found?.evidence?.byteOffset != nil)
        #expect(verification.action == .fetchAgain)
    }

    @Test func fragmentsInAWrongOrderAreDetected() throws {
        let film = try film("frag_keyframe+empty_moov+default_base_moof")
        let boxes = ClipLayout.boxes(film)
        let moofs = boxes.indices.filter { boxes[$0].type == "moof" }
        let first = boxes[moofs[1]].range.lowerBound..<boxes[moofs[1] + 1].range.upperBound
        let second = boxes[moofs[2]].range.lowerBound..<boxes[moofs[2] + 1].range.upperBound
        let swapped =
            film[..<first.lowerBound] + film[second] + film[first] + film[second.upperBound...]
        let file = MediaFile(path: try folder.write(swapped, as: "clip.mp4"))
        #expect(file.verify(against: Expectation()).verdict == .fail)
    }

    /// Packagers round the times of fragments: an overlap of less than half a fragment passes.
    @Test(arguments: [(0.4, Check.Result.pass), (0.6, .fail)])
    func aSmallOverlapPasses(_ share: Double, _ result: Check.Result) throws {
        var film = try film("frag_keyframe+empty_moov+default_base_moof")
        let times = NestedBoxes(film).all("tfdt")
        // Picture and sound take turns; the second fragment of the picture is the third.
        let place = times[2].payload.lowerBound
        let isWide = film[place] == 1
        let number = place + (isWide ? 8 : 4)
        film.put(UInt32(Double(film.number(at: number)) * (1 - share)), at: number)
        let file = MediaFile(path: try folder.write(film, as: "clip.mp4"))
        let found = file.verify(against: Expectation()).checks.first { $0.code == .fragments }
        #expect(found?.result == result)
    }

    /// The headers of all tracks say that their length is unknown, as live encoders write them.
    @Test func tracksOfUnknownLengthAreAsLongAsTheirFragments() throws {
        var film = try film("frag_keyframe+empty_moov+default_base_moof")
        for header in NestedBoxes(film).all("mdhd") {
            film.put(.max, at: header.payload.lowerBound + 16)
        }
        let file = MediaFile(path: try folder.write(film, as: "clip.mp4"))
        let measured = try file.measure()
        #expect(measured.video?.duration == MediaTime(seconds: 2))
        let sound = try #require(measured.audio?.duration)
        // Sound ends with a whole block, and begins with the encoder's start-up.
        #expect((sound - MediaTime(seconds: 2)).magnitude < MediaTime(value: 1, timescale: 10))
        let expectation = Expectation(duration: MediaTime(seconds: 2), audio: .present)
        #expect(file.verify(against: expectation, level: .decode).verdict == .pass)
        let longer = Expectation(duration: MediaTime(seconds: 3))
        #expect(file.verify(against: longer).findings.map(\.code) == [.videoDuration])
    }
}

import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Tables of the index that contradict each other are found in the header.
@Suite struct IndexCountTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The result of the check for a clip in whose index one number of a table is changed.
    ///
    /// - Parameters:
    ///   - table: the type of the box, such as `stts`.
    ///   - track: which of the boxes of that type: 0 is the picture's.
    ///   - offset: the place of the number in the payload of the box.
    private func check(
        _ table: String, track: Int = 0, at offset: Int,
        in clip: (inout ClipForge) -> Void = { _ in }, _ change: (UInt32) -> UInt32
    ) throws -> Check? {
        let path = try folder.forge("clip.mp4") { forge in
            forge.frames = 72
            clip(&forge)
        }
        var film = try Data(contentsOf: URL(fileURLWithPath: path))
        let tables = NestedBoxes(film).all(table)
        try #require(tables.indices.contains(track))
        let place = tables[track].payload.lowerBound + offset
        film.put(change(film.number(at: place)), at: place)
        let file = MediaFile(path: try folder.write(film, as: "changed.mp4"))
        let verification = file.verify(against: Expectation())
        let check = verification.checks.first { $0.code == .sampleCounts }
        if check?.result == .fail { #expect(verification.action == .fetchAgain) }
        return check
    }

    @Test func anUntouchedIndexPasses() throws {
        #expect(try check("stsz", at: 8) { $0 }?.result == .pass)
    }

    /// The number of sizes, of the first duration's samples and of the first offset's samples.
    @Test(arguments: [("stsz", 8), ("stts", 8), ("ctts", 8)])
    func oneSampleTooFewFails(_ table: String, _ offset: Int) throws {
        let found = try check(table, at: offset) { $0 - 1 }
        #expect(found?.result == .fail)
        #expect(found?.message.contains("picture") == true)
    }

    @Test(arguments: [("stts", 8), ("ctts", 8)])
    func oneSampleTooManyFails(_ table: String, _ offset: Int) throws {
        #expect(try check(table, at: offset) { $0 + 1 }?.result == .fail)
    }

    @Test func aSingleFrameLeftFails() throws {
        #expect(try check("stsz", at: 8) { _ in 1 }?.result == .fail)
    }

    @Test func soundWithContradictingTablesFails() throws {
        let found = try check("stts", track: 1, at: 8) { $0 + 1 }
        #expect(found?.result == .fail)
        #expect(found?.message.contains("sound") == true)
    }

    /// The table claims more entries than it has room for.
    @Test(arguments: ["stts", "stco", "stsz"])
    func missingEntriesFail(_ table: String) throws {
        #expect(try check(table, at: table == "stsz" ? 8 : 4) { $0 + 1 }?.result == .fail)
    }

    @Test func fewerChunksFail() throws {
        #expect(try check("stco", at: 4) { $0 - 1 }?.result == .fail)
    }

    /// The picture alone is one chunk: a chunk that claims more samples than there are is harmless,
    /// one that claims fewer isn't.
    @Test func theLastChunkMayClaimMore() throws {
        let alone: (inout ClipForge) -> Void = { $0.sound = nil }
        #expect(try check("stsc", at: 12, in: alone) { $0 + 1 }?.result == .warn)
        #expect(try check("stsc", at: 12, in: alone) { $0 - 1 }?.result == .fail)
    }
}

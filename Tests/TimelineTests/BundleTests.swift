import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesTimeline

/// OTIOZ archives, read by Python's zipfile and by unzip.
@Suite struct BundleTests {
    private static let list = """
        import json, sys, zipfile
        archive = zipfile.ZipFile(sys.argv[1])
        print(json.dumps({
            "bad": archive.testzip(),
            "entries": [[i.filename, i.compress_type, i.file_size, i.header_offset]
                        for i in archive.infolist()],
            "version": archive.read("version.txt").decode()}))
        """

    private struct Listing: Decodable {
        struct Entry: Decodable {
            let name: String
            let method: Int
            let size: Int

            init(from decoder: any Decoder) throws {
                var list = try decoder.unkeyedContainer()
                name = try list.decode(String.self)
                method = try list.decode(Int.self)
                size = try list.decode(Int.self)
            }
        }

        let bad: String?
        let entries: [Entry]
        let version: String
    }

    private func listing(_ path: String) throws -> Listing {
        let outcome = try ExternalProgram.run(
            ExternalProgram.systemPython, ["-c", Self.list, path])
        try #require(outcome.status == 0, "\(outcome.errorOutput)")
        return try JSONDecoder().decode(Listing.self, from: Data(outcome.output.utf8))
    }

    @Test(
        .enabled(
            if: ExternalProgram.areInstalled(ExternalProgram.systemPython, ExternalProgram.unzip)))
    func mediaAreStoredUnderDifferentNames() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("other"), withIntermediateDirectories: true)
        var paths: [String] = []
        for (index, name) in (TimelineSamples.oddNames + ["line\nbreak.mp4"]).enumerated() {
            let bytes = Data(
                (0..<(index * 70_001)).map { UInt8(truncatingIfNeeded: $0 * 7 + index) })
            paths.append(try folder.write(bytes, as: name))
        }
        paths.append(try folder.write(Data("same name".utf8), as: "other/010-T1.MP4"))
        // The same file twice is stored once.
        paths.append(paths[0])
        let timeline = TimelineSamples.film(paths, rate: try rate(24))
        try OpenTimelineBundle(timeline).write(to: folder.file("film.otioz"))
        let listing = try listing(folder.file("film.otioz"))
        #expect(listing.bad == nil && listing.version == "1.0.0")
        #expect(listing.entries.allSatisfy { $0.method == 0 })
        #expect(
            listing.entries.map(\.name).prefix(3) == [
                "version.txt", "content.otio", "media/010-t1.mp4",
            ])
        #expect(listing.entries.count == 2 + TimelineSamples.oddNames.count + 2)
        let lower = listing.entries.map { $0.name.lowercased() }
        #expect(Set(lower).count == lower.count)
        #expect(listing.entries.last?.name == "media/010-T1-2.MP4")
        #expect(lower.contains("media/line_break.mp4"))
        let unzip = try ExternalProgram.run(
            ExternalProgram.unzip, ["-q", "-t", folder.file("film.otioz")])
        #expect(unzip.status == 0, "\(unzip.output) \(unzip.errorOutput)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.hasSuffix(".part") })
    }

    /// Nothing is left behind, and a film that was there stays.
    @Test func aMissingFileIsNamed() throws {
        let folder = try TemporaryFolder()
        let timeline = TimelineSamples.film([folder.file("gone.mp4")], rate: try rate(24))
        let before = try folder.write(Data("old".utf8), as: "film.otioz")
        let error = #expect(throws: OpenTimelineBundle.WritingError.self) {
            try OpenTimelineBundle(timeline).write(to: before)
        }
        #expect(error?.path == folder.file("gone.mp4"))
        #expect(FileManager.default.contents(atPath: before) == Data("old".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }

    @Test func itStopsWhenAsked() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Data(count: 5 << 20), as: "a.mp4")
        var asked = 0
        #expect(throws: CancellationError.self) {
            try OpenTimelineBundle(TimelineSamples.film([path], rate: rate(24)))
                .write(
                    to: folder.file("film.otioz"),
                    shouldStop: {
                        asked += 1
                        return asked > 7
                    })
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.mp4"])
    }

    /// The bytes of an entry may be changed by nobody while they are read.
    @Test func equalFilmsGiveEqualArchives() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Data("clip".utf8), as: "a.mp4")
        let bundle = OpenTimelineBundle(TimelineSamples.film([path], rate: try rate(24)))
        try bundle.write(to: folder.file("1.otioz"))
        try bundle.write(to: folder.file("2.otioz"))
        #expect(
            FileManager.default.contents(atPath: folder.file("1.otioz"))
                == FileManager.default.contents(atPath: folder.file("2.otioz")))
    }

    /// An archive with an entry of more than 4 GiB, of which most is a hole in the file: Python finds
    /// the entries, and reads the one behind the hole.
    @Test(.enabled(if: ExternalProgram.areInstalled(ExternalProgram.systemPython)))
    func beyondFourGigabytes() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Data(), as: "large.zip")
        let file = try #require(FileHandle(forWritingAtPath: path))
        let size: UInt64 = 0x1_0000_1234
        let large = ZipRecords.Entry(name: "media/large.mp4", checksum: 0, size: size)
        let header = ZipRecords.localHeader(large)
        try file.write(contentsOf: header)
        let content = Array("behind".utf8)
        var checksum = CyclicChecksum()
        content.withUnsafeBytes { checksum.add($0) }
        let small = ZipRecords.Entry(
            name: "version.txt", checksum: checksum.value, size: UInt64(content.count),
            offset: UInt64(header.count) + size)
        try file.seek(toOffset: small.offset)
        try file.write(contentsOf: ZipRecords.localHeader(small) + content)
        let directory = ZipRecords.directoryHeader(large) + ZipRecords.directoryHeader(small)
        let start = try file.offset()
        try file.write(
            contentsOf: directory
                + ZipRecords.end(count: 2, offset: start, size: UInt64(directory.count)))
        try file.close()
        let script = """
            import sys, zipfile
            archive = zipfile.ZipFile(sys.argv[1])
            large, small = archive.infolist()
            with archive.open(large) as stream: first = stream.read(4)
            print(large.file_size, large.header_offset, small.header_offset, archive.read(small), first)
            """
        let outcome = try ExternalProgram.run(ExternalProgram.systemPython, ["-c", script, path])
        #expect(
            outcome.output
                == "\(size) 0 \(small.offset) b'behind' b'\\x00\\x00\\x00\\x00'\n",
            "\(outcome.errorOutput)")
    }

    @Test(arguments: [0, 1, 7, 8, 9, 255, 4096, 4099])
    func theChecksumIsZlibs(_ count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 3) }
        var checksum = CyclicChecksum()
        // In two pieces, so that the second one begins anywhere.
        bytes[..<(count / 3)].withUnsafeBytes { checksum.add($0) }
        bytes[(count / 3)...].withUnsafeBytes { checksum.add($0) }
        // Bit by bit, as in ISO 3309.
        var naive: UInt32 = .max
        for byte in bytes {
            naive ^= UInt32(byte)
            for _ in 0..<8 { naive = naive & 1 == 1 ? naive >> 1 ^ 0xEDB8_8320 : naive >> 1 }
        }
        #expect(checksum.value == ~naive)
        if count == 0 { #expect(checksum.value == 0) }
    }

    /// The check value of CRC-32 for "123456789".
    @Test func theChecksumOfTheCheckText() {
        var checksum = CyclicChecksum()
        Array("123456789".utf8).withUnsafeBytes { checksum.add($0) }
        #expect(checksum.value == 0xCBF4_3926)
    }
}

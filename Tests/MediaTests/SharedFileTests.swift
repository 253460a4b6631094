import DailiesContainer
import DailiesMedia
import DailiesTestSupport
import Foundation
import Testing

/// Reading a file that is already open.
struct SharedFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func decoded(_ file: FileBytes) throws -> Int {
        guard var reader = try FrameReader.open(file, .video) else { return 0 }
        let frame = try Frame()
        var count = 0
        while try reader.next(into: frame) { count += 1 }
        return count
    }

    /// Several readers of one open file don't disturb each other.
    @Test func readersShareAFile() throws {
        let file = try FileBytes.open(try folder.forge())
        guard var first = try FrameReader.open(file, .video),
            var second = try FrameReader.open(file, .audio)
        else {
            Issue.record("the clip has no picture or no sound")
            return
        }
        let frame = try Frame()
        var counts = (pictures: 0, blocks: 0)
        while try first.next(into: frame) {
            counts.pictures += 1
            if try second.next(into: frame) { counts.blocks += 1 }
        }
        #expect(counts.pictures == 25)
        #expect(try decoded(file) == 25)
        #expect(counts.blocks > 10)
    }

    /// A file that gets the name meanwhile isn't read.
    @Test func aReplacedFileIsReadToItsEnd() throws {
        let path = try folder.forge()
        let file = try FileBytes.open(path)
        try Data("another file".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        #expect(try decoded(file) == 25)
        #expect(throws: MediaError.self) { _ = try Demuxer.open(path) }
    }

    @Test func readingStopsWhenAsked() throws {
        let file = try FileBytes.open(try folder.forge())
        let failure = #expect(throws: MediaError.self) {
            _ = try Demuxer.open(file, shouldStop: { true })
        }
        #expect(failure?.code == .interrupted)
    }

    @Test func whatIsNoFileIsRefused() throws {
        for path in [folder.path, folder.file("missing"), "/dev/null"] {
            let failure = #expect(throws: MediaError.self) { _ = try Demuxer.open(path) }
            #expect(failure?.subject == path)
        }
    }

    /// A frame that shares another's content keeps it when the other is filled anew.
    @Test func aSharedFrameKeepsItsPicture() throws {
        guard var reader = try FrameReader.open(try folder.forge(), .video) else {
            Issue.record("the clip has no picture")
            return
        }
        let frame = try Frame()
        let kept = try Frame()
        #expect(try reader.next(into: frame))
        try kept.share(frame)
        let first = frame.withPlane(0) { luma, _ in Array(luma) }
        while try reader.next(into: frame) {}
        #expect(kept.withPlane(0) { luma, _ in Array(luma) } == first)
    }
}

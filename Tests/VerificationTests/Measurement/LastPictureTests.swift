import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// How long the last picture is shown doesn't change the frame rate.
@Suite struct LastPictureTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A clip of two seconds whose last picture lasts for a share of the others' time.
    ///
    /// - Parameter isTrimmed: whether the edit list shows it only as long as the others; otherwise
    ///   there is none.
    private func clip(
        _ share: Double, isTrimmed: Bool, dropped: Set<Int> = []
    ) throws -> MediaFile {
        let path = try folder.forge { forge in
            forge.frames = 48
            forge.sound = nil
            forge.dropped = dropped
            forge.muxing = isTrimmed ? [:] : ["use_editlist": "0"]
        }
        var film = try Data(contentsOf: URL(fileURLWithPath: path))
        let boxes = NestedBoxes(film)
        let durations = try #require(boxes.all("stts").first)
        let header = try #require(boxes.all("mdhd").first)
        let entries = film.number(at: durations.payload.lowerBound + 4)
        let last = durations.payload.upperBound - 8
        let (count, step) = (film.number(at: last), film.number(at: last + 4))
        let length = header.payload.lowerBound + 16
        let changed = UInt32(Double(step) * share)
        film.put(film.number(at: length) - step + changed, at: length)
        film.put(count - 1, at: last)
        film.put(entries + 1, at: durations.payload.lowerBound + 4)
        var entry = Data(count: 8)
        entry.put(1, at: 0)
        entry.put(changed, at: 4)
        film.append(entry, to: durations)
        return MediaFile(path: try folder.write(film, as: "changed.mp4"))
    }

    private func check(
        _ file: MediaFile, _ code: CheckCode, rate: Int32 = 24
    ) -> Check? {
        let expectation = Expectation(
            duration: MediaTime(seconds: 2), frameRate: FrameRate(rate))
        return file.verify(against: expectation, level: .packets).checks
            .first { $0.code == code }
    }

    /// Editors write the last sample three times as long and trim it by the edit list.
    @Test(arguments: [0.25, 3.0])
    func aLastSampleOfAnotherLengthIsNoOtherRate(_ share: Double) throws {
        let file = try clip(share, isTrimmed: share > 1)
        #expect(try file.measure().video?.frameRate == FrameRate(24))
        #expect(check(file, .frameRate)?.result == .pass)
        #expect(check(file, .videoDuration)?.result == .pass)
        #expect(check(file, .frameCount)?.result == .pass)
        #expect(check(file, .frameTiming)?.result == .pass)
    }

    /// Without an edit list the last picture is really shown three times as long.
    @Test func aLongLastPictureIsNoOtherRate() throws {
        let file = try clip(3, isTrimmed: false)
        #expect(try file.measure().video?.frameRate == FrameRate(24))
        #expect(check(file, .frameRate)?.result == .pass)
    }

    /// A clip whose rate really varies is another rate.
    @Test func missingPicturesAreAnotherRate() throws {
        let file = try clip(3, isTrimmed: true, dropped: [5, 6, 11, 12, 20, 21, 30, 31])
        #expect(check(file, .frameRate)?.result == .fail)
        #expect(check(file, .frameTiming)?.result == .warn)
    }
}

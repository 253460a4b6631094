import DailiesMediaTime
import Testing

@testable import DailiesTimeline

/// Timecode, compared with one that counts from frame to frame.
@Suite struct TimecodeTests {
    /// Counts up like a clock, and leaves out the numbers that drop-frame leaves out.
    private struct Counter {
        let rate: Int
        let isDropFrame: Bool
        var hours = 0
        var minutes = 0
        var seconds = 0
        var frames = 0

        init(rate: Int, isDropFrame: Bool) {
            self.rate = rate
            self.isDropFrame = isDropFrame
        }

        mutating func advance() {
            frames += 1
            guard frames == rate else { return }
            (frames, seconds) = (0, seconds + 1)
            guard seconds == 60 else { return }
            (seconds, minutes) = (0, minutes + 1)
            if minutes == 60 { (minutes, hours) = (0, hours + 1) }
            if isDropFrame, minutes % 10 != 0 { frames = rate / 15 }
        }

        var numbers: [Int] { [hours, minutes, seconds, frames] }
    }

    @Test(
        arguments: [
            (24_000, 1001, 24, false), (24, 1, 24, false), (25, 1, 25, false),
            (30_000, 1001, 30, true), (30, 1, 30, false), (48_000, 1001, 48, false),
            (48, 1, 48, false), (50, 1, 50, false), (60_000, 1001, 60, true), (60, 1, 60, false),
        ] as [(Int32, Int32, Int, Bool)])
    func everyFrameOfAnHourIsNumbered(
        _ top: Int32, _ bottom: Int32, _ nominal: Int, _ isDropFrame: Bool
    ) throws {
        let timecode = try #require(Timecode(try rate(top, bottom)))
        #expect(timecode.nominalRate == nominal && timecode.isDropFrame == isDropFrame)
        var counter = Counter(rate: nominal, isDropFrame: isDropFrame)
        for frame in 0...timecode.hour {
            let isLooked = frame < 5000 || frame % 97 == 0 || counter.frames <= 4
            if isLooked {
                let text = timecode.text(frame)
                let numbers = text.split { $0 == ":" || $0 == ";" }.compactMap { Int($0) }
                if numbers != counter.numbers {
                    Issue.record("frame \(frame) is \(text), not \(counter.numbers)")
                    return
                }
                #expect(text.contains(";") == isDropFrame && timecode.frame(text) == frame)
            }
            if frame < timecode.hour { counter.advance() }
        }
        #expect(counter.numbers == [1, 0, 0, 0])
    }

    /// A number that drop-frame leaves out, and what is no timecode, is no frame.
    @Test(
        arguments: [
            ("10:00:00:00", 30_000, 1001, 1_080_000), ("10:00:00;00", 30_000, 1001, 1_078_920),
            ("00:01:00;00", 30_000, 1001, 0), ("00:00:01:00", 25, 1, 25), ("00:00:00:25", 25, 1, 0),
            ("00:60:00:00", 25, 1, 0), ("1 hour", 25, 1, 0), ("10:00:00:00", 16, 1, 0),
            ("10:00:00;00", 24, 1, 864_000),
        ] as [(String, Int32, Int32, Int)])
    func aFilesTimecodeIsItsStart(
        _ text: String, _ top: Int32, _ bottom: Int32, _ frames: Int
    ) throws {
        let rate = try rate(top, bottom)
        #expect(
            TimelineMedia.start(timecode: text, frameRate: rate) == rate.duration(frames: frames))
    }
}

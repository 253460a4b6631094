import DailiesMediaTime
import Testing

@testable import DailiesVerification

/// A silence counts as switched off only if the sound begins and ends at once.
struct DropoutDetectorTests {
    /// Blocks of a tenth of a second with these peaks.
    private func dropouts(_ peaks: [Float]) -> [TimeRange] {
        var detector = DropoutDetector()
        for (number, peak) in peaks.enumerated() {
            let start = MediaTime(value: Int64(number), timescale: 10)
            detector.add(
                peak, TimeRange(start: start, duration: MediaTime(value: 1, timescale: 10)))
        }
        detector.finish(at: MediaTime(value: Int64(peaks.count), timescale: 10))
        return detector.dropouts
    }

    private let silence = [Float](repeating: 0, count: 5)

    @Test func soundOnBothSidesIsADropout() {
        let found = dropouts([0.1, 0.1] + silence + [0.1, 0.1])
        #expect(found.map(\.start) == [MediaTime(value: 2, timescale: 10)])
        #expect(found.map(\.end) == [MediaTime(value: 7, timescale: 10)])
    }

    @Test func soundThatFadesInOrOutIsAPause() {
        let quiet = [Float](repeating: 0.005, count: 4)
        #expect(dropouts([0.1] + quiet + silence + [0.1]) == [])
        #expect(dropouts([0.1] + silence + quiet + [0.1]) == [])
        // One quiet block may contain the edge of the silence.
        #expect(dropouts([0.1, 0.005] + silence + [0.005, 0.1]).count == 1)
    }

    /// The limits of silence (-90 dBFS) and of sound next to it (-40 dBFS).
    @Test func theLimitsAreExact() {
        let blocks = [Float](repeating: DropoutDetector.silence, count: 5)
        #expect(dropouts([0.1] + blocks + [0.1]) == [])
        #expect(dropouts([0.1] + blocks.map { $0 * 0.99 } + [0.1]).count == 1)
        let edge = DropoutDetector.sound
        #expect(dropouts([edge] + silence + [edge]).count == 1)
        #expect(dropouts([edge * 0.99] + silence + [edge]) == [])
        #expect(dropouts([edge] + silence + [edge * 0.99]) == [])
    }

    @Test func aSilenceToTheEndCounts() {
        #expect(dropouts([0.1] + silence).map(\.end) == [MediaTime(value: 6, timescale: 10)])
        #expect(dropouts(silence) == [])
    }
}

import DailiesAssembly
import DailiesMediaTime
import DailiesReporting
import Testing

@testable import DailiesProduction

/// Steps of the sound's level where a film's takes meet.
struct SeamSoundsTests {
    private static func clips(_ count: Int) -> [DailiesReport.FilmEntry.ClipEntry] {
        (0..<count).map {
            DailiesReport.FilmEntry.ClipEntry(
                take: "0\($0)0-t1", start: MediaTime(seconds: $0 * 5),
                duration: MediaTime(seconds: 5))
        }
    }

    private static func sounds(_ levels: [(Double, Double)]) -> SeamSounds {
        SeamSounds(
            levels.enumerated().map {
                SeamLevel(
                    time: MediaTime(seconds: $0.offset * 5 + 5), before: $0.element.0,
                    after: $0.element.1)
            })
    }

    @Test func onlyStepsWhereAClipGoesOnAreWarnedOf() {
        let sounds = Self.sounds([(-20, -29.34), (-20, -10)])
        let clips = Self.clips(3)
        #expect(
            sounds.warnings(of: clips, continued: [1]) == [
                "Where 010-t1 goes on from 000-t1, at 5.000 s, the sound becomes 9.3 dB quieter."
            ])
        #expect(sounds.warnings(of: clips, continued: [2]).map { $0.contains("louder") } == [true])
        #expect(sounds.warnings(of: clips, continued: []) == [])
    }

    /// A step of 6 dB, and −60 dBFS on the quieter side, are the limits.
    @Test(arguments: [
        (-20.0, -26.0, 0), (-20, -26.1, 1), (-26.1, -20, 1), (-40, -60, 0), (-40, -59.9, 1),
        (-100, -20, 0),
    ])
    func aStepHasLimits(_ before: Double, _ after: Double, _ count: Int) {
        let warnings = Self.sounds([(before, after)]).warnings(of: Self.clips(2), continued: [1])
        #expect(warnings.count == count)
    }

    @Test func theLevelsAreReadBack() throws {
        let sounds = Self.sounds([(-20.25, -29.5), (-100, -10)])
        let read = try #require(SeamSounds(sounds.text, Self.clips(3)))
        #expect(read.entries == sounds.entries)
        #expect(read.entries.map(\.time) == [MediaTime(seconds: 5), MediaTime(seconds: 10)])
    }

    @Test(arguments: [nil, "", "{}", "[[1,2]]", "[[1,2],[3]]", "[[1,2],[3,\"4\"]]", "[[1,2],3]"])
    func levelsOfOtherClipsAreNotUsed(_ text: String?) {
        #expect(SeamSounds(text, Self.clips(3)) == nil)
    }
}

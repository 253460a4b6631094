import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesVerification

/// The times that fragments cover, whatever their headers claim.
struct FragmentTimelineTests {
    /// Numbers of four bytes.
    private func numbers(_ values: UInt32...) -> Data {
        var bytes = Data()
        for value in values {
            withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Fragments of track 1 that begin at these times; each has this many samples of this duration.
    private func timeline(_ starts: [UInt32], samples: UInt32, duration: UInt32) -> FragmentTimeline
    {
        var timeline = FragmentTimeline()
        let defaults: Data = .box("trex", numbers(0, 1, 1, duration, 0, 0))
        timeline.addDefaults(ArraySlice(Data.box("mvex", defaults)))
        for (place, start) in starts.enumerated() {
            var track: Data = .box("tfhd", numbers(0, 1))
            track.append(.box("tfdt", numbers(0, start)))
            track.append(.box("trun", numbers(0, samples)))
            timeline.add(ArraySlice(Data.box("traf", track)), at: Int64(place))
        }
        return timeline
    }

    /// The product of both numbers is larger than any number of the machine.
    @Test func absurdClaimsDoNotCrash() {
        #expect(timeline([0], samples: .max, duration: .max).repeated == nil)
        #expect(timeline([0, 9], samples: .max, duration: .max).repeated?.count == 1)
    }

    /// A fragment may overlap the one before by less than half of its own duration.
    @Test(arguments: [(UInt32(100), 0), (51, 0), (49, 1), (0, 1)])
    func aFragmentThatOverlapsIsRepeated(_ start: UInt32, _ count: Int) {
        let found = timeline([0, start], samples: 10, duration: 10).repeated
        #expect(found?.count ?? 0 == count)
    }
}

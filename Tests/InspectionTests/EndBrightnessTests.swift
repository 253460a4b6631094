import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

@testable import DailiesInspection

/// Flashes that only arise where two clips meet.
@Suite struct EndBrightnessTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The brightness at the ends of a clip of 72 pictures, in which some flash.
    private func ends(_ flashing: Range<Int>, frames: Int = 72) throws -> EndBrightness {
        let path = try folder.forge { forge in
            forge.frames = frames
            forge.frozenFrom = 0
            forge.flashing = flashing
            forge.sound = nil
        }
        let keeping = KeptPictures.Request(stillTime: .zero, stillWidth: 64, keepsLast: false)
        let kept = MediaFile(path: path).inspect(
            against: Expectation(), tolerances: Tolerances(), keeping: keeping
        ).pictures
        return try #require(kept?.ends)
    }

    @Test func aSecondAtEachEndIsKept() throws {
        let whole = try ends(0..<0)
        #expect(whole.head.count == 24)
        #expect(whole.tail.count == 24)
        #expect(whole.head.first?.time.start == .zero)
        #expect(whole.tail.last?.time.end == MediaTime(seconds: 3))
        let short = try ends(0..<0, frames: 10)
        #expect(short.head == short.tail)
        #expect(short.head.count == 10)
    }

    /// Four flashing pictures in each clip are harmless alone, and too many together.
    @Test func flashesAcrossASeamAreFound() throws {
        let (before, after) = (try ends(68..<72), try ends(0..<4))
        #expect(before.flashingShare(before: after) >= EndBrightness.dangerousShare)
        #expect(after.flashingShare(before: before) == 0)
        let still = try ends(0..<0)
        #expect(before.flashingShare(before: still) == 0)
        #expect(still.flashingShare(before: after) == 0)
        // Three flashes a second are allowed.
        let (few, fewer) = (try ends(69..<72), try ends(0..<3))
        #expect(few.flashingShare(before: fewer) == 0)
    }

    /// A clip that flashes by itself has a finding of its own.
    @Test func flashesOfOneClipAreNotThoseOfTheSeam() throws {
        let (before, after) = (try ends(60..<72), try ends(0..<4))
        #expect(before.flashingShare(before: after) == 0)
    }

    @Test func theJSONFormIsReadBack() throws {
        let ends = try ends(68..<72)
        let bytes = try JSONEncoder().encode(ends)
        let again = try JSONDecoder().decode(EndBrightness.self, from: bytes)
        #expect(again == ends)
        for damage in [("ends\\/1", "ends\\/2"), ("\"blocks\":\"", "\"blocks\":\"0")] {
            let text = String(decoding: bytes, as: UTF8.self).replacing(damage.0, with: damage.1)
            #expect(throws: DecodingError.self) {
                _ = try JSONDecoder().decode(EndBrightness.self, from: Data(text.utf8))
            }
        }
    }
}

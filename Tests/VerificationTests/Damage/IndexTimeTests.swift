import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Foundation
import Testing

/// Times of the index that contradict the length of the track, each other or the edit list are found
/// in the header.
@Suite struct IndexTimeTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func check(_ file: MediaFile, _ code: CheckCode) -> Check? {
        file.verify(against: Expectation()).checks.first { $0.code == code }
    }

    @Test func anUntouchedIndexPasses() throws {
        let file = try folder.clip("stts") { $1 }
        #expect(file.verify(against: Expectation(audio: .present)).verdict == .pass)
        #expect(check(file, .sampleCounts)?.result == .pass)
        #expect(check(file, .frameTiming) == nil)
    }

    /// Only the first pictures are shown: the edit list ends before the others.
    @Test(arguments: [2, 8] as [UInt32])
    func longerPicturesThanTheTrackFail(_ factor: UInt32) throws {
        let file = try folder.clip("stts") { $1 * factor }
        let found = check(file, .sampleCounts)
        #expect(found?.result == .fail)
        #expect(found?.expected == "3.000 s")
        #expect(found?.measured == "\(3 * factor).000 s")
        #expect(file.verify(against: Expectation()).action == .fetchAgain)
    }

    @Test func aLittleLongerPicturesWarn() throws {
        #expect(check(try folder.clip("stts") { $1 + $1 / 10 }, .sampleCounts)?.result == .warn)
    }

    @Test func shorterSoundThanTheTrackFails() throws {
        let found = check(try folder.clip("stts", track: 1) { $1 / 4 }, .sampleCounts)
        #expect(found?.result == .fail)
        #expect(found?.message.contains("sound") == true)
    }

    /// All pictures come at once.
    @Test func picturesWithoutDurationFail() throws {
        let file = try folder.clip("stts", in: { $0.x264["bf"] = "0" }) { _, _ in 0 }
        #expect(check(file, .sampleCounts)?.result == .fail)
        let found = check(file, .frameTiming)
        #expect(found?.result == .fail)
        #expect(found?.measured == "71 of 72 at the time of another")
        // Nothing says that they are shown for the same time.
        let packets = file.verify(against: Expectation(), level: .packets).checks
        #expect(!packets.contains { $0.code == .frameTiming && $0.result == .pass })
    }

    /// One picture comes at the time of the next one in the order of decoding.
    @Test func aSingleRepeatedTimeWarns() throws {
        let lone: (inout ClipForge) -> Void = { $0.x264 = ["preset": "veryfast", "bf": "2"] }
        let file = try folder.clip("ctts", in: lone) { $0 == 1 ? $1 - 512 : $1 }
        let found = check(file, .frameTiming)
        #expect(found?.result == .warn)
        #expect(found?.measured == "1 of 72 at the time of another")
    }

    /// Every picture is shown 30 pictures later, but the edit list begins where it did.
    @Test func picturesBehindTheBeginningOfTheEditListAreLate() throws {
        let file = try folder.clip("ctts") { $1 + 512 * 30 }
        #expect(try file.measure().video?.start == MediaTime(value: 30, timescale: 24))
        #expect(check(file, .startOffset)?.result == .warn)
        let mute = try folder.clip("ctts", in: { $0.sound = nil }) { $1 + 512 * 30 }
        #expect(check(mute, .lateStart)?.result == .warn)
    }

    /// Cut pieces begin between pictures, and files without an edit list at the first one.
    @Test func theDelayOfDecodingIsNotLate() throws {
        let file = try folder.clip("ctts", in: { $0.muxing = ["use_editlist": "0"] }) { $1 }
        #expect(check(file, .startOffset)?.result == .pass)
        #expect(check(file, .lateStart)?.result == .pass)
    }
}

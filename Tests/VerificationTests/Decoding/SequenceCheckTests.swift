import DailiesMediaTime
import DailiesTestSupport
import DailiesVerification
import Testing

/// What level `decode` finds by comparing pictures.
@Suite struct SequenceCheckTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func checks(
        _ expectation: DailiesVerification.Expectation = DailiesVerification.Expectation(),
        _ change: (inout ClipForge) -> Void
    ) throws -> [CheckCode: Check] {
        let path = try folder.forge { forge in
            forge.frames = 72
            // A still picture: nothing changes but what the test asks for.
            forge.frozenFrom = 0
            forge.x264 = ["preset": "veryfast", "crf": "20"]
            forge.sound = nil
            change(&forge)
        }
        let checks = MediaFile(path: path).verify(against: expectation, level: .decode).checks
        return Dictionary(checks.map { ($0.code, $0) }) { first, _ in first }
    }

    private func time(_ frame: Int) -> MediaTime { MediaTime(value: Int64(frame), timescale: 24) }

    @Test func anOddPictureIsFound() throws {
        let checks = try checks(Expectation(isOneShot: true)) {
            $0.patch = (30..<31, 1, 145, 54, 34)
        }
        #expect(checks[.oddFrames]?.result == .warn)
        #expect(checks[.oddFrames]?.at?.start == time(30))
        // It is reported once.
        #expect(checks[.innerCuts]?.result == .pass)
        #expect(checks[.foreignPictures]?.result == .pass)
    }

    @Test func picturesOfSomethingElseAreFound() throws {
        let checks = try checks(Expectation(isOneShot: true)) { $0.foreign = 30..<42 }
        #expect(checks[.foreignPictures]?.result == .warn)
        #expect(checks[.foreignPictures]?.at == TimeRange(start: time(30), end: time(42)))
        #expect(checks[.innerCuts]?.result == .pass)
    }

    /// A cut is reported, and only warns within one shot.
    @Test(arguments: [(false, [], Check.Result.pass), (true, [], .warn), (true, [30], .pass)])
    func aCutWarnsWithinOneShot(
        _ isOneShot: Bool, _ cuts: [Int], _ result: Check.Result
    ) throws {
        let expectation = Expectation(cuts: cuts.map(time), isOneShot: isOneShot)
        let cut = try checks(expectation) { $0.foreign = 30..<72 }[.innerCuts]
        #expect(cut?.result == result)
        #expect(cut?.measured == "1 cut: 1.250 s")
        if result == .warn { #expect(cut?.at?.start == time(30)) }
    }

    /// A cut may come as early or late as the tolerance allows.
    @Test(arguments: [(42, Check.Result.pass), (43, .warn)])
    func aCutMayComeEarly(_ expected: Int, _ result: Check.Result) throws {
        let expectation = Expectation(cuts: [time(expected)], isOneShot: true)
        #expect(try checks(expectation) { $0.foreign = 30..<72 }[.innerCuts]?.result == result)
    }

    /// Pictures that aren't 8-bit 4:2:0 can't be compared at this level.
    @Test func otherLayoutsAreSkipped() throws {
        let path = try folder.forge { $0.sound = nil }
        try FFmpegProgram.convert(
            path, to: folder.file("full.mp4"), ["-pix_fmt", "yuv444p", "-c:v", "libx264"])
        let checks = MediaFile(path: folder.file("full.mp4"))
            .verify(against: Expectation(), level: .decode).checks
        for code in [CheckCode.oddFrames, .foreignPictures, .innerCuts] {
            #expect(checks.first { $0.code == code }?.execution == .skipped)
        }
    }
}

import DailiesTestSupport
import DailiesVerification
import Testing

/// What the provider says about a file, compared with the file.
struct ClaimTests {
    private func verification(_ claims: Claims) throws -> Verification {
        let folder = try TemporaryFolder()
        let path = try folder.forge()
        return MediaFile(path: path).verify(against: Expectation(claims: claims), level: .header)
    }

    private func measured() throws -> MediaMeasurement {
        let folder = try TemporaryFolder()
        return try MediaFile(path: try folder.forge()).measure()
    }

    @Test func claimsThatHoldPass() throws {
        let file = try measured()
        let video = try #require(file.video)
        let claims = Claims(
            frameSize: FrameSize(width: video.displayWidth, height: video.displayHeight),
            duration: video.duration, bytes: file.bytes, mediaType: "video/mp4; codecs=avc1",
            isFlagged: false)
        let verification = try verification(claims)
        let results = verification.checks.filter { $0.code.rawValue.hasPrefix("claim.") }
        #expect(results.map(\.result) == [.pass, .pass, .pass, .pass, .pass])
    }

    /// A check names its tolerance as a user sets it.
    @Test func everyToleranceIsASetting() throws {
        let folder = try TemporaryFolder()
        var expectation = Expectation(claims: Claims(duration: MediaTime(seconds: 9)))
        expectation.duration = MediaTime(seconds: 1)
        expectation.frameSize = FrameSize(width: 2, height: 2)
        expectation.aspectRatio = AspectRatio(FrameSize(width: 1, height: 1))
        expectation.frameRate = FrameRate(24)
        let verification = MediaFile(path: try folder.forge()).verify(
            against: expectation, level: .decode)
        let named = verification.checks.compactMap(\.tolerance)
            .flatMap { $0.split(separator: ",") }.compactMap { $0.split(separator: " ").first }
        #expect(named.count > 8)
        for name in named { #expect(Tolerances.names.contains(String(name)), "\(name)") }
    }

    @Test(arguments: [
        (Claims(frameSize: FrameSize(width: 2, height: 2)), CheckCode.claimedFrameSize),
        (Claims(duration: MediaTime(seconds: 9)), .claimedDuration),
        (Claims(bytes: 1), .claimedBytes),
        (Claims(mediaType: "video/webm"), .claimedMediaType),
    ])
    func aBrokenClaimIsAWarning(_ claims: Claims, _ code: CheckCode) throws {
        let verification = try verification(claims)
        #expect(verification.findings.map(\.code) == [code])
        #expect(verification.verdict == .warn)
        #expect(verification.action == .accept)
    }

    @Test func aFlaggedPictureIsHeld() throws {
        let verification = try verification(Claims(isFlagged: true))
        #expect(verification.findings.map(\.code) == [.contentFlag])
        #expect(verification.verdict == .fail)
        #expect(verification.action == .hold)
    }

    @Test(arguments: [
        Claims(), Claims(bytes: 0), Claims(mediaType: "application/octet-stream"),
    ])
    func whatSaysNothingIsNotCompared(_ claims: Claims) throws {
        let checks = try verification(claims).checks
        #expect(!checks.contains { $0.code.rawValue.hasPrefix("claim.") })
    }
}

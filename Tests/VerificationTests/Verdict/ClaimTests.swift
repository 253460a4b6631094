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

import DailiesTestSupport
import DailiesVerification
import Testing

/// Unusual but valid videos must not fail.
@Suite struct ValidVariantTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: ValidVariant.containers + ValidVariant.pictures + ValidVariant.sounds)
    func forgedVariantsPass(_ variant: ValidVariant) throws {
        try checkPasses(variant)
    }

    @Test(
        .enabled(if: FFmpegProgram.isInstalled),
        arguments: FFmpegProgram.isInstalled
            ? ValidVariant.repackings + ValidVariant.recodings + ValidVariant.resoundings : [])
    func convertedVariantsPass(_ variant: ValidVariant) throws {
        try checkPasses(variant)
    }

    private func checkPasses(_ variant: ValidVariant) throws {
        let file = MediaFile(path: try variant.write(into: folder))
        var unexpectedFindings: [String] = []
        for level in Verification.Level.allCases {
            let verification = file.verify(against: variant.expectation, level: level)
            unexpectedFindings += verification.findings
                .filter { $0.result == .fail || !variant.allowedWarnings.contains($0.code) }
                .map { "\(level), \($0.code.rawValue): \($0.message)" }
            #expect(verification.verdict != .unknown)
        }
        #expect(unexpectedFindings == [])
    }
}

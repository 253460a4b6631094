import DailiesTestSupport
import DailiesVerification
import Testing

/// Films that are unusual and right must not be thrown away.
@Suite struct ValidVariantTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: ValidVariant.containers + ValidVariant.pictures + ValidVariant.sounds)
    func whatIsForgedIsNoFalseAlarm(_ variant: ValidVariant) throws {
        try isNoFalseAlarm(variant)
    }

    @Test(
        .enabled(if: Witness.isInstalled),
        arguments: Witness.isInstalled
            ? ValidVariant.repackings + ValidVariant.recodings + ValidVariant.resoundings : [])
    func whatFFmpegMadeIsNoFalseAlarm(_ variant: ValidVariant) throws {
        try isNoFalseAlarm(variant)
    }

    private func isNoFalseAlarm(_ variant: ValidVariant) throws {
        let file = MediaFile(path: try variant.write(into: folder))
        var alarms: [String] = []
        for level in Verification.Level.allCases {
            let verification = file.verify(against: variant.asked, level: level)
            alarms += verification.findings
                .filter { $0.result == .fail || !variant.oddities.contains($0.code) }
                .map { "\(level), \($0.code.rawValue): \($0.message)" }
            #expect(verification.verdict != .unknown)
        }
        #expect(alarms == [])
    }
}

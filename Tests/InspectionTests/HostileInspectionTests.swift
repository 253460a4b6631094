import DailiesInspection
import DailiesTestSupport
import DailiesVerification
import Testing

/// Files that refer to other files or hosts: an inspection opens none of them.
@Suite struct HostileInspectionTests {
    @Test(arguments: HostileFile.all, InspectionCoverage.allCases)
    func nothingElseIsOpened(_ hostile: HostileFile, _ coverage: InspectionCoverage) throws {
        let folder = try TemporaryFolder()
        let canary = try Canary(in: folder)
        let doorbell = try Doorbell()
        let path = try hostile.write(into: folder, canary, doorbell)
        let verification = MediaFile(path: path).inspect(coverage: coverage)
        #expect(!verification.checks.isEmpty)
        #expect(!canary.wasTouched)
        #expect(try doorbell.callers() == 0)
    }
}

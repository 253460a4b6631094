import DailiesInspection
import DailiesTestSupport
import DailiesVerification
import Testing

/// Files that want another one opened: looking at their pictures opens none either.
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

import DailiesInspection
import DailiesTestSupport
import DailiesVerification
import Testing

/// Files that refer to other files or hosts: an inspection opens none of them.
@Suite struct HostileInspectionTests {
    @Test(arguments: HostileFile.all, InspectionCoverage.allCases)
    func nothingElseIsOpened(_ hostile: HostileFile, _ coverage: InspectionCoverage) throws {
        let folder = try TemporaryFolder()
        let watchedClip = try WatchedClip(in: folder)
        let connectionCounter = try ConnectionCounter()
        let path = try hostile.write(into: folder, watchedClip, connectionCounter)
        let verification = MediaFile(path: path).inspect(coverage: coverage)
        #expect(!verification.checks.isEmpty)
        #expect(!watchedClip.wasOpened)
        #expect(try connectionCounter.newConnections() == 0)
    }
}

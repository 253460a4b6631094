import Testing

@testable import DailiesGeneration

/// The time limit of an upload grows with the file.
@Suite struct UploadTimeoutTests {
    @Test(arguments: [(0, 60), (10 << 20, 220), (100 << 20, 1660)])
    func uploadTimeoutGrowsWithTheFile(_ bytes: Int, _ seconds: Int) {
        #expect(Duration.uploadTimeout(bytes: bytes) == .seconds(seconds))
    }
}

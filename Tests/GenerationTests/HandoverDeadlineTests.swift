import Testing

@testable import DailiesGeneration

/// A file has the time that a slow line needs for it.
@Suite struct HandoverDeadlineTests {
    @Test(arguments: [(0, 60), (10 << 20, 220), (100 << 20, 1660)])
    func aLargerFileMayTakeLonger(_ bytes: Int, _ seconds: Int) {
        #expect(Duration.handingOver(bytes: bytes) == .seconds(seconds))
    }
}

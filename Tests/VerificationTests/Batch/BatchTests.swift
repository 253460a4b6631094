import DailiesTestSupport
import DailiesVerification
import Foundation
import Synchronization
import Testing

@Suite struct BatchTests {
    private let folder: TemporaryFolder
    private let paths: [String]

    init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        let clip = folder.file("clip.mp4")
        try ClipForge().write(to: clip)
        paths = try (0..<200).map { index in
            index % 7 == 3
                ? try folder.write(Data("<html>".utf8), as: "page\(index).mp4") : clip
        }
    }

    @Test func resultsComeInTheOrderGiven() {
        let seen = Mutex<[Verification]>([])
        VerificationBatch(expectation: Expectation()).verify(paths) { verification in
            seen.withLock { $0.append(verification) }
            return true
        }
        let results = seen.withLock { $0 }
        #expect(results.map(\.file) == paths)
        #expect(results.count { $0.verdict == .fail } == 29)
    }

    @Test func itStopsWhenItIsTold() {
        let count = Mutex(0)
        VerificationBatch(expectation: Expectation()).verify(paths) { _ in
            count.withLock { count in
                count += 1
                return count < 5
            }
        }
        #expect(count.withLock { $0 } == 5)
    }

    @Test func nothingGivenNothingDone() {
        VerificationBatch(expectation: Expectation()).verify([]) { _ in
            Issue.record("there is no file")
            return true
        }
    }
}

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

    @Test func itStopsOnRequest() {
        let count = Mutex(0)
        VerificationBatch(expectation: Expectation()).verify(paths) { _ in
            count.withLock { count in
                count += 1
                return count < 5
            }
        }
        #expect(count.withLock { $0 } == 5)
    }

    /// More batches than there are workers, each started by one of them.
    @Test func aBatchCanRunOnAWorkerThread() async {
        let rule: MediaFile.Rule = { [paths] _ in
            VerificationBatch(expectation: Expectation()).verify(paths) { _ in true }
            return []
        }
        await withTaskGroup(of: Verdict.self) { group in
            for _ in 0..<8 {
                group.addTask { [paths] in
                    await MediaFile(path: paths[0])
                        .verification(against: Expectation(), rules: [rule]).verdict
                }
            }
            for await verdict in group { #expect(verdict == .pass) }
        }
    }

    @Test func noFilesGiveNoResults() {
        VerificationBatch(expectation: Expectation()).verify([]) { _ in
            Issue.record("there is no file")
            return true
        }
    }
}

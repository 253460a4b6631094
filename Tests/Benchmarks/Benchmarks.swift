import DailiesInspection
import DailiesTestSupport
import DailiesVerification
import Foundation

/// Times our verification beside other people's tools in one run and prints ratios.
///
/// Machines are noisy: only ratios of one run mean anything. Files can be named; without any, clips
/// are forged.
@main
enum Benchmarks {
    static func main() throws {
        let folder = try TemporaryFolder()
        let named = Array(CommandLine.arguments.dropFirst())
        let files = try named.isEmpty ? forgeClips(in: folder) : named
        print("\(files.count) files, \(ProcessInfo.processInfo.activeProcessorCount) cores")
        print("median of \(Stopwatch.rounds) rounds, time for one file")

        let levels = Verification.Level.allCases.map { level in
            Row(
                name: "dailies \(level.rawValue)",
                seconds: Stopwatch.perFile(files) { file in
                    _ = MediaFile(path: file).verify(against: Expectation(), level: level)
                })
        }
        let inspection = Row(
            name: "dailies inspection",
            seconds: Stopwatch.perFile(files) { _ = MediaFile(path: $0).inspect() })
        let ours = levels + [inspection]
        let peers = Peer.all.filter(\.isInstalled).compactMap { peer in
            Stopwatch.perFile(files, running: peer).map { Row(name: peer.name, seconds: $0) }
        }
        for row in ours + peers { print(row) }
        for mine in ours {
            for peer in peers { print(Ratio(slow: peer, fast: mine)) }
        }
        print(batchRatio(files))
    }

    private static func forgeClips(in folder: TemporaryFolder) throws -> [String] {
        try (1...8).map { number in
            var forge = ClipForge()
            forge.width = 1920
            forge.height = 1080
            forge.frames = 121
            forge.id = number
            let path = folder.file("\(number).mp4")
            try forge.write(to: path)
            return path
        }
    }

    /// What all cores together gain over one, on the level that has most to do.
    private static func batchRatio(_ files: [String]) -> String {
        let one = Stopwatch.median {
            for file in files {
                _ = MediaFile(path: file).verify(against: Expectation(), level: .decode)
            }
        }
        let all = Stopwatch.median {
            VerificationBatch(expectation: Expectation(), level: .decode).verify(files) { _ in true
            }
        }
        return "batch on all cores: \(Row.figure(one / all)) × one after the other"
    }
}

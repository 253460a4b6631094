import DailiesInspection
import DailiesTestSupport
import DailiesVerification
import Foundation

/// Times our verification, our join and our polls beside other ways in one run and prints ratios.
///
/// Machines are noisy: only ratios of one run mean anything. `verify`, `join` and `polls` choose one
/// part; files can be named for the first, and without any, clips are forged.
@main
enum Benchmarks {
    static func main() async throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        if Footprint.answer(arguments) { return }
        if try await PollBenchmark.answer(arguments) { return }
        let parts = ["verify", "join", "polls"]
        let part = arguments.first.flatMap { parts.contains($0) ? $0 : nil }
        if part != nil { arguments.removeFirst() }
        if part ?? "verify" == "verify" { try timeVerification(arguments) }
        if part ?? "join" == "join" { try JoinBenchmark.run() }
        if part ?? "polls" == "polls" { try PollBenchmark.run() }
    }

    private static func timeVerification(_ arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let files = try arguments.isEmpty ? forgeClips(in: folder) : arguments
        print("\(files.count) files, \(ProcessInfo.processInfo.activeProcessorCount) cores")
        print(
            "time for one file: median of \(Stopwatch.rounds) rounds; bytes and memory: the first")

        var ours: [Depth: Row] = [:]
        for depth in Depth.allCases {
            let row = Row(
                name: "dailies \(depth)",
                seconds: Stopwatch.perFile(files) { depth.look(at: MediaFile(path: $0)) },
                footprint: Footprint.ofOurs(depth, files[0]))
            ours[depth] = row
            print(row)
        }
        for peer in Peer.all where peer.isInstalled {
            guard let seconds = Stopwatch.perFile(files, running: peer) else { continue }
            let row = Row(
                name: peer.name, seconds: seconds, footprint: Footprint.of(peer, files[0]))
            print(row)
            // Only tools that answer the same questions are held against each other.
            for depth in peer.answers {
                if let mine = ours[depth] { print(Ratio(slow: row, fast: mine)) }
            }
        }
        print(batchRatio(files))
        try print(slowestDamagedHeader(in: folder))
    }

    private static func forgeClips(in folder: TemporaryFolder) throws -> [String] {
        try (1...4).map { number in
            try folder.forge("\(number).mp4") { forge in
                forge.width = 1920
                forge.height = 1080
                forge.frames = 121
                forge.id = number
                // Grain, as a camera or a model leaves it: flat pictures would look frozen.
                forge.grain = 6
                forge.x264 = ["preset": "medium", "crf": "23"]
            }
        }
    }

    /// What all cores together gain over one, on the level that has most to do.
    private static func batchRatio(_ files: [String]) -> String {
        let one = Stopwatch.median {
            for file in files { Depth.decode.look(at: MediaFile(path: file)) }
        }
        let all = Stopwatch.median {
            VerificationBatch(expectation: Expectation(), level: .decode).verify(files) { _ in true
            }
        }
        return "batch on all cores: \(Row.figure(one / all)) × one after the other"
    }

    /// What the worst of many damaged headers costs beside the whole one.
    private static func slowestDamagedHeader(in folder: TemporaryFolder) throws -> String {
        let whole = try MutationBase.inFront.film()
        let boxes = NestedBoxes(whole)
        var chance = SeededGenerator(seed: 1)
        var slowest = ("", 0.0)
        for _ in 0..<2000 {
            let mutation = Mutation.picked(&chance)
            let path = try folder.write(
                mutation.applied(to: whole, boxes, &chance), as: "damaged.mp4")
            let begun = ThreadClock.now
            Depth.packets.look(at: MediaFile(path: path))
            let seconds = (ThreadClock.now - begun) / .seconds(1)
            if seconds > slowest.1 { slowest = ("\(mutation)", seconds) }
        }
        let path = try folder.write(whole, as: "damaged.mp4")
        let sound = Stopwatch.median { Depth.packets.look(at: MediaFile(path: path)) }
        return "slowest of 2000 damaged headers: \(Row.figure(slowest.1 * 1000)) ms, "
            + "\(Row.figure(slowest.1 / sound)) × the whole one (\(slowest.0))"
    }
}

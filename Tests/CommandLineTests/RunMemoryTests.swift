import DailiesTestSupport
import Foundation
import Testing

/// The memory of a session whose runs are all under way.
struct RunMemoryTests {
    /// The growth for each further run is limited.
    ///
    /// Measured: 36 to 46 kB in an optimised build, and 42 to 65 kB in a debug build. It was 78 to 85 kB in an
    /// optimised build when the events and outcomes of runs were large values in the frames of waiting functions.
    @Test func aRunUnderWayTakesLittleMemory() async throws {
        let (few, many) = (20, 420)
        let growth = try await memory(runs: many) - memory(runs: few)
        #expect(
            growth / (many - few) < Self.most || AddressSanitizer.isActive,
            "\(growth / (many - few)) bytes a run")
    }

    #if DEBUG
        private static let most = 100_000
    #else
        private static let most = 62_000
    #endif

    /// The memory of a session in bytes, once each of its runs was submitted and asked for.
    private func memory(runs count: Int) async throws -> Int {
        let folder = try TemporaryFolder()
        let standIn = try StandInProcess(["--latency", "600"], in: folder)
        defer { standIn.kill() }
        try folder.write(
            Data((1...count).map { "scene \($0)\n" }.joined().utf8), as: "film.txt")
        let session = try DailiesProcess(
            ["rehearse", "film.txt", "--concurrency", "\(count)", "--quiet"], in: folder.path,
            environment: standIn.environment.merging(
                ["DAILIES_PRESETS": try unlimitedPresets(in: folder)]
            ) { $1 })
        defer { session.kill() }
        while try await standIn.count("polls") < 2 * count {
            try #require(session.residentMemory != nil)
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try await standIn.submissions() == count)
        return try #require(session.residentMemory)
    }

    /// A copy of the presets in which nothing limits submits and runs under way.
    private func unlimitedPresets(in folder: TemporaryFolder) throws -> String {
        let presets = folder.file("presets")
        try FileManager.default.copyItem(atPath: Checkout.path("presets"), toPath: presets)
        for name in try FileManager.default.contentsOfDirectory(atPath: presets + "/providers") {
            let path = "\(presets)/providers/\(name)"
            let text = try String(contentsOfFile: path, encoding: .utf8)
                .replacing(/"creates_per_minute": \d+/, with: "\"creates_per_minute\": 60000")
                .replacing(/"maximum": \d+/, with: "\"maximum\": 1000")
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        return presets
    }
}

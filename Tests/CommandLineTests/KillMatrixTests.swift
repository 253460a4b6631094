import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// Whole rehearsals that are killed again and again buy nothing twice and lose nothing.
///
/// They are killed at random moments, and at chosen system calls: before a flush, a rename, a link or
/// a message to the network. The cap holds after each of them.
///
/// `DAILIES_SCHEDULES` sets how many random schedules are tried at each provider.
@Suite(.timeLimit(.minutes(8))) struct KillMatrixTests {
    private static let schedules =
        ProcessInfo.processInfo.environment["DAILIES_SCHEDULES"].flatMap { Int($0) } ?? 4

    /// Two runs of the first shot, which follow each other, and one of the second.
    ///
    /// - Parameter name: makes the prompts different from other lists': eachlabs' list of runs is
    ///   searched by the words, and equal ones of other productions make a lost submit ambiguous.
    private static func list(_ name: String) -> String {
        """
        {"title": "film", "model": "kling-v3-standard", "shots": [
            {"id": "010", "prompt": "a red kite \(name)", "duration": 16, "aspect_ratio": "1:1",
             "continue_from": "parts"},
            {"id": "020", "prompt": "a blue sea \(name)", "duration": 3, "aspect_ratio": "1:1"}
        ]}
        """
    }
    private static let runs = 3
    private static let frames = 193 + 193 + 73

    /// How one session ends before its time.
    private enum Kill: CustomStringConvertible {
        /// After so many milliseconds.
        case time(Int)
        /// Just before the n-th call of a system call.
        case call(String, Int)

        init(_ generator: inout SeededGenerator) {
            guard OpenedFiles.canTrace, Bool.random(using: &generator) else {
                self = .time(Int.random(in: 50...2500, using: &generator))
                return
            }
            // strace counts the calls of each thread by itself: those of the ledger's thread are
            // its transactions.
            let calls = [
                ("fdatasync", 20), ("fdatasync", 20), ("fsync", 2), ("rename", 1), ("link", 1),
                ("sendto", 5),
            ]
            let (name, most) = calls.randomElement(using: &generator) ?? ("fsync", 1)
            self = .call(name, Int.random(in: 1...most, using: &generator))
        }

        var description: String {
            switch self {
            case .time(let milliseconds): "after \(milliseconds) ms"
            case .call(let name, let number): "at \(name) number \(number)"
            }
        }

        var wrapper: [String] {
            guard case .call(let name, let number) = self else { return [] }
            return [
                "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(name)", "-e",
                "inject=\(name):signal=SIGKILL:when=\(number)",
            ]
        }
    }

    /// A stand-in process, and a folder with a list.
    private struct Stage {
        let folder: TemporaryFolder
        let standIn: StandInProcess
        let provider: String
        /// The worst price of the whole list.
        let cap: String

        init(_ provider: String) throws {
            self.provider = provider
            folder = try TemporaryFolder()
            try folder.write(Data(KillMatrixTests.list("").utf8), as: "film.json")
            standIn = try StandInProcess(["--latency", "0.2"], in: folder)
            let plan = try DailiesProcess(
                ["plan", "film.json", "--json", "--provider", provider], in: folder.path
            ).finish()
            cap = try #require(
                JSONValue(parsing: Data(plan.output.utf8))["quote"]?["worst"]?.text)
        }

        func session(_ output: String, _ kill: Kill?) throws -> DailiesProcess {
            try folder.write(Data(KillMatrixTests.list(output).utf8), as: "\(output).json")
            return try DailiesProcess(
                [
                    "rehearse", "\(output).json", "--provider", provider, "--output", output,
                    "--cap", cap,
                ],
                in: folder.path, environment: standIn.environment, wrapper: kill?.wrapper ?? [])
        }

        /// What the production has paid and reserved, in dollars.
        func money(_ output: String) throws -> Double {
            let status = try json(["status", "--json", output])
            return try ["settled", "reserved"].map { name in
                try #require(status["money"]?[name]?.text.flatMap(Double.init))
            }.reduce(0, +)
        }

        func json(_ arguments: [String]) throws -> JSONValue {
            let result = try DailiesProcess(arguments, in: folder.path).finish()
            return try JSONValue(parsing: Data(result.output.utf8))
        }
    }

    private static let providers = ["runflow", "fal", "eachlabs", "runflow-sync", "fal-sync"]

    /// Every provider has schedules of its own, the first of which is fixed: soon after the start,
    /// and before the first flush of a landed file.
    @Test(arguments: providers.indices)
    func killedSessionsBuyNothingTwiceAndLoseNothing(_ index: Int) async throws {
        let stage = try Stage(Self.providers[index])
        defer { stage.standIn.kill() }
        var killed = 0
        for schedule in 0..<Self.schedules {
            var generator = SeededGenerator(seed: UInt64(index * Self.schedules + schedule))
            let random = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                Kill(&generator)
            }
            let fixed: [Kill] =
                OpenedFiles.canTrace ? [.time(300), .call("fsync", 1)] : [.time(300)]
            killed += try await survive(
                schedule == 0 ? fixed : random, stage, "film-\(schedule)")
        }
        // Some kills come after the session has ended by itself.
        #expect(killed > 0)
    }

    /// - Returns: how many sessions were killed before they had ended.
    private func survive(
        _ kills: [Kill], _ stage: Stage, _ output: String
    ) async throws -> Int {
        var killed = 0
        let label = "\(stage.provider), \(kills)"
        // Sums of decimal numbers differ in their last digit.
        let cap = try #require(Double(stage.cap)) + 1e-9
        let before = try await stage.standIn.submissions()
        for kill in kills {
            let process = try stage.session(output, kill)
            if case .time(let milliseconds) = kill {
                try await Task.sleep(for: .milliseconds(milliseconds))
                process.kill()
            }
            if process.finish().status == SIGKILL { killed += 1 }
            let bought = try await stage.standIn.submissions() - before
            #expect(bought <= Self.runs, "\(label)")
            // A session that is killed at once leaves no ledger.
            if FileManager.default.fileExists(
                atPath: stage.folder.file("\(output)/ledger.sqlite"))
            {
                #expect(try stage.money(output) <= cap, "\(label)")
            }
        }
        let last = try stage.session(output, nil).finish()
        let bought = try await stage.standIn.submissions() - before
        // Without a list of runs, a submit whose answer was lost stays unknown for ever.
        let findsLostSubmits = ["runflow", "eachlabs"].contains(stage.provider)
        if last.status == 7, !findsLostSubmits {
            #expect(bought <= Self.runs, "\(label)")
        } else {
            #expect(last.status == 0, "\(label): \(last.output) \(last.talk)")
            #expect(bought == Self.runs, "\(label)")
            let film = try stage.json(["probe", "--json", "\(output)/film.mp4"])
            #expect(film["video"]?["frameCount"]?.integer == Self.frames, "\(label)")
        }
        #expect(try stage.money(output) <= cap, "\(label)")
        let status = try stage.json(["status", "--json", output])
        let ids = try #require(status["runs"]?.elements).compactMap { $0["run"]?.text }
        #expect(Set(ids).count == ids.count, "\(label)")
        if last.status == 0 { #expect(ids.count >= Self.runs, "\(label)") }
        return killed
    }
}

import DailiesHTTP
import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// Whole rehearsals that are killed again and again buy nothing twice and lose nothing.
///
/// They are killed at random moments, and at chosen system calls: before a flush, a rename or a
/// message to the network. The cap holds at any time.
///
/// `DAILIES_SCHEDULES` sets how many schedules are tried at each provider.
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
        let standIn: DailiesProcess
        let addresses: [String: String]
        let provider: String
        /// The worst price of the whole list.
        let cap: String

        init(_ provider: String) throws {
            self.provider = provider
            folder = try TemporaryFolder()
            try folder.write(Data(KillMatrixTests.list("").utf8), as: "film.json")
            standIn = try DailiesProcess(["stand-in", "--latency", "0.2"], in: folder.path)
            let ready = try #require(standIn.line())
            let json = try JSONValue(parsing: Data(ready.utf8))
            addresses = json.members?.compactMapValues(\.text) ?? [:]
            let plan = try DailiesProcess(
                ["plan", "film.json", "--json", "--provider", provider], in: folder.path
            ).finish()
            cap = try #require(
                JSONValue(parsing: Data(plan.output.utf8))["quote"]?["worst"]?.text)
        }

        func session(_ output: String, _ kill: Kill?) throws -> DailiesProcess {
            let base = addresses["runflow"] ?? ""
            try folder.write(Data(KillMatrixTests.list(output).utf8), as: "\(output).json")
            return try DailiesProcess(
                [
                    "rehearse", "film.json", "--provider", provider, "--output", output,
                    "--cap", cap,
                ],
                in: folder.path,
                environment: [
                    "RUNFLOW_BASE_URL": base, "EACHLABS_BASE_URL": addresses["eachlabs"] ?? base,
                    "FAL_QUEUE_RUN_HOST": addresses["fal"] ?? base,
                    "FAL_RUN_HOST": addresses["fal-run"] ?? base,
                ], wrapper: kill?.wrapper ?? [])
        }

        func submissions() async throws -> Int {
            let stats = try await HTTPClient().send(
                HTTPRequest(.get, (addresses["runflow"] ?? "") + "/_stand-in/stats"))
            return try #require(JSONValue(parsing: stats.body)["submissions"]?.integer)
        }

        func json(_ arguments: [String]) throws -> JSONValue {
            let result = try DailiesProcess(arguments, in: folder.path).finish()
            return try JSONValue(parsing: Data(result.output.utf8))
        }
    }

    @Test(arguments: ["runflow", "fal", "eachlabs", "runflow-sync", "fal-sync"])
    func killedSessionsBuyNothingTwiceAndLoseNothing(_ provider: String) async throws {
        let stage = try Stage(provider)
        defer { stage.standIn.kill() }
        var killed = 0
        for schedule in 0..<Self.schedules {
            var generator = SeededGenerator(seed: UInt64(schedule + 1))
            let kills = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                Kill(&generator)
            }
            killed += try await survive(kills, stage, "film-\(schedule)")
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
        let before = try await stage.submissions()
        for kill in kills {
            let process = try stage.session(output, kill)
            if case .time(let milliseconds) = kill {
                try await Task.sleep(for: .milliseconds(milliseconds))
                process.kill()
            }
            if process.finish().status == SIGKILL { killed += 1 }
            let bought = try await stage.submissions() - before
            #expect(bought <= Self.runs, "\(label)")
        }
        let last = try stage.session(output, nil).finish()
        let bought = try await stage.submissions() - before
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
        let status = try stage.json(["status", "--json", output])
        let money = ["settled", "reserved"].compactMap {
            status["money"]?[$0]?.text.flatMap(Double.init)
        }
        let cap = try #require(Double(stage.cap))
        #expect(money.count == 2 && money.reduce(0, +) <= cap + 1e-9, "\(label): \(money)")
        let runs = status["runs"]?.elements ?? []
        let ids = runs.compactMap { $0["run"]?.text }
        #expect(Set(ids).count == ids.count, "\(label)")
        return killed
    }
}

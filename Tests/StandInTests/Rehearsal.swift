import DailiesStandIn
import Foundation

/// One stand-in and a handful of clips that all tests share, because forging takes its time.
final class Rehearsal: Sendable {
    let server: StandInServer
    private let runs: [Clip: String]

    /// The clips that are made, each three seconds long.
    enum Clip: String, CaseIterable {
        case wide
        case silent
        case tallTwoScenes
        case square

        var body: String {
            switch self {
            case .wide:
                """
                {"input": {"prompt": "A harbour at dawn", "duration": "3", "generate_audio": true},
                 "client_ref": "wide's ref", "metadata": {"shot": "010", "part": "a", "take": 1}}
                """
            case .silent:
                """
                {"input": {"prompt": "A forest at night", "duration": "3",
                 "aspect_ratio": "16:9", "generate_audio": false}, "client_ref": "silent"}
                """
            case .tallTwoScenes:
                """
                {"input": {"multi_prompt": [{"prompt": "First, hills", "duration": "1"},
                 {"prompt": "Then the sea", "duration": "2"}], "duration": "3",
                 "aspect_ratio": "9:16", "generate_audio": false}}
                """
            case .square:
                """
                {"input": {"prompt": "Wüste \\u0000 🐪", "duration": "3", "aspect_ratio": "1:1"}}
                """
            }
        }
    }

    /// A finished run, the statuses seen on the way, and what its file holds.
    struct Landed: Sendable {
        let run: RunObject
        let statuses: [String]
        let bytes: Data
        let measurement: Measurement

        /// The part of the link that a request names.
        var target: String {
            guard let url = run.output?.outputs.first?.url,
                let path = url.range(of: "/files/")
            else { return "" }
            return String(url[path.lowerBound...])
        }
    }

    private static let shared = Result { try Rehearsal() }

    /// The rehearsal, started by whoever asks first.
    static func started() throws -> Rehearsal { try shared.get() }

    private init() throws {
        var options = StandInServer.Options(latency: .milliseconds(300))
        // Runs are found by our own reference, which only Runflow's general documents name.
        options.beyondPages = [.fields, .lists, .records, .uploads]
        server = try StandInServer.start(options)
        var runs: [Clip: String] = [:]
        for clip in Clip.allCases {
            let reply = try request(
                server.port, "POST", createPath, body: Data(clip.body.utf8))
            runs[clip] = try reply.decoded(as: RunObject.self).id
        }
        self.runs = runs
        // The temporary folder goes with the tests.
        atexit { try? Rehearsal.started().server.stop() }
    }

    /// Waits for a clip; it is measured once, by whoever asks first.
    func land(_ clip: Clip) throws -> Landed {
        switch clip {
        case .wide: try Self.wide.get()
        case .silent: try Self.silent.get()
        case .tallTwoScenes: try Self.tallTwoScenes.get()
        case .square: try Self.square.get()
        }
    }

    private static let wide = Result { try started().fetch(.wide) }
    private static let silent = Result { try started().fetch(.silent) }
    private static let tallTwoScenes = Result { try started().fetch(.tallTwoScenes) }
    private static let square = Result { try started().fetch(.square) }

    private func fetch(_ clip: Clip) throws -> Landed {
        let (run, statuses) = try wait(for: runs[clip] ?? "")
        let link = try URL(string: run.output?.outputs.first?.url ?? "").unwrapped()
        let reply = try request(server.port, "GET", "\(link.path)?\(link.query ?? "")")
        return Landed(
            run: run, statuses: statuses, bytes: reply.body,
            measurement: try Measurement(of: reply.body))
    }

    /// Asks for a run until it has ended, for at most a minute.
    func wait(for id: String) throws -> (RunObject, statuses: [String]) {
        var statuses: [String] = []
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let run: RunObject = try request(server.port, "GET", "/v1/runs/\(id)").decoded()
            if statuses.last != run.status_code { statuses.append(run.status_code) }
            if ["succeeded", "failed"].contains(run.status_code) { return (run, statuses) }
            usleep(20_000)
        }
        throw ExchangeFailed(step: "wait for the run")
    }
}

extension Optional {
    /// The value, or an error where there is none.
    func unwrapped() throws -> Wrapped {
        guard let self else { throw ExchangeFailed(step: "find a value") }
        return self
    }
}

import DailiesStandIn
import Foundation

/// A stand-in with a few clips that all tests share, because generating clips takes long.
final class SharedClips: Sendable {
    let server: StandInServer
    private let runs: [Clip: String]

    /// The clips, each three seconds long.
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

    /// A finished run, the statuses that were polled, and the content of its file.
    struct GeneratedClip: Sendable {
        let run: RunObject
        let statuses: [String]
        let bytes: Data
        let measurement: MeasuredClip

        /// The path and query of the link.
        var target: String {
            guard let url = run.output?.outputs.first?.url,
                let path = url.range(of: "/files/")
            else { return "" }
            return String(url[path.lowerBound...])
        }
    }

    private static let instance = Result { try SharedClips() }

    /// The shared instance, which is started on first use.
    static func shared() throws -> SharedClips { try instance.get() }

    private init() throws {
        var options = StandInServer.Options(latency: .milliseconds(300))
        // Finding runs by our own reference is documented only in Runflow's general documents.
        options.extraFeatures = [.fields, .lists, .records, .uploads]
        server = try StandInServer.start(options)
        var runs: [Clip: String] = [:]
        for clip in Clip.allCases {
            let reply = try request(
                server.port, "POST", createPath, body: Data(clip.body.utf8))
            runs[clip] = try reply.decoded(as: RunObject.self).id
        }
        self.runs = runs
        // The server stops when the tests end.
        atexit { try? SharedClips.shared().server.stop() }
    }

    /// Waits for a clip, which is downloaded and measured on first use.
    func clip(_ clip: Clip) throws -> GeneratedClip {
        switch clip {
        case .wide: try Self.wide.get()
        case .silent: try Self.silent.get()
        case .tallTwoScenes: try Self.tallTwoScenes.get()
        case .square: try Self.square.get()
        }
    }

    private static let wide = Result { try shared().fetch(.wide) }
    private static let silent = Result { try shared().fetch(.silent) }
    private static let tallTwoScenes = Result { try shared().fetch(.tallTwoScenes) }
    private static let square = Result { try shared().fetch(.square) }

    private func fetch(_ clip: Clip) throws -> GeneratedClip {
        let (run, statuses) = try wait(for: runs[clip] ?? "")
        let link = try URL(string: run.output?.outputs.first?.url ?? "").unwrapped()
        let reply = try request(server.port, "GET", "\(link.path)?\(link.query ?? "")")
        return GeneratedClip(
            run: run, statuses: statuses, bytes: reply.body,
            measurement: try MeasuredClip(of: reply.body))
    }

    /// Polls a run until it has ended, for at most a minute.
    func wait(for id: String) throws -> (RunObject, statuses: [String]) {
        var statuses: [String] = []
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let run: RunObject = try request(server.port, "GET", "/v1/runs/\(id)").decoded()
            if statuses.last != run.status_code { statuses.append(run.status_code) }
            if ["succeeded", "failed"].contains(run.status_code) { return (run, statuses) }
            usleep(20_000)
        }
        throw ExchangeError(step: "wait for the run")
    }
}

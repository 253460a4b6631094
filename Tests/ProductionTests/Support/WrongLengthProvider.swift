import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesPlanning
import DailiesProduction
import DailiesStandIn
import DailiesTestSupport
import Foundation

/// A provider that answers the first submits with a clip that is too short, and forwards all
/// others to the stage's stand-in.
final class WrongLengthProvider: Sendable {
    private let server: LoopbackServer
    private let count: Counter
    let provider: RunflowProvider

    /// How many runs were accepted.
    var submissions: Int { count.value }

    init(of stage: RehearsalStage, wrongTakes: Int = 100) throws {
        let clip = stage.folder.file("short.mp4")
        var forge = ClipForge()
        forge.width = 1440
        forge.height = 1440
        forge.frames = 30
        try forge.write(to: clip)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: clip))
        let count = Counter()
        self.count = count
        let target = stage.standIn.baseURL
        let client = stage.client
        let wrongTaken = Counter()
        server = try LoopbackServer { request in
            if request.method == "POST" {
                let total = count.next()
                let body = (try? JSONValue(parsing: request.body)) ?? .null
                if body["metadata"]?["shot"] == "010", wrongTaken.next() <= wrongTakes {
                    return .json("{\"id\":\"wrong-\(total)\",\"status_code\":\"queued\"}")
                }
                return Forwarding.reply(to: request, from: target, client)
            }
            if request.path.hasPrefix("/v1/runs/wrong-") {
                let id = request.path.dropFirst("/v1/runs/".count).prefix { $0 != "?" }
                let host = request.headers["host"] ?? ""
                return .json(
                    """
                    {"id":"\(id)","status_code":"succeeded","cost":"0.5","output":{"outputs":[
                    {"type":"video","url":"http://\(host)/short.mp4"}]}}
                    """)
            }
            if request.path == "/short.mp4" { return .init(body: bytes) }
            return Forwarding.reply(to: request, from: target, client)
        }
        provider = stage.runflow(at: server.baseURL)
    }
}

extension RehearsalStage {
    /// Runs a session in which the first take of shot 010 is wrong, so that it is bought once more.
    ///
    /// The stage must be able to find lost submits.
    func runWithOneWrongTake(
        _ plan: Plan
    ) async throws -> (provider: WrongLengthProvider, result: SessionResult) {
        let wrong = try WrongLengthProvider(of: self, wrongTakes: 1)
        let result = try await run(plan, provider: wrong.provider) {
            $0.maximumTakes = 2
            $0.concurrency = 1
        }
        return (wrong, result)
    }
}

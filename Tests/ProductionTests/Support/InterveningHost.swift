import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Synchronization

/// Forwards every request to the stage's stand-in, but serves a web page for the first files and
/// rejects the first submits.
final class InterveningHost: Sendable {
    private let server: LoopbackServer
    let provider: RunflowProvider

    init(
        of stage: RehearsalStage, pagesInsteadOfFiles pages: Int = 0, submitsRejected: Int = 0
    ) throws {
        let served = Counter()
        let submitted = Counter()
        let target = stage.standIn.baseURL
        let client = stage.client
        server = try LoopbackServer { request in
            if request.path.hasPrefix("/files/"), served.next() <= pages {
                return .init(body: Data("<html><body>Please sign in</body></html>".utf8))
            }
            if request.method == "POST", submitted.next() <= submitsRejected {
                return .json("{\"code\":\"RATE_LIMITED\"}", status: 429)
            }
            var reply = Forwarding.reply(to: request, from: target, client)
            // Files are downloaded from this server too.
            let here = request.headers["host"].map { "http://" + $0 } ?? ""
            if !request.path.hasPrefix("/files/") {
                let text = String(decoding: reply.body, as: UTF8.self)
                reply.body = Data(text.replacing(target, with: here).utf8)
            }
            return reply
        }
        provider = stage.runflow(at: server.baseURL)
    }
}

import DailiesHTTP
import DailiesTestSupport
import Foundation
import Synchronization

/// Forwards a request to another server and waits for its answer.
enum Forwarding {
    static func reply(
        to request: LoopbackServer.Request, from target: String, _ client: HTTPClient
    ) -> LoopbackServer.Reply {
        let answer = Answer()
        let done = DispatchSemaphore(value: 0)
        Task {
            let sent = HTTPRequest(
                request.method == "POST" ? .post : .get, target + request.path,
                headers: ["Content-Type": "application/json"], body: request.body)
            if let response = try? await client.send(sent) {
                answer.reply.withLock { $0 = .init(status: response.status, body: response.body) }
            }
            done.signal()
        }
        done.wait()
        return answer.reply.withLock { $0 }
    }

    private final class Answer: Sendable {
        let reply = Mutex(LoopbackServer.Reply(status: 500))
    }
}

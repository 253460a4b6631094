import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesProduction
import DailiesStandIn
import DailiesTestSupport
import Foundation
import Testing

/// Submits to Kling whose answers are wrong: an id is accepted once, so that a repeated request is
/// refused, and the task that exists is found.
@Suite(.serialized, .timeLimit(.minutes(5))) struct KlingSubmitTests {
    private func provider(_ stage: RehearsalStage, at address: String) -> any Provider {
        stage.host.init(
            ProviderAccess(stage.host.identity, standIn: address, client: stage.client))
    }

    /// A gateway refuses after Kling has accepted the request, with words that mean that nothing was
    /// accepted, or that the same request may be sent again.
    @Test(
        arguments: [
            (429, #"{"code": 1302, "message": "request too fast"}"#),
            (429, #"{"code": 1303, "message": "parallel task over resource pack limit"}"#),
            (429, "<html>slow down</html>"), (400, #"{"code": 1201, "message": "bad"}"#),
            (200, #"{"code": 1201, "message": "bad"}"#), (403, "<html>"),
            (404, #"{"code": 1203, "message": "no model"}"#), (500, #"{"code": 5000}"#),
            (429, #"{"code": 1102, "message": "balance not enough"}"#),
        ], ["kling", "kling-v1"])
    func aRefusalAfterAcceptanceBuysNothingTwice(
        _ refusal: (status: Int, body: String), _ name: String
    ) async throws {
        let stage = try RehearsalStage(try #require(ProviderRegistry.named(name)))
        let (target, client) = (stage.standIn.baseURL, stage.client)
        let refused = Counter()
        let server = try LoopbackServer { request in
            let reply = Forwarding.reply(to: request, from: target, client)
            return request.method == "POST" && refused.next() == 1
                ? .json(refusal.body, status: refusal.status) : reply
        }
        let result = try await stage.run(
            try stage.plan(RehearsalStage.oneShot), provider: provider(stage, at: server.baseURL))
        #expect(result.outcomes.map(\.end) == [.accepted], "\(result.outcomes)")
        #expect(try await stage.submissions() == 1)
    }

    /// The answer is cut off, and the next session finds the task.
    @Test(arguments: ["kling", "kling-v1"])
    func aLostAnswerIsFoundByTheNextSession(_ name: String) async throws {
        let stage = try RehearsalStage(try #require(ProviderRegistry.named(name)))
        let (target, client) = (stage.standIn.baseURL, stage.client)
        // While the first session runs, tasks can't be looked up.
        let isMended = Counter()
        let server = try LoopbackServer { request in
            if request.method == "POST" {
                _ = Forwarding.reply(to: request, from: target, client)
                return .init(hangsUp: true)
            }
            return isMended.value > 0
                ? Forwarding.reply(to: request, from: target, client)
                : .json(#"{"code": 5001, "message": "maintenance"}"#, status: 503)
        }
        let plan = try stage.plan(RehearsalStage.oneShot)
        let provider = provider(stage, at: server.baseURL)
        let first = try await stage.run(plan, provider: provider)
        #expect(first.outcomes.map(\.end) == [.unknown], "\(first.outcomes)")
        _ = isMended.next()
        let second = try await stage.run(plan, provider: provider)
        #expect(second.outcomes.map(\.end) == [.accepted], "\(second.outcomes)")
        #expect(try await stage.submissions() == 1)
    }
}

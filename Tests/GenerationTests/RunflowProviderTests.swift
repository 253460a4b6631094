import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Testing

/// Exchanges as Runflow's pages document them, in every spelling that they use.
@Suite struct RunflowProviderTests {
    private func provider(_ server: LoopbackServer) throws -> RunflowProvider {
        try RunflowProvider(Access.of(RunflowProvider.self, server, key: "rf_live_secret"))
    }

    private let request = GenerationRequest(
        endpoint: "kuaishou/kling-video/v3/pro/text-to-video",
        input: ["prompt": "a lighthouse", "duration": "5", "generate_audio": true],
        clientReference: "dailies-1",
        metadata: ["shot": "010", "take": 1])

    @Test func submitSendsTheDocumentedRequest() async throws {
        let server = try LoopbackServer { _ in
            .json("{\"id\":\"r1\",\"status_code\":\"queued\",\"cost\":null}", status: 201)
        }
        let report = try await provider(server).submit(request)
        #expect(report.run.id == "r1")
        #expect(report.state == .queued)
        let sent = try #require(server.requests.first)
        #expect(sent.path == "/v1/models/kuaishou/kling-video/v3/pro/text-to-video/runs")
        #expect(sent.headers["authorization"] == "Bearer rf_live_secret")
        #expect(sent.headers["content-type"] == "application/json")
        let body = try JSONValue(parsing: sent.body)
        #expect(body["input"] == request.input)
        #expect(body["client_ref"] == "dailies-1")
        #expect(body["metadata"]?["shot"] == "010")
    }

    static let states: [(String, RemoteState)] = [
        (
            """
            {"id":"r","status_code":"succeeded","output":{"outputs":[
            {"url":"https://x/v.mp4","type":"video/mp4"}]}}
            """, .succeeded(GeneratedFile(url: "https://x/v.mp4", bytes: nil))
        ),
        (
            "{\"id\":\"r\",\"status\":\"succeeded\",\"output\":{\"outputs\":[\"https://x/v.mp4\"]}}",
            .succeeded(GeneratedFile(url: "https://x/v.mp4", bytes: nil))
        ),
        (
            """
            {"id":"r","status":"succeeded","input":{"start_image_url":"https://x/k.mp4"},
            "output":{"nsfw_detected":true}}
            """,
            .failed(
                RunFailure(.moderated, "the result was flagged as NSFW and withheld"))
        ),
        ("{\"id\":\"r\",\"status_code\":\"queued\"}", .queued),
        ("{\"id\":\"r\",\"status_code\":\"dispatching\"}", .running),
        ("{\"run_id\":\"r\",\"status\":\"running\"}", .running),
        (
            "{\"id\":\"r\",\"status_code\":\"errored\"}",
            .failed(RunFailure(.ordinary, "the provider gives no reason"))
        ),
        (
            "{\"id\":\"r\",\"status_code\":\"cancelled\"}",
            .failed(RunFailure(.ordinary, "the run was cancelled"))
        ),
        (
            "{\"id\":\"r\",\"status_code\":\"canceled\"}",
            .failed(RunFailure(.ordinary, "the run was cancelled"))
        ),
        ("{\"id\":\"r\",\"status_code\":\"pondering\"}", .unrecognized("pondering")),
        (
            """
            {"id":"r","status_code":"failed","failure_code":"NSFW","failure_message":"refused",
            "failure_stage":"moderation"}
            """, .failed(RunFailure(.moderated, "refused (NSFW) at moderation"))
        ),
        (
            """
            {"id":"r","status_code":"succeeded","output":{"outputs":[
            {"url":"https://x/cover.jpg","type":"image"},
            {"url":"https://x/v.mp4?s=1","type":"video","file_size":10}]}}
            """, .succeeded(GeneratedFile(url: "https://x/v.mp4?s=1", bytes: 10))
        ),
        (
            "{\"id\":\"r\",\"status\":\"succeeded\",\"output\":{\"video\":{\"url\":\"https://x/v\"}}}",
            .succeeded(GeneratedFile(url: "https://x/v", bytes: nil))
        ),
        (
            "{\"id\":\"r\",\"status\":\"succeeded\",\"output\":{\"output_url\":\"https://x/v\"}}",
            .succeeded(GeneratedFile(url: "https://x/v", bytes: nil))
        ),
        (
            "{\"id\":\"r\",\"status\":\"succeeded\",\"output\":{}}",
            .videoMissing
        ),
    ]

    @Test(arguments: states)
    func everyDocumentedStateIsRead(_ json: String, _ state: RemoteState) async throws {
        let server = try LoopbackServer { _ in .json(json) }
        #expect(try await provider(server).report(on: RemoteRun(id: "r")).state == state)
        #expect(server.requests.first?.path == "/v1/runs/r?add_signature=true")
    }

    @Test(arguments: [("\"0.84\"", "0.84"), ("0.84", "0.84"), ("1", "1.00")])
    func costIsReadToTheMicrodollar(_ cost: String, _ decimal: String) async throws {
        let server = try LoopbackServer { _ in
            .json("{\"id\":\"r\",\"status_code\":\"running\",\"cost\":\(cost)}")
        }
        #expect(try await provider(server).report(on: RemoteRun(id: "r")).cost?.decimal == decimal)
    }

    @Test(arguments: ["1e300", "-5", "\"-999999.0\"", "\"many\"", "true", "[]"])
    func implausibleCostIsIgnored(_ cost: String) async throws {
        let server = try LoopbackServer { _ in
            .json("{\"id\":\"r\",\"status_code\":\"running\",\"cost\":\(cost)}")
        }
        #expect(try await provider(server).report(on: RemoteRun(id: "r")).cost == nil)
    }

    @Test func secretsAreRedacted() async throws {
        let server = try LoopbackServer { request in
            request.method == "POST"
                ? .json("{\"message\":\"key rf_live_secret is bad\"}", status: 401)
                : .json(
                    """
                    {"id":"r","status_code":"failed","failure_message":
                    "see https://x.example/v.mp4?X-Amz-Signature=SIGNED, rf_live_secret",
                    "output":{"url":"https://x.example/v.mp4?X-Amz-Signature=SIGNED"}}
                    """)
        }
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider(server).submit(request)
        }
        #expect(failure.description.contains("[key]"))
        let report = try await provider(server).report(on: RemoteRun(id: "r"))
        for text in ["\(failure)", "\(report.state)", report.raw.line] {
            #expect(!text.contains("rf_live_secret"))
            #expect(!text.contains("SIGNED"))
        }
        #expect(report.raw.line.contains("https://x.example/v.mp4"))
    }

    @Test(arguments: [
        (400, FailureKind.refused), (401, .account), (402, .account), (403, .account),
        (404, .modelUnavailable),
        (408, .unknown), (409, .refused), (422, .refused), (429, .retryable), (500, .unknown),
        (502, .unknown), (503, .unknown), (504, .unknown), (302, .unknown),
    ])
    func submitResponseIsClassified(_ status: Int, _ expected: FailureKind)
        async throws
    {
        let server = try LoopbackServer { _ in
            .json("{\"code\":\"C\",\"message\":\"words\",\"errors\":[]}", status: status)
        }
        let failure = try await provider(server).failure(ofSubmitting: request, to: server)
        #expect(failure.kind == expected)
        #expect(failure.description.contains("words"))
        #expect(!failure.description.contains("rf_live_secret"))
    }

    /// A refusal that isn't in Runflow's words may come from a gateway, after the server accepted.
    @Test(arguments: [
        (403, FailureKind.unknown), (409, .unknown), (423, .unknown), (425, .unknown),
        (451, .unknown), (400, .refused), (401, .account), (402, .account),
        (404, .modelUnavailable),
        (422, .refused),
    ])
    func aGatewaysRefusalProvesNothing(_ status: Int, _ expected: FailureKind) async throws {
        for body in ["<html>Forbidden</html>", #"{"detail":"no"}"#, ""] {
            let server = try LoopbackServer { _ in
                LoopbackServer.Reply(status: status, body: Data(body.utf8))
            }
            let failure = try await provider(server).failure(ofSubmitting: request, to: server)
            #expect(failure.kind == expected, "\(body)")
        }
    }

    @Test(arguments: [
        (401, FailureKind.account), (404, .notFound), (408, .retryable), (429, .retryable),
        (500, .retryable), (503, .retryable), (400, .refused),
    ])
    func queryResponseIsClassified(_ status: Int, _ expected: FailureKind) async throws {
        let server = try LoopbackServer { _ in .init(status: status) }
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider(server).report(on: RemoteRun(id: "r"))
        }
        #expect(failure.kind == expected)
    }

    @Test func lostSubmitResponseIsUnknownAndNotRepeated() async throws {
        let server = try LoopbackServer { _ in .init(hangsUp: true) }
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider(server).submit(request)
        }
        #expect(failure.kind == .unknown)
        #expect(server.requests.count == 1)
    }

    @Test func submitResponseWithoutAnIDIsUnknown() async throws {
        let server = try LoopbackServer { _ in .json("<html>", status: 200) }
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider(server).submit(request)
        }
        #expect(failure.kind == .unknown)
    }

    @Test func aServerWithoutAConnectionIsUnreachable() async throws {
        let port = try LoopbackServer { _ in .json("{}") }.port
        let provider = RunflowProvider(
            ProviderAccess(
                RunflowProvider.identity, standIn: "http://127.0.0.1:\(port)",
                client: HTTPClient()))
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider.submit(request)
        }
        #expect(failure.kind == .unreachable)
    }

    @Test func retryAfterIsRead() async throws {
        let server = try LoopbackServer { _ in
            .init(status: 429, headers: ["Retry-After": "7"])
        }
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider(server).report(on: RemoteRun(id: "r"))
        }
        guard case .retryable(_, let after) = failure else {
            Issue.record("expected .retryable")
            return
        }
        #expect(after == .seconds(7))
    }

    @Test(arguments: ["items", "data", "runs", "results"])
    func runIsFoundByOurReference(_ envelope: String) async throws {
        let server = try LoopbackServer { _ in
            .json(
                """
                {"\(envelope)":[{"id":"other","client_ref":"dailies-2","status_code":"queued"},
                {"id":"mine","client_ref":"dailies-1","status_code":"running"}]}
                """)
        }
        let found = try await provider(server).find(
            LostSubmit(
                clientReference: "dailies-1", endpoint: "", input: [:], submittedAt: .now))
        #expect(found?.matches.map(\.run.id) == ["mine"])
        #expect(found?.containsOthers == true)
        #expect(
            server.requests.first?.path
                == "/v1/runs?q=client_ref.EQ%3A%27dailies-1%27")
    }
}

import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Testing

/// Exchanges as Replicate's pages document them.
@Suite struct ReplicateProviderTests {
    private func provider(_ server: LoopbackServer, secrets: String = "") throws
        -> ReplicateProvider
    {
        ReplicateProvider(
            try Access.of(
                ReplicateProvider.self, server, key: "secret-key", callbackSecrets: secrets))
    }

    private func request(_ endpoint: String = "kwaivgi/kling-v3-video") -> GenerationRequest {
        GenerationRequest(
            endpoint: endpoint, input: ["prompt": "a lighthouse", "duration": 5],
            clientReference: "dailies-1", metadata: ["shot": "010"],
            callback: CallbackAddress(url: "https://me.example/hook", secret: "once"))
    }

    private let run = RemoteRun(id: "p")

    @Test(arguments: [
        ("kwaivgi/kling-v3-video", "/v1/models/kwaivgi/kling-v3-video/predictions", nil),
        ("me/mine:abc123", "/v1/predictions", "me/mine:abc123"),
    ])
    func submitSendsTheDocumentedRequest(
        endpoint: String, path: String, version: String?
    ) async throws {
        let server = try LoopbackServer { _ in
            .json(#"{"id":"p","status":"starting"}"#, status: 201)
        }
        let report = try await provider(server).submit(request(endpoint))
        #expect(report.run.id == "p" && report.state == .queued)
        let sent = try #require(server.requests.first)
        #expect(sent.method == "POST" && sent.path == path)
        #expect(sent.headers["authorization"] == "Bearer secret-key")
        #expect(sent.headers["prefer"] == nil)
        var expected: [String: JSONValue] = [
            "input": request().input, "webhook": "https://me.example/hook",
            "webhook_events_filter": ["completed"],
        ]
        expected["version"] = version.map(JSONValue.string)
        #expect(try JSONValue(parsing: sent.body) == .object(expected))
    }

    /// Replicate's own clients have the version of the API in the variable.
    @Test func theBaseAddressMayEndWithTheVersion() async throws {
        let server = try LoopbackServer { _ in .json(#"{"id":"p"}"#, status: 201) }
        let provider = ReplicateProvider(
            try ProviderAccess(
                ReplicateProvider.identity,
                environment: [
                    "REPLICATE_API_TOKEN": "k", "REPLICATE_BASE_URL": server.baseURL + "/v1",
                ], client: HTTPClient()))
        _ = try await provider.report(on: try await provider.submit(request()).run)
        #expect(
            server.requests.map(\.path) == [
                "/v1/models/kwaivgi/kling-v3-video/predictions", "/v1/predictions/p",
            ])
    }

    /// The token is sent to the configured origin only, whatever a response says.
    @Test func foreignAddressesAreNotFollowed() async throws {
        let server = try LoopbackServer { request in
            .json(
                #"{"id":"p","status":"starting","urls":{"get":"https://evil.example/p","#
                    + #""cancel":"https://evil.example/c"}}"#)
        }
        let provider = try provider(server)
        let run = try await provider.submit(request()).run
        _ = try await provider.report(on: run)
        _ = try await provider.cancel(run)
        #expect(
            server.requests.dropFirst().map { "\($0.method) \($0.path)" } == [
                "GET /v1/predictions/p", "POST /v1/predictions/p/cancel",
            ])
        await #expect(throws: ProviderFailure.self) {
            try await provider.report(
                on: RemoteRun(id: "p", addresses: ["get": "https://evil.example/p"]))
        }
    }

    static let states: [(String, RemoteState)] = [
        (#""status":"starting""#, .queued), (#""status":"processing""#, .running),
        (#""status":"pondering""#, .unrecognized("pondering")),
        (
            #""status":"succeeded","output":"https://x.example/v.mp4""#,
            .succeeded(GeneratedFile(url: "https://x.example/v.mp4", bytes: nil))
        ),
        (
            #""status":"succeeded","output":["https://x.example/p.png","https://x.example/v.mp4"]"#,
            .succeeded(GeneratedFile(url: "https://x.example/v.mp4", bytes: nil))
        ),
        (
            #""status":"succeeded","output":{"video":"https://x.example/v"}"#,
            .succeeded(GeneratedFile(url: "https://x.example/v", bytes: nil))
        ),
        (#""status":"succeeded","output":null"#, .videoMissing),
        // What is still there counts, whatever the flag says.
        (
            #""status":"succeeded","output":"https://x.example/v.mp4","data_removed":true"#,
            .succeeded(GeneratedFile(url: "https://x.example/v.mp4", bytes: nil))
        ),
        (#""status":"failed","error":"it broke""#, .failed(RunFailure(.ordinary, "it broke"))),
        (
            #""status":"failed","error":null"#,
            .failed(RunFailure(.ordinary, "the provider gives no reason"))
        ),
        (
            #""status":"failed","error":"The input was flagged as sensitive. (E005)""#,
            .failed(RunFailure(.moderated, "The input was flagged as sensitive. (E005)"))
        ),
        (
            #""status":"canceled""#, .failed(RunFailure(.ordinary, "the prediction was canceled"))
        ),
        (
            #""status":"aborted""#,
            .failed(
                RunFailure(.ordinary, "the prediction was stopped before it started (aborted)"))
        ),
    ]

    @Test(arguments: states)
    func everyDocumentedStateIsRead(_ members: String, _ state: RemoteState) async throws {
        let server = try LoopbackServer { _ in .json("{\"id\":\"p\",\(members)}") }
        let provider = try provider(server)
        let report = try await provider.report(on: provider.remoteRun(id: "p", endpoint: "a/b"))
        #expect(report.state == state)
    }

    @Test func aResultWhoseDataWasRemovedIsLost() async throws {
        let server = try LoopbackServer { _ in
            .json(#"{"id":"p","status":"succeeded","output":null,"data_removed":true}"#)
        }
        let provider = try provider(server)
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider.report(on: provider.remoteRun(id: "p", endpoint: "a/b"))
        }
        #expect(failure.kind == .refused && failure.description.contains("an hour after the end"))
    }

    /// A proxy's answer, or one about another prediction, says nothing about this one.
    @Test(arguments: ["{}", "[]", #"{"id":"q","status":"failed"}"#, "<html>"])
    func anotherAnswerIsNotThePrediction(_ body: String) async throws {
        let server = try LoopbackServer { _ in .json(body) }
        let provider = try provider(server)
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider.report(on: provider.remoteRun(id: "p", endpoint: "a/b"))
        }
        #expect(failure.kind == .retryable)
    }

    @Test(arguments: [
        (400, #"{"detail":"no"}"#, FailureKind.refused),
        (401, #"{"title":"Unauthenticated","detail":"no token","status":401}"#, .account),
        (402, #"{"title":"Insufficient credit","status":402}"#, .account),
        (403, #"{"detail":"no"}"#, .account), (404, #"{"detail":"no"}"#, .modelUnavailable),
        (422, #"{"title":"Invalid version or not permitted","status":422}"#, .refused),
        (429, #"{"detail":"Request was throttled. Your rate limit resets in ~30s."}"#, .retryable),
        // Not in Replicate's words: a gateway's, behind which the request may have been accepted.
        (403, "<html>", .unknown), (409, "", .unknown), (429, "slow down", .unknown),
        (408, #"{"detail":"timeout"}"#, .unknown), (500, "", .unknown), (502, "", .unknown),
        (503, #"{"detail":"x"}"#, .unknown), (301, "", .unknown), (200, "<html>", .unknown),
        (201, "{}", .unknown), (201, #"{"id":""}"#, .unknown), (202, #"{"error":"no"}"#, .unknown),
    ])
    func submitResponseIsClassified(
        _ status: Int, _ body: String, _ expected: FailureKind
    ) async throws {
        let server = try LoopbackServer { _ in .init(status: status, body: Data(body.utf8)) }
        let failure = try await provider(server).failure(ofSubmitting: request(), to: server)
        #expect(failure.kind == expected)
        #expect(!failure.description.contains("secret-key"))
    }

    @Test func theTextOfAThrottledResponseSaysWhenToComeBack() async throws {
        let server = try LoopbackServer { _ in
            .json(
                #"{"detail":"Request was throttled. Your rate limit resets in ~30s."}"#, status: 429
            )
        }
        let failure = try await provider(server).failure(ofSubmitting: request(), to: server)
        #expect(
            failure
                == .retryable(
                    reason: "HTTP 429: Request was throttled. Your rate limit resets in ~30s.",
                    after: .seconds(30)))
    }

    @Test func invalidFieldsAreNamed() async throws {
        let server = try LoopbackServer { _ in
            .json(
                #"{"invalid_fields":[{"type":"required","field":"","description":"#
                    + #""input is required"},{"field":"webhook","description":"bad"}]}"#,
                status: 422)
        }
        let failure = try await provider(server).failure(ofSubmitting: request(), to: server)
        #expect(failure.description == "HTTP 422: input is required; webhook: bad")
    }

    @Test(arguments: [
        (200, #"{"id":"p","status":"canceled"}"#, Cancellation.requested),
        (200, "", .requested), (200, #"{"id":"p","status":"succeeded"}"#, .tooLate),
        (422, #"{"detail":"it has ended"}"#, .tooLate),
    ])
    func cancelIsAPOST(_ status: Int, _ body: String, _ expected: Cancellation) async throws {
        let server = try LoopbackServer { _ in .json(body, status: status) }
        let provider = try provider(server)
        #expect(
            try await provider.cancel(provider.remoteRun(id: "p/q", endpoint: "a/b")) == expected)
        #expect(server.requests.first?.path == "/v1/predictions/p%2Fq/cancel")
    }

    @Test func aSmallPictureIsInTheRequestAndALargeOneIsUploaded() async throws {
        let server = try LoopbackServer { request in
            .json("{\"id\":\"f\",\"urls\":{\"get\":\"https://api.replicate.com/v1/files/f\"}}")
        }
        var access = try Access.of(ReplicateProvider.self, server, key: "secret-key")
        access.allowsLoopback = true
        await access.detectStandIn()
        let provider = ReplicateProvider(access)
        func upload(_ count: Int) async throws -> String {
            try await provider.upload(
                MediaUpload(
                    fileName: "a \"b\".png", mediaType: "image/png",
                    bytes: Data(repeating: 7, count: count), dataURILimit: 10 << 20))
        }
        #expect(try await upload(3) == "data:image/png;base64,BwcH")
        #expect(server.requests.isEmpty)
        #expect(try await upload(256_001) == "https://api.replicate.com/v1/files/f")
        let sent = try #require(server.requests.first)
        #expect(sent.method == "POST" && sent.path == "/v1/files")
        #expect(sent.headers["authorization"] == "Bearer secret-key")
        let text = String(decoding: sent.body, as: UTF8.self)
        #expect(text.contains("name=\"content\"; filename=\"ab.png\"\r\n"))
        #expect(sent.body.count > 256_001)
    }
}

import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Testing

/// Exchanges as eachlabs' pages document them, in every spelling that they use.
@Suite struct EachlabsProviderTests {
    private func provider(_ server: LoopbackServer) throws -> EachlabsProvider {
        try EachlabsProvider(Access.of(EachlabsProvider.self, server, key: "secret-key"))
    }

    private let request = GenerationRequest(
        endpoint: "kling-v3-pro-text-to-video",
        input: ["prompt": "a lighthouse", "duration": "5", "generate_audio": true],
        clientReference: "dailies-1",
        metadata: ["shot": "010", "take": 1],
        callback: CallbackAddress(url: "https://me.example/hook", secret: "once"))

    private let run = RemoteRun(id: "p")

    @Test(arguments: ["predictionID", "prediction_id", "id"])
    func submitSendsTheDocumentedRequest(_ name: String) async throws {
        let server = try LoopbackServer { _ in
            .json("{\"status\":\"success\",\"message\":\"created\",\"\(name)\":\"p\"}", status: 201)
        }
        let report = try await provider(server).submit(request)
        #expect(report.run.id == "p")
        // "success" means accepted here.
        #expect(report.state == .queued)
        let sent = try #require(server.requests.first)
        #expect(sent.path == "/v1/prediction/")
        #expect(sent.headers["x-api-key"] == "secret-key")
        #expect(sent.headers["authorization"] == nil)
        let body = try JSONValue(parsing: sent.body)
        #expect(body["model"] == "kling-v3-pro-text-to-video")
        #expect(body["input"] == request.input)
        #expect(body["webhook_url"] == "https://me.example/hook")
        #expect(body["webhook_secret"] == "once")
    }

    @Test(arguments: [(402, true), (429, false)])
    func capacityExhaustedCarriesItsCauseAndDelay(_ status: Int, _ isCredit: Bool) async throws {
        let server = try LoopbackServer { _ in
            .init(status: status, headers: ["Retry-After": "12"])
        }
        let failure = try await provider(server).failure(ofSubmitting: request, to: server)
        #expect(
            failure
                == .capacityExhausted(
                    reason: "HTTP \(status): no reason given", isCredit: isCredit,
                    after: .seconds(12)))
    }

    @Test func bearerTokenIsSentInAuthorization() async throws {
        let server = try LoopbackServer { _ in .json("{\"id\":\"p\",\"status\":\"created\"}") }
        let access = try ProviderAccess(
            EachlabsProvider.identity,
            environment: [
                "EACHLABS_BEARER_TOKEN": "secret-key", "EACHLABS_BASE_URL": server.baseURL,
            ],
            client: HTTPClient())
        _ = try await EachlabsProvider(access).report(on: run)
        let sent = try #require(server.requests.first)
        #expect(sent.headers["authorization"] == "Bearer secret-key")
        #expect(sent.headers["x-api-key"] == nil)
    }

    static let states: [(String, RemoteState)] = [
        ("{\"id\":\"p\",\"status\":\"created\"}", .queued),
        ("{\"id\":\"p\",\"status\":\"starting\"}", .queued),
        ("{\"predictionID\":\"p\",\"status\":\"processing\"}", .running),
        ("{\"id\":\"p\",\"status\":\"pondering\"}", .unrecognized("pondering")),
        (
            "{\"status\":\"success\",\"output\":\"https://cdn/v.mp4\"}",
            .succeeded(GeneratedFile(url: "https://cdn/v.mp4", bytes: nil))
        ),
        (
            "{\"status\":\"succeeded\",\"output\":[\"https://cdn/v.mp4\"]}",
            .succeeded(GeneratedFile(url: "https://cdn/v.mp4", bytes: nil))
        ),
        (
            "{\"status\":\"success\",\"output\":{\"url\":\"https://cdn/v.mp4\",\"file_size\":7}}",
            .succeeded(GeneratedFile(url: "https://cdn/v.mp4", bytes: 7))
        ),
        (
            "{\"status\":\"success\",\"output\":{\"video\":{\"url\":\"https://cdn/v.mp4\"}}}",
            .succeeded(GeneratedFile(url: "https://cdn/v.mp4", bytes: nil))
        ),
        (
            """
            {"status":"success","output":{"result":{"poster":"https://cdn/p.jpg",
            "mp4":"https://cdn/v.mp4?x=1"}}}
            """, .succeeded(GeneratedFile(url: "https://cdn/v.mp4?x=1", bytes: nil))
        ),
        (
            "{\"status\":\"success\",\"output\":null}",
            .videoMissing
        ),
        (
            "{\"status\":\"error\",\"message\":\"it broke\",\"details\":\"why\"}",
            .failed(RunFailure(.ordinary, "it broke; why"))
        ),
        (
            "{\"status\":\"failed\",\"logs\":\"traceback\"}",
            .failed(RunFailure(.ordinary, "traceback"))
        ),
        (
            "{\"status\":\"error\",\"output\":[{\"error\":\"no slot\"}]}",
            .failed(RunFailure(.ordinary, "no slot"))
        ),
        (
            """
            {"status":"error","output":{"success":false,"error_code":"E1","error_message":"bad",
            "retryable":false,"classification":{"category":"PROVIDER"},"provider_error_code":1301}}
            """, .failed(RunFailure(.moderated, "bad (E1, 1301, PROVIDER)"))
        ),
        (
            """
            {"status":"error","output":{"success":false,"error_message":"busy","retryable":true,
            "classification":{"category":"RATE_LIMIT"}}}
            """, .failed(RunFailure(.ordinary, "busy (RATE_LIMIT)"))
        ),
        (
            "{\"status\":\"error\",\"error_classification\":\"content_moderation\"}",
            .failed(RunFailure(.moderated, "the provider gives no reason (content_moderation)"))
        ),
        (
            "{\"status\":\"success\",\"output\":{\"success\":false,\"error_message\":\"bad\"}}",
            .failed(RunFailure(.ordinary, "bad"))
        ),
        (
            "{\"status\":\"cancelled\"}",
            .failed(RunFailure(.ordinary, "the run was cancelled"))
        ),
        (
            "{\"status\":\"canceled\"}", .failed(RunFailure(.ordinary, "the run was cancelled"))
        ),
    ]

    @Test(arguments: states)
    func everyDocumentedStateIsRead(_ json: String, _ state: RemoteState) async throws {
        let server = try LoopbackServer { _ in .json(json) }
        #expect(try await provider(server).report(on: run).state == state)
        #expect(server.requests.first?.path == "/v1/prediction/p")
    }

    @Test func costIsReadFromMetrics() async throws {
        let server = try LoopbackServer { _ in
            .json(
                "{\"status\":\"processing\",\"metrics\":{\"cost\":0.84,\"predict_time\":160.5}}")
        }
        #expect(try await provider(server).report(on: run).cost?.decimal == "0.84")
    }

    @Test(arguments: [
        (400, "{\"error\":\"schema\"}", FailureKind.refused),
        (401, "{\"error\":\"key\"}", .account),
        (402, "{\"error\":\"balance\"}", .capacityExhausted), (403, "{}", .unknown),
        (403, #"{"error":"no"}"#, .account),
        (404, "{}", .modelUnavailable),
        (429, "{}", .capacityExhausted), (500, "", .unknown), (502, "", .unknown),
        (503, "", .unknown),
        (301, "", .unknown),
        (400, "{\"status\":\"error\",\"error\":{\"code\":\"CONTENT_MODERATION\"}}", .moderated),
        (200, "{\"status\":\"error\",\"message\":\"no\",\"details\":\"why\"}", .refused),
        (200, "{\"status\":\"success\"}", .unknown), (200, "<html>", .unknown),
    ])
    func submitResponseIsClassified(
        _ status: Int, _ body: String, _ expected: FailureKind
    ) async throws {
        let server = try LoopbackServer { _ in .init(status: status, body: Data(body.utf8)) }
        let failure = try await provider(server).failure(ofSubmitting: request, to: server)
        #expect(failure.kind == expected)
        #expect(!failure.description.contains("secret-key"))
    }

    @Test(arguments: [
        ("{\"error\":\"words\"}", "words"), ("{\"status\":\"e\",\"message\":\"words\"}", "words"),
        ("{\"status\":\"error\",\"error\":\"words\",\"details\":{\"a\":1}}", "words; {\"a\":1}"),
    ])
    func everyErrorFormatIsRead(_ body: String, _ message: String) async throws {
        let server = try LoopbackServer { _ in .json(body, status: 400) }
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider(server).report(on: run)
        }
        #expect(failure.description == "HTTP 400: \(message)")
    }

    @Test(arguments: [(200, Cancellation.requested), (202, .requested), (400, .tooLate)])
    func cancelSendsPOST(_ status: Int, _ expected: Cancellation) async throws {
        let server = try LoopbackServer { _ in .json("{}", status: status) }
        #expect(try await provider(server).cancel(run) == expected)
        let sent = try #require(server.requests.first)
        #expect(sent.method == "POST")
        #expect(sent.path == "/v1/prediction/p/cancel")
    }

    @Test func pictureIsUploadedToThePresignedAddress() async throws {
        let server = try LoopbackServer { request in
            let host = request.headers["host"] ?? ""
            return request.method == "PUT"
                ? .init()
                : .json(
                    """
                    {"presigned_url":"http://\(host)/put?sig=1",
                    "public_url":"https://cdn.example/p.png","required_headers":
                    {"Content-Type":"image/png","x-amz-acl":"public-read"}}
                    """)
        }
        let picture = MediaUpload(
            fileName: "p.png", mediaType: "image/png", bytes: Data([1, 2]), dataURILimit: 10 << 20)
        #expect(try await provider(server).upload(picture) == "https://cdn.example/p.png")
        let put = try #require(server.requests.last)
        #expect(put.path == "/put?sig=1")
        #expect(put.headers["x-amz-acl"] == "public-read")
        #expect(put.headers["x-api-key"] == nil)
        #expect(put.body == Data([1, 2]))
    }

    @Test func lostSubmitIsFoundByInputAndTime() async throws {
        let server = try LoopbackServer { _ in
            .json(
                """
                {"executions":[
                {"id":"old","model":"kling-v3-pro-text-to-video","created_at":"2026-09-01T09:00:00Z",
                "input":{"prompt":"a lighthouse","duration":"5","generate_audio":true}},
                {"id":"other","model":"kling-v3-pro-text-to-video",
                "created_at":"2026-09-01T10:00:02.5Z",
                "input":{"prompt":"a boat","duration":"5","generate_audio":true}},
                {"id":"mine","model":"kling-v3-pro-text-to-video","created_at":"2026-09-01T10:00:01Z",
                "input":{"prompt":"a lighthouse","duration":"5","generate_audio":true,
                "start_image_url":"https://cdn/uploaded.png"}}]}
                """)
        }
        let submittedAt = try Date("2026-09-01T10:00:00Z", strategy: .iso8601)
        let found = try await provider(server).find(
            LostSubmit(
                clientReference: "dailies-1", endpoint: request.endpoint,
                input: [
                    "prompt": "a lighthouse", "duration": "5", "generate_audio": true,
                    "start_image_url": "file:kite.png",
                ], submittedAt: submittedAt))
        #expect(found?.matches.map(\.run.id) == ["mine"])
        #expect(server.requests.first?.path == "/v1/executions")
    }

    /// A request that the ledger can't read any more says nothing: no execution may be adopted for it.
    @Test(arguments: [JSONValue.null, [:], ["start_image_url": "file:kite.png"]])
    func anEmptyRequestMatchesNoExecution(_ input: JSONValue) async throws {
        let server = try LoopbackServer { _ in
            .json(
                "[{\"id\":\"p\",\"created_at\":\"2026-09-01T10:00:01Z\",\"input\":{\"prompt\":\"a\"}}]"
            )
        }
        let found = try await provider(server).find(
            LostSubmit(
                clientReference: "dailies-1", endpoint: request.endpoint, input: input,
                submittedAt: try Date("2026-09-01T10:00:00Z", strategy: .iso8601)))
        #expect(found?.matches.isEmpty == true)
    }

    /// Only the fields that were sent are compared; the echo may contain more.
    @Test(arguments: [
        (
            """
            {"multi_prompt":[{"prompt":"a","duration":"3","index":1},{"prompt":"b","duration":"2"}],
            "cfg_scale":0.5,"negative_prompt":"blur"}
            """, true
        ),
        ("{\"multi_prompt\":[{\"prompt\":\"a\",\"duration\":\"3\"}]}", false),
        (
            """
            {"multi_prompt":[{"prompt":"a","duration":"3"},{"prompt":"c","duration":"2"}],
            "cfg_scale":0.5}
            """, false
        ),
        ("{\"cfg_scale\":0.5}", false),
    ])
    func echoedInputMayContainDefaults(_ echo: String, _ isMine: Bool) async throws {
        let server = try LoopbackServer { _ in
            .json("[{\"id\":\"p\",\"created_at\":\"2026-09-01T10:00:01Z\",\"input\":\(echo)}]")
        }
        let input: JSONValue = [
            "multi_prompt": [
                ["prompt": "a", "duration": "3"], ["prompt": "b", "duration": "2"],
            ]
        ]
        let found = try await provider(server).find(
            LostSubmit(
                clientReference: "dailies-1", endpoint: request.endpoint, input: input,
                submittedAt: try Date("2026-09-01T10:00:00Z", strategy: .iso8601)))
        #expect(found?.matches.count == (isMine ? 1 : 0))
    }
}

import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Testing

/// Exchanges as fal's pages document them, in every spelling that they use.
@Suite struct FalProviderTests {
    private func provider(_ server: LoopbackServer) throws -> FalProvider {
        try FalProvider(Access.of(FalProvider.self, server, key: "id:secret"))
    }

    private let request = GenerationRequest(
        endpoint: "fal-ai/kling-video/v3/pro/text-to-video",
        input: ["prompt": "a lighthouse", "duration": "5", "generate_audio": true],
        clientReference: "dailies-1",
        metadata: ["shot": "010", "take": 1])

    private func run(_ server: LoopbackServer) -> RemoteRun {
        let base = "\(server.baseURL)/fal-ai/kling-video/requests/r"
        return RemoteRun(
            id: "r",
            addresses: [
                "status_url": base + "/status", "response_url": base,
                "cancel_url": base + "/cancel",
            ])
    }

    @Test func submitSendsTheDocumentedRequest() async throws {
        let server = try LoopbackServer { request in
            let host = request.headers["host"] ?? ""
            return .json(
                """
                {"status":"IN_QUEUE","request_id":"r","queue_position":0,
                "response_url":"http://\(host)/fal-ai/kling-video/requests/r?x=1",
                "status_url":"http://\(host)/fal-ai/kling-video/requests/r/status",
                "cancel_url":"http://\(host)/fal-ai/kling-video/requests/r/cancel"}
                """)
        }
        let report = try await provider(server).submit(request)
        #expect(report.run.id == "r")
        #expect(report.state == .queued)
        let base = "\(server.baseURL)/fal-ai/kling-video/requests/r"
        // fal's own addresses are used unchanged.
        #expect(report.run.addresses["response_url"] == base + "?x=1")
        #expect(report.run.addresses["status_url"] == base + "/status")
        let sent = try #require(server.requests.first)
        #expect(sent.path == "/fal-ai/kling-video/v3/pro/text-to-video")
        #expect(sent.headers["authorization"] == "Key id:secret")
        // The body is the input itself, without an envelope.
        #expect(try JSONValue(parsing: sent.body) == request.input)
    }

    @Test func callbackAddressIsSentInTheQuery() async throws {
        let server = try LoopbackServer { _ in .json("{\"request_id\":\"r\"}") }
        let requestWithCallback = GenerationRequest(
            endpoint: request.endpoint, input: request.input, clientReference: "dailies-1",
            metadata: [:],
            callback: CallbackAddress(url: "https://me.example/fal/a b?c=d", secret: "s"))
        _ = try await provider(server).submit(requestWithCallback)
        #expect(
            server.requests.first?.path
                == "/\(request.endpoint)?fal_webhook=https%3A%2F%2Fme.example%2Ffal%2Fa%20b%3Fc%3Dd"
        )
    }

    @Test func addressesOnUntrustedOriginsAreReplaced() async throws {
        let untrustedServer = try LoopbackServer { _ in .json("{}") }
        let server = try LoopbackServer { request in
            request.method == "POST"
                ? .json(
                    """
                    {"request_id":"r","status_url":"\(untrustedServer.baseURL)/status",
                    "response_url":"https://evil.example/r","cancel_url":null}
                    """)
                : .json("{\"status\":\"IN_PROGRESS\"}", status: 202)
        }
        let provider = try provider(server)
        let run = try await provider.submit(request).run
        #expect(try await provider.report(on: run).state == .running)
        #expect(server.requests.last?.path == "/fal-ai/kling-video/requests/r/status?logs=1")
        #expect(untrustedServer.requests.isEmpty)
        let untrusted = RemoteRun(
            id: "r", addresses: ["status_url": untrustedServer.baseURL + "/status"])
        let failure = await #expect(throws: ProviderFailure.self) {
            try await provider.report(on: untrusted)
        }
        #expect(failure?.kind == .refused)
        #expect(untrustedServer.requests.isEmpty)
    }

    @Test func runFoundByAPersonIsPolledLikeAnyOther() async throws {
        let server = try LoopbackServer { _ in .json("{\"status\":\"IN_QUEUE\"}", status: 202) }
        let provider = try provider(server)
        let found = provider.remoteRun(id: "r 1", endpoint: request.endpoint)
        #expect(try await provider.report(on: found).state == .queued)
        #expect(
            server.requests.first?.path == "/fal-ai/kling-video/requests/r%201/status?logs=1")
    }

    static let waiting: [(String, Int, RemoteState)] = [
        ("{\"status\":\"IN_QUEUE\",\"queue_position\":3}", 202, .queued),
        ("{\"status\":\"IN_QUEUE\"}", 202, .queued),
        ("{\"status\":\"IN_PROGRESS\",\"logs\":[{\"message\":\"m\"}]}", 202, .running),
        ("{\"status\":\"IN_PROGRESS\",\"logs\":null}", 200, .running),
        ("{\"status\":\"DREAMING\"}", 202, .unrecognized("DREAMING")),
    ]

    @Test(arguments: waiting)
    func everyDocumentedStatusIsRead(_ json: String, _ status: Int, _ state: RemoteState)
        async throws
    {
        let server = try LoopbackServer { _ in .json(json, status: status) }
        #expect(try await provider(server).report(on: run(server)).state == state)
        #expect(
            server.requests.map(\.path) == ["/fal-ai/kling-video/requests/r/status?logs=1"])
    }

    struct Outcome: Sendable, CustomTestStringConvertible {
        let status: Int
        let headers: [String: String]
        let body: String
        let state: RemoteState

        init(
            _ status: Int, _ body: String, _ state: RemoteState, headers: [String: String] = [:]
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.state = state
        }

        var testDescription: String { "\(status) \(body)" }
    }

    static let outcomes: [Outcome] = [
        Outcome(
            200, "{\"video\":{\"url\":\"https://v3.fal.media/f.mp4\",\"file_size\":8062911}}",
            .succeeded(
                GeneratedFile(
                    url: "https://v3.fal.media/f.mp4",
                    delivery: Delivery(bytes: 8_062_911, inferenceSeconds: 9.5)))),
        Outcome(
            200, "{\"video\":{\"url\":\"https://v3.fal.media/f.mp4\",\"file_size\":null}}",
            .succeeded(
                GeneratedFile(
                    url: "https://v3.fal.media/f.mp4", delivery: Delivery(inferenceSeconds: 9.5)))),
        Outcome(
            200, "{\"seed\":1}",
            .videoMissing),
        Outcome(400, "Request is still in progress", .running),
        Outcome(
            422,
            """
            {"detail":[{"loc":["body","prompt"],"msg":"flagged","type":"content_policy_violation"}]}
            """,
            .failed(
                RunFailure(
                    .moderated, "HTTP 422 content_policy_violation: body.prompt: flagged"))),
        Outcome(
            422, "{\"detail\":[{\"loc\":[\"body\",0],\"msg\":\"bad\",\"type\":\"value_error\"}]}",
            .failed(RunFailure(.ordinary, "HTTP 422 value_error: body.0: bad"))),
        Outcome(
            422, "{\"detail\":\"Unprocessable\"}",
            .failed(RunFailure(.ordinary, "HTTP 422: Unprocessable"))),
        Outcome(
            500,
            "{\"detail\":[{\"msg\":\"partner is down\",\"type\":\"downstream_service_unavailable\"}]}",
            .failed(
                RunFailure(
                    .providerFault, "HTTP 500 downstream_service_unavailable: partner is down")),
            headers: ["x-fal-request-id": "r", "X-Fal-Retryable": "true"]),
        Outcome(
            500,
            "{\"detail\":[{\"msg\":\"no\",\"type\":\"internal_server_error\"}]}",
            .failed(RunFailure(.ordinary, "HTTP 500 internal_server_error: no")),
            headers: ["x-fal-request-id": "r", "X-Fal-Retryable": "false"]),
        Outcome(
            400,
            "{\"detail\":[{\"msg\":\"refused\",\"type\":\"downstream_service_error\"}]}",
            .failed(RunFailure(.ordinary, "HTTP 400 downstream_service_error: refused")),
            headers: ["x-fal-request-id": "r"]),
        Outcome(
            400,
            "{\"detail\":[{\"msg\":\"busy\",\"type\":\"downstream_service_error\"}]}",
            .failed(RunFailure(.ordinary, "HTTP 400 downstream_service_error: busy")),
            headers: ["x-fal-request-id": "r", "X-Fal-Retryable": "true"]),
        Outcome(
            400, "{\"detail\":\"bad\",\"error_type\":\"bad_request\"}",
            .failed(RunFailure(.ordinary, "HTTP 400 bad_request: bad")),
            headers: ["x-fal-request-id": "r", "X-Fal-Retryable": "true"]),
        // It may have been charged.
        Outcome(
            422,
            "{\"detail\":[{\"msg\":\"busy\",\"type\":\"downstream_service_error\"}]}",
            .failed(RunFailure(.ordinary, "HTTP 422 downstream_service_error: busy")),
            headers: ["x-fal-request-id": "r", "X-Fal-Retryable": "true"]),
        // The body takes precedence over the header fields.
        Outcome(
            503, "{\"detail\":\"gone\",\"error_type\":\"runner_disconnected\"}",
            .failed(RunFailure(.providerFault, "HTTP 503 runner_disconnected: gone")),
            headers: ["x-fal-request-id": "r", "X-Fal-Retryable": "false"]),
        Outcome(
            500, "{\"detail\":\"bad\",\"error_type\":\"bad_request\"}",
            .failed(RunFailure(.ordinary, "HTTP 500 bad_request: bad")),
            headers: ["x-fal-request-id": "r", "X-Fal-Retryable": "true"]),
        Outcome(
            503,
            "{\"detail\":\"gone\",\"error_type\":\"runner_disconnected\"}",
            .failed(RunFailure(.providerFault, "HTTP 503 runner_disconnected: gone")),
            headers: ["x-fal-request-id": "r"]),
        Outcome(
            504,
            "{\"detail\":[{\"msg\":\"slow\",\"type\":\"generation_timeout\"}]}",
            .failed(RunFailure(.providerFault, "HTTP 504 generation_timeout: slow")),
            headers: ["x-fal-request-id": "r", "X-Fal-Needs-Retry": "1"]),
    ]

    @Test(arguments: outcomes)
    func resultDecidesTheStateOfACompletedRequest(_ outcome: Outcome) async throws {
        let server = try LoopbackServer { request in
            request.path.contains("/status")
                ? .json("{\"status\":\"COMPLETED\",\"metrics\":{\"inference_time\":9.5}}")
                : .init(
                    status: outcome.status, headers: outcome.headers, body: Data(outcome.body.utf8))
        }
        #expect(try await provider(server).report(on: run(server)).state == outcome.state)
    }

    @Test func failureInTheStatusCountsWhateverTheResultIs() async throws {
        let server = try LoopbackServer { request in
            request.path.contains("/status")
                ? .json(
                    """
                    {"status":"COMPLETED","error":"the runner left","error_type":"runner_disconnected"}
                    """)
                : .init(status: 503, body: Data("gone".utf8))
        }
        let state = try await provider(server).report(on: run(server)).state
        #expect(
            state == .failed(RunFailure(.providerFault, "runner_disconnected: the runner left")))
    }

    /// A failed transfer is not a failed run.
    @Test(arguments: [
        (502, "<html>nginx</html>", FailureKind.retryable), (503, "", .retryable),
        (500, "{\"message\":\"gateway\"}", .retryable), (429, "{\"detail\":\"slow\"}", .retryable),
        (401, "{\"detail\":\"no\"}", .account), (402, "{\"detail\":\"no\"}", .account),
        (408, "{\"detail\":\"slow\"}", .retryable), (409, "{\"detail\":\"busy\"}", .retryable),
        (404, "{\"detail\":\"gone\"}", .refused),
    ])
    func gatewayResponseIsNotARunFailure(
        _ status: Int, _ body: String, _ expected: FailureKind
    ) async throws {
        let server = try LoopbackServer { request in
            request.path.contains("/status")
                ? .json("{\"status\":\"COMPLETED\"}") : .init(status: status, body: Data(body.utf8))
        }
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider(server).report(on: run(server))
        }
        #expect(failure.kind == expected)
    }

    @Test(arguments: [
        (400, "{\"detail\":\"bad\"}", FailureKind.refused), (401, "{\"detail\":\"key\"}", .account),
        (402, "{}", .account), (403, "{\"detail\":\"locked\"}", .account),
        (405, "{\"detail\":\"path\"}", .refused), (408, "", .unknown),
        (422, "{\"detail\":[{\"msg\":\"m\",\"type\":\"missing\"}]}", .refused),
        (422, "{\"detail\":[{\"msg\":\"m\",\"type\":\"content_policy_violation\"}]}", .moderated),
        (429, "", .retryable), (500, "", .unknown), (502, "", .unknown), (503, "", .unknown),
        (504, "", .unknown), (307, "", .unknown),
    ])
    func submitResponseIsClassified(
        _ status: Int, _ body: String, _ expected: FailureKind
    ) async throws {
        let server = try LoopbackServer { _ in .init(status: status, body: Data(body.utf8)) }
        let failure = try await provider(server).failure(ofSubmitting: request, to: server)
        #expect(failure.kind == expected)
    }

    @Test(arguments: [
        (202, "CANCELLATION_REQUESTED", Cancellation.requested), (200, "OK", .requested),
        (400, "ALREADY_COMPLETED", .tooLate),
    ])
    func cancelUsesFalsAddress(
        _ status: Int, _ word: String, _ expected: Cancellation
    ) async throws {
        let server = try LoopbackServer { _ in .json("{\"status\":\"\(word)\"}", status: status) }
        #expect(try await provider(server).cancel(run(server)) == expected)
        let sent = try #require(server.requests.first)
        #expect(sent.method == "PUT")
        #expect(sent.path == "/fal-ai/kling-video/requests/r/cancel")
    }

    @Test func videoIsFoundInAnUndocumentedFormat() async throws {
        let server = try LoopbackServer { _ in
            .json("{\"result\":{\"clips\":[\"https://v3.fal.media/f.mp4?sig=1\"]}}")
        }
        let provider = try FalSyncProvider(
            Access.of(FalSyncProvider.self, server, key: "id:secret"))
        let file = GeneratedFile(url: "https://v3.fal.media/f.mp4?sig=1", bytes: nil)
        #expect(try await provider.submit(request).state == .succeeded(file))
    }

    @Test func tooManyRequestsWithoutTheQueueIsCapacityExhausted() async throws {
        let server = try LoopbackServer { _ in .init(status: 429, headers: ["Retry-After": "9"]) }
        let provider = try FalSyncProvider(
            Access.of(FalSyncProvider.self, server, key: "id:secret"))
        let failure = try await provider.failure(ofSubmitting: request, to: server)
        guard case .capacityExhausted(_, false, .some(.seconds(9))) = failure else {
            Issue.record("\(failure)")
            return
        }
    }

    @Test func synchronousResponseContainsTheVideo() async throws {
        let server = try LoopbackServer { _ in
            .init(
                headers: ["x-fal-request-id": "r9"],
                body: Data("{\"video\":{\"url\":\"https://v3.fal.media/f.mp4\"}}".utf8))
        }
        let provider = try FalSyncProvider(
            Access.of(FalSyncProvider.self, server, key: "id:secret"))
        let report = try await provider.submit(request)
        let file = GeneratedFile(url: "https://v3.fal.media/f.mp4", bytes: nil)
        #expect(report.state == .succeeded(file))
        #expect(report.run.id == "r9")
        // A second report uses the stored address and sends no request.
        #expect(try await provider.report(on: report.run).state == .succeeded(file))
        #expect(server.requests.count == 1)
        let forgotten = await #expect(throws: ProviderFailure.self) {
            try await provider.report(on: RemoteRun(id: "r9"))
        }
        #expect(forgotten?.kind == .refused)
    }
}

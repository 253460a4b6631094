import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Testing

/// Exchanges as Kling's pages document them, in both protocols.
@Suite struct KlingProviderTests {
    private static let newest = "text-to-video/kling-3.0"
    private static let older = "v1/videos/text2video"

    private func provider(_ name: String, _ server: LoopbackServer) throws -> any Provider {
        let type = try #require(ProviderRegistry.named(name))
        return type.init(try Access.of(type, server, key: "secret-key"))
    }

    private func request(
        _ endpoint: String, _ input: JSONValue, callback: Bool = true
    ) -> GenerationRequest {
        GenerationRequest(
            endpoint: endpoint, input: input, clientReference: "dailies-1",
            metadata: ["shot": "010"],
            callback: callback ? CallbackAddress(url: "https://me.example/h", secret: "s") : nil)
    }

    private func endpoint(_ name: String) -> String { name == "kling" ? Self.newest : Self.older }

    /// The page's own example of an answer.
    @Test func submitSendsTheDocumentedRequest() async throws {
        let server = try LoopbackServer { _ in
            .json(
                """
                {"code": 0, "message": "string", "request_id": "string", "data": {
                 "id": "893605946402811985", "status": "submitted", "create_time": 1781080778802,
                 "update_time": 1781080794151, "external_id": "dailies-1"}}
                """)
        }
        let input: JSONValue = [
            "prompt": "a lighthouse", "settings": ["duration": 5, "multi_shot": false],
        ]
        let report = try await provider("kling", server).submit(request(Self.newest, input))
        #expect(report.run == RemoteRun(id: "893605946402811985"))
        #expect(report.state == .queued)
        let sent = try #require(server.requests.first)
        #expect(sent.method == "POST")
        #expect(sent.path == "/text-to-video/kling-3.0")
        #expect(sent.headers["authorization"] == "Bearer secret-key")
        #expect(sent.headers["content-type"] == "application/json")
        #expect(
            try JSONValue(parsing: sent.body) == [
                "prompt": "a lighthouse", "settings": ["duration": 5, "multi_shot": false],
                "options": [
                    "external_task_id": "dailies-1", "callback_url": "https://me.example/h",
                ],
            ])
    }

    @Test func submitToV1SendsTheDocumentedRequest() async throws {
        let server = try LoopbackServer { _ in
            .json(
                """
                {"code": 0, "message": "string", "request_id": "string", "data": {
                 "task_id": "7", "task_status": "submitted",
                 "task_info": {"external_task_id": "dailies-1"},
                 "created_at": 1722769557708, "updated_at": 1722769557708}}
                """)
        }
        let input: JSONValue = ["model_name": "kling-v3", "prompt": "a", "duration": "5"]
        let report = try await provider("kling-v1", server).submit(request(Self.older, input))
        #expect(report.run.id == "7")
        #expect(
            report.run.addresses == ["task_url": "\(server.baseURL)/v1/videos/text2video/7"])
        let sent = try #require(server.requests.first)
        #expect(sent.path == "/v1/videos/text2video")
        #expect(
            try JSONValue(parsing: sent.body) == [
                "model_name": "kling-v3", "prompt": "a", "duration": "5",
                "external_task_id": "dailies-1", "callback_url": "https://me.example/h",
            ])
    }

    /// "do not add any prefixes to the Base64-encoded string, such as data:image/png;base64".
    @Test func picturesAreSentAsBase64WithoutAPrefix() async throws {
        let server = try LoopbackServer { _ in .json(#"{"code": 0, "data": {"id": "1"}}"#) }
        let provider = try provider("kling", server)
        let bytes = Data([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])
        let address = try await provider.upload(
            MediaUpload(
                fileName: "a.png", mediaType: "image/png", bytes: bytes, dataURILimit: 1000))
        #expect(server.requests.isEmpty)
        let input: JSONValue = [
            "contents": [["type": "first_frame", "url": .string(address)]]
        ]
        _ = try await provider.submit(request(Self.newest, input, callback: false))
        let body = try JSONValue(parsing: try #require(server.requests.first).body)
        let url = try #require(body["contents"]?.elements?.first?["url"]?.text)
        #expect(Data(base64Encoded: url) == bytes)
        await #expect(throws: ProviderFailure.self) {
            try await provider.upload(
                MediaUpload(
                    fileName: "a.mp4", mediaType: "video/mp4", bytes: bytes, dataURILimit: 1000))
        }
    }

    // MARK: Errors

    /// Kling's table of errors, with HTTP 429 for failures that pass and for others that don't.
    static let refusals: [(Int, Int?, FailureKind)] = [
        (401, 1000, .account), (401, 1001, .account), (401, 1002, .account), (401, 1003, .account),
        (401, 1004, .account), (429, 1100, .account), (429, 1101, .account), (429, 1102, .account),
        (403, 1103, .account), (400, 1200, .refused), (400, 1201, .refused),
        (404, 1202, .modelUnavailable),
        (404, 1203, .modelUnavailable), (400, 1300, .refused), (400, 1301, .moderated),
        (429, 1302, .retryable), (429, 1303, .capacityExhausted), (429, 1304, .account),
        (500, 5000, .unknown), (503, 5001, .unknown), (504, 5002, .unknown),
        // An error with HTTP 200 counts by its code.
        (200, 1301, .moderated), (200, 1303, .capacityExhausted), (200, 1102, .account),
        (200, 1201, .refused), (200, 5000, .unknown), (200, 9999, .unknown),
        // A server error proves nothing, whatever its code says.
        (500, 1201, .unknown), (502, nil, .unknown), (504, nil, .unknown), (408, nil, .unknown),
        // Not in Kling's form: only a status that refuses the request itself.
        (400, nil, .refused), (401, nil, .account), (429, nil, .unknown), (409, nil, .unknown),
        (403, nil, .unknown), (302, nil, .unknown),
    ]

    @Test(arguments: refusals.indices, ["kling", "kling-v1"])
    func submitFailuresAreClassified(_ index: Int, _ name: String) async throws {
        let (status, code, expected) = Self.refusals[index]
        let server = try LoopbackServer { _ in
            guard let code else { return .init(status: status, body: Data("<html>".utf8)) }
            return .json(
                "{\"code\": \(code), \"message\": \"no\", \"request_id\": \"q\"}", status: status)
        }
        let failure = try await provider(name, server).failure(
            ofSubmitting: request(endpoint(name), ["prompt": "a"]), to: server)
        #expect(failure.kind == expected, "\(status) \(code ?? 0)")
    }

    @Test func aParallelLimitCarriesItsDelay() async throws {
        let server = try LoopbackServer { _ in
            .init(
                status: 429, headers: ["Retry-After": "7"],
                body: Data(
                    #"{"code":1303,"message":"parallel task over resource pack limit"}"#.utf8))
        }
        let failure = try await provider("kling", server).failure(
            ofSubmitting: request(Self.newest, ["prompt": "a"]), to: server)
        #expect(
            failure
                == .capacityExhausted(
                    reason: "HTTP 429 1303: parallel task over resource pack limit",
                    isCredit: false, after: .seconds(7)))
    }

    /// A refusal because of the id, and an answer that names a task, mean that something exists.
    @Test(arguments: [
        (
            400, #"{"code": 1201, "message": "external_task_id already exists"}"#,
            FailureKind.alreadyAccepted
        ),
        (400, #"{"code": 1201, "message": "external_task_id: Duplicate value"}"#, .alreadyAccepted),
        (400, #"{"code": 1200, "message": "external_task_id 已存在"}"#, .alreadyAccepted),
        // Whatever the code and the status.
        (409, #"{"code": 1210, "message": "external_task_id already exists"}"#, .alreadyAccepted),
        (
            400, #"{"code": 1201, "message": "no", "data": {"id": "7", "status": "submitted"}}"#,
            .unknown
        ),
    ])
    func aRepeatedIDNeverMeansThatNothingWasBought(
        _ status: Int, _ answer: String, _ kind: FailureKind
    ) async throws {
        for name in ["kling", "kling-v1"] {
            let server = try LoopbackServer { _ in .json(answer, status: status) }
            let failure = try await provider(name, server).failure(
                ofSubmitting: request(endpoint(name), ["prompt": "a"]), to: server)
            #expect(failure.kind == kind)
        }
    }

    @Test(arguments: ["not JSON", "{}", #"{"code": 0, "data": {}}"#, #"{"code": 0, "data": []}"#])
    func anAcceptanceWithoutAnIDIsUnknown(_ answer: String) async throws {
        let server = try LoopbackServer { _ in .json(answer) }
        let failure = try await provider("kling", server).failure(
            ofSubmitting: request(Self.newest, ["prompt": "a"]), to: server)
        #expect(failure.kind == .unknown)
    }

    @Test(arguments: [
        (401, 1004, FailureKind.account), (429, 1302, .retryable), (429, 1303, .retryable),
        (429, 1101, .account), (500, 5000, .retryable), (200, 5002, .retryable),
        (400, 1201, .refused), (404, 1203, .notFound), (502, 0, .retryable),
    ])
    func queryFailuresAreClassified(_ status: Int, _ code: Int, _ expected: FailureKind)
        async throws
    {
        let server = try LoopbackServer { _ in
            .json("{\"code\": \(code), \"message\": \"no\"}", status: status)
        }
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider("kling", server).report(on: RemoteRun(id: "7"))
        }
        #expect(failure.kind == expected)
    }

    // MARK: Tasks

    static let states: [(String, RemoteState)] = [
        (#"{"id": "7", "status": "submitted"}"#, .queued),
        (#"{"id": "7", "status": "processing"}"#, .running),
        (#"{"id": 7, "status": "processing"}"#, .running),
        (#"{"task_id": "7", "task_status": "processing"}"#, .running),
        (#"{"id": "7", "status": "pondering"}"#, .unrecognized("pondering")),
        (
            """
            {"id": "7", "status": "succeeded", "outputs": [
             {"type": "image", "url": "https://cdn/a.jpg"},
             {"type": "video", "id": "v", "url": "https://cdn/v.mp4",
              "watermark_url": "https://cdn/w.mp4", "duration": "5.041"}]}
            """,
            .succeeded(GeneratedFile(url: "https://cdn/v.mp4", delivery: Delivery(duration: 5.041)))
        ),
        (
            """
            {"task_id": "7", "task_status": "succeed", "task_result": {"videos": [
             {"id": "v", "url": "https://cdn/v.mp4", "duration": "5"}]}}
            """,
            .succeeded(GeneratedFile(url: "https://cdn/v.mp4", delivery: Delivery(duration: 5)))
        ),
        // A copy with a watermark isn't what was asked for.
        (
            #"{"id": "7", "status": "succeeded", "outputs": [{"watermark_url": "https://cdn/w.mp4"}]}"#,
            .videoMissing
        ),
        (#"{"id": "7", "status": "succeeded"}"#, .videoMissing),
        (
            #"{"id": "7", "status": "failed", "message": "no frames"}"#,
            .failed(RunFailure(.ordinary, "no frames"))
        ),
        (
            """
            {"task_id": "7", "task_status": "failed",
             "task_status_msg": "Failure to pass the risk control system"}
            """,
            .failed(RunFailure(.moderated, "Failure to pass the risk control system"))
        ),
        (
            #"{"id": "7", "status": "failed"}"#,
            .failed(RunFailure(.ordinary, "the provider gives no reason"))
        ),
    ]

    /// Either protocol's task, alone or in a list, from either protocol.
    @Test(arguments: states.indices, [("kling", true), ("kling-v1", false), ("kling-v1", true)])
    func tasksAreRead(_ index: Int, _ form: (name: String, isList: Bool)) async throws {
        let (task, state) = Self.states[index]
        let server = try LoopbackServer { _ in
            .json("{\"code\": 0, \"data\": \(form.isList ? "[\(task)]" : task)}")
        }
        let provider = try provider(form.name, server)
        let run = provider.remoteRun(id: "7", endpoint: endpoint(form.name))
        #expect(try await provider.report(on: run).state == state)
        #expect(
            server.requests.map(\.path) == [
                form.name == "kling" ? "/tasks?task_ids=7" : "/v1/videos/text2video/7"
            ])
    }

    @Test(arguments: [
        (#"[{"charge_type": "cash", "amount": "0.42", "currency": "USD"}]"#, "0.42"),
        (
            """
            [{"charge_type": "cash", "amount": "0.40", "currency": "USD"},
             {"charge_type": "cash", "cash_type": "test_balance", "amount": "0.02", "currency": "USD"}]
            """, "0.42"
        ),
        (#"[{"charge_type": "unit", "amount": "3", "package_type": "video"}]"#, nil),
        (#"[{"charge_type": "cash", "amount": "3.00", "currency": "CNY"}]"#, nil),
        ("[]", nil),
    ])
    func onlyDollarsAreACost(_ billing: String, _ dollars: String?) async throws {
        let server = try LoopbackServer { _ in
            .json(
                "{\"code\": 0, \"data\": [{\"id\": \"7\", \"status\": \"processing\", "
                    + "\"billing\": \(billing)}]}")
        }
        let report = try await provider("kling", server).report(on: RemoteRun(id: "7"))
        #expect(report.cost?.decimal == dollars)
    }

    /// An unknown id is answered with an empty list, and at v1 with an error.
    @Test(arguments: [
        ("kling", #"{"code": 0, "data": []}"#, 200),
        ("kling", #"{"code": 0, "data": [{"id": "8", "status": "succeeded"}]}"#, 200),
        ("kling-v1", #"{"code": 1201, "message": "Task not found by id/external id"}"#, 400),
        ("kling-v1", #"{"code": 1203, "message": "no resource"}"#, 404),
    ])
    func aMissingTaskIsNotFound(_ name: String, _ answer: String, _ status: Int) async throws {
        let server = try LoopbackServer { _ in .json(answer, status: status) }
        let provider = try provider(name, server)
        let run = provider.remoteRun(id: "7", endpoint: endpoint(name))
        await #expect(throws: ProviderFailure.notFound) { try await provider.report(on: run) }
    }

    @Test func theKeyIsNotSentToAnotherHost() async throws {
        let server = try LoopbackServer { _ in .json("{}") }
        let run = RemoteRun(
            id: "7", addresses: ["task_url": "https://elsewhere.invalid/v1/videos/text2video/7"])
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider("kling-v1", server).report(on: run)
        }
        #expect(failure.kind == .refused)
        #expect(server.requests.isEmpty)
    }

    // MARK: Callbacks

    @Test(arguments: [
        #"{"id": "7", "status": "succeeded"}"#, #"{"task_id": "7", "task_status": "succeed"}"#,
        #"{"code": 0, "data": {"id": "7", "status": "failed"}}"#,
        #"{"code": 0, "data": [{"id": "7", "status": "failed"}]}"#,
    ])
    func aCallbackNamesTheTask(_ body: String) async throws {
        let server = try LoopbackServer { _ in .json("{}") }
        let callback = CallbackDelivery(
            headers: [:], body: Data(body.utf8), receivedAt: Date(), secret: "")
        #expect(try await provider("kling", server).verify(callback).runID == "7")
    }
}

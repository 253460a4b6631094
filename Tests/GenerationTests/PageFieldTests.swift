import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Testing

/// Requests to servers that know nothing but what the models' pages name.
@Suite struct PageFieldTests {
    private func request(_ endpoint: String, callback: Bool = false) -> GenerationRequest {
        GenerationRequest(
            endpoint: endpoint, input: ["prompt": "a lighthouse"], clientReference: "dailies-1",
            metadata: [:],
            callback: callback ? CallbackAddress(url: "https://me.example/h", secret: "s") : nil)
    }

    /// An unknown field is left out, in this submit and in later ones.
    @Test func aFieldThatRunflowDoesNotKnowIsLeftOut() async throws {
        let server = try LoopbackServer { request in
            let body = try? JSONValue(parsing: request.body)
            return body?["client_ref"] == nil
                ? .json("{\"id\":\"r1\",\"status_code\":\"queued\"}", status: 201)
                : .json("{\"message\":\"client_ref: unknown field\"}", status: 422)
        }
        let provider = RunflowProvider(
            try Access.of(RunflowProvider.self, server, key: "rf_live_secret"))
        #expect(try await provider.submit(request("m")).run.id == "r1")
        #expect(try await provider.submit(request("m")).run.id == "r1")
        #expect(server.requests.count == 3)
    }

    /// A server that has seen the reference before may have accepted an earlier request.
    @Test(arguments: [
        (422, "client_ref is already taken"), (409, "unknown conflict of client_ref"),
        (422, "prompt: unknown word"),
    ])
    func anyOtherRefusalIsFinal(_ status: Int, _ message: String) async throws {
        let server = try LoopbackServer { _ in
            .json("{\"message\":\"\(message)\"}", status: status)
        }
        let provider = RunflowProvider(
            try Access.of(RunflowProvider.self, server, key: "rf_live_secret"))
        let failure = try await provider.failure(ofSubmitting: request("m"), to: server)
        #expect(failure.kind == .refused)
    }

    @Test func aRunIsAskedForWithoutAnUnknownParameter() async throws {
        let server = try LoopbackServer { request in
            request.path.contains("add_signature")
                ? .json("{\"message\":\"add_signature: unknown query parameter\"}", status: 422)
                : .json("{\"id\":\"r1\",\"status_code\":\"running\"}")
        }
        let provider = RunflowProvider(
            try Access.of(RunflowProvider.self, server, key: "rf_live_secret"))
        for _ in 0..<2 {
            #expect(try await provider.report(on: RemoteRun(id: "r1")).state == .running)
        }
        #expect(server.requests.map(\.path).filter { $0 == "/v1/runs/r1" }.count == 2)
        #expect(server.requests.count == 3)
    }

    @Test func eachlabsGetsWhatItsPageNamesAndASecretWhereItTakesOne() async throws {
        let server = try LoopbackServer { request in
            let body = try? JSONValue(parsing: request.body)
            return body?["webhook_secret"] == nil
                ? .json("{\"predictionID\":\"p1\"}")
                : .json(
                    """
                    {"status":"error","message":"Invalid input",
                     "details":"webhook_secret is not a field of this request"}
                    """, status: 400)
        }
        let provider = EachlabsProvider(
            try Access.of(EachlabsProvider.self, server, key: "each"))
        _ = try await provider.submit(request("slug", callback: true))
        let bodies = try server.requests.map { try JSONValue(parsing: $0.body) }
        #expect(bodies.map { $0["webhook_secret"] != nil } == [true, false])
        #expect(
            Set(try #require(bodies.last?.members).keys) == ["model", "input", "webhook_url"])
    }

    /// Without its upload endpoint a picture travels in the request, if the profile allows that.
    @Test(arguments: [404, 405, 500])
    func aPictureReachesRunflowInsideTheRequest(_ status: Int) async throws {
        let server = try LoopbackServer { _ in .json("{}", status: status) }
        let provider = RunflowProvider(
            try Access.of(RunflowProvider.self, server, key: "rf_live_secret"))
        let bytes = Data([1, 2])
        let allowed = MediaUpload(
            fileName: "k.png", mediaType: "image/png", bytes: bytes, allowsDataURI: true)
        #expect(try await provider.upload(allowed) == "data:image/png;base64,AQI=")
        let refused = MediaUpload(
            fileName: "k.png", mediaType: "image/png", bytes: bytes, allowsDataURI: false)
        await #expect(throws: ProviderFailure.self) { try await provider.upload(refused) }
    }

    /// A connection failure means that nothing was sent: the backup host is asked.
    @Test func theBackupHostIsAskedWhereNoConnectionCanBeMade() async throws {
        let backup = try LoopbackServer { request in
            request.method == "POST"
                ? .json("{\"request_id\":\"q1\"}") : .json("{\"status\":\"IN_PROGRESS\"}")
        }
        let closed = "http://127.0.0.1:1"
        var access = try ProviderAccess(
            FalProvider.identity,
            environment: ["FAL_KEY": "id:secret", "FAL_QUEUE_RUN_HOST": closed],
            client: HTTPClient())
        access.backups = [closed: backup.baseURL]
        let provider = FalProvider(access)
        let report = try await provider.submit(request("fal-ai/kling-video/v3/pro/text-to-video"))
        #expect(report.run.id == "q1")
        #expect(try await provider.report(on: report.run).state == .running)
        let sent = backup.requests
        #expect(sent.map(\.method) == ["POST", "GET"])
        #expect(sent.allSatisfy { $0.headers["authorization"] == "Key id:secret" })
    }

    /// Once a connection was made, the request may have been accepted.
    @Test func theBackupHostIsNotAskedAfterALostAnswer() async throws {
        let server = try LoopbackServer { _ in LoopbackServer.Reply(closesSilently: true) }
        let backup = try LoopbackServer { _ in .json("{\"request_id\":\"q2\"}") }
        var access = try Access.of(FalProvider.self, server, key: "id:secret")
        access.backups = [server.baseURL: backup.baseURL]
        let failure = try await FalProvider(access).failure(
            ofSubmitting: request("fal-ai/kling-video/v3/pro/text-to-video"), to: server)
        #expect(failure.kind == .unknown)
        #expect(backup.requests.isEmpty)
    }

    @Test func falHasTheBackupHostsOfItsClients() {
        #expect(FalProvider.identity.addresses[0].backupURL == "https://queue.falrun.com")
        #expect(FalSyncProvider.identity.addresses[0].backupURL == "https://falrun.com")
    }
}

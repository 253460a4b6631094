import DailiesHTTP
import DailiesJSON
import DailiesPlanning
import DailiesTestSupport
import Foundation
import Testing

@testable import DailiesGeneration

/// Requests to servers that know nothing but what the models' pages name.
@Suite struct PageFieldTests {
    private func request(_ endpoint: String, callback: Bool = false) -> GenerationRequest {
        GenerationRequest(
            endpoint: endpoint, input: ["prompt": "a lighthouse"], clientReference: "dailies-1",
            metadata: [:],
            callback: callback ? CallbackAddress(url: "https://me.example/h", secret: "s") : nil)
    }

    /// A field that the server refuses as unknown is sent once: nothing is bought by that request,
    /// and the next one is left to the caller, who has limits to check.
    @Test(arguments: [
        "client_ref: unknown field", "unknown body field: client_ref",
        "client_ref: Extra inputs are not permitted",
        "prompt: too short; Unexpected field client_ref",
    ])
    func aReferenceThatRunflowDoesNotKnowIsSentOnce(_ message: String) async throws {
        let server = try LoopbackServer { request in
            let body = try? JSONValue(parsing: request.body)
            return body?["client_ref"] == nil
                ? .json("{\"id\":\"r1\",\"status_code\":\"queued\"}", status: 201)
                : .json("{\"message\":\"\(message)\"}", status: 422)
        }
        let provider = RunflowProvider(
            try Access.of(RunflowProvider.self, server, key: "rf_live_secret"))
        #expect(provider.acceptsReference)
        let failure = try await provider.failure(ofSubmitting: request("m"), to: server)
        #expect(failure.kind == .retryable)
        #expect(!provider.acceptsReference)
        var next = request("m")
        next.sendsReference = false
        #expect(try await provider.submit(next).run.id == "r1")
    }

    /// A server that has seen the reference before may have accepted an earlier request.
    @Test(
        arguments: [
            (422, "client_ref is already taken", .refused),
            // A conflict without Runflow's code may be a gateway's.
            (409, "unknown conflict of client_ref", .unknown),
            (422, "prompt: unknown word", .refused),
            (422, "UNKNOWN_ERROR: client_ref: is already in use", .refused),
            (422, "input.x: extra field; client_ref: is already in use", .refused),
        ] as [(Int, String, FailureKind)])
    func anyOtherRefusalIsFinal(
        _ status: Int, _ message: String, _ expected: FailureKind
    ) async throws {
        let server = try LoopbackServer { _ in
            .json("{\"message\":\"\(message)\"}", status: status)
        }
        let provider = RunflowProvider(
            try Access.of(RunflowProvider.self, server, key: "rf_live_secret"))
        let failure = try await provider.failure(ofSubmitting: request("m"), to: server)
        #expect(failure.kind == expected)
        #expect(provider.acceptsReference)
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
                     "details":"webhook_secret: unknown field"}
                    """, status: 400)
        }
        let provider = EachlabsProvider(
            try Access.of(EachlabsProvider.self, server, key: "each"))
        let first = request("slug", callback: true)
        #expect(try await provider.failure(ofSubmitting: first, to: server).kind == .retryable)
        _ = try await provider.submit(first)
        let bodies = try server.requests.map { try JSONValue(parsing: $0.body) }
        #expect(bodies.map { $0["webhook_secret"] != nil } == [true, false])
        #expect(
            Set(try #require(bodies.last?.members).keys) == ["model", "input", "webhook_url"])
    }

    private static func media(_ type: String = "image/png", limit: Int) -> MediaUpload {
        MediaUpload(
            fileName: "k", mediaType: type, bytes: Data([1, 2]), dataURILimit: limit)
    }

    /// Without an upload endpoint a picture is sent inside the request, if the model takes that.
    @Test(arguments: [404, 405])
    func aPictureReachesRunflowInsideTheRequest(_ status: Int) async throws {
        let server = try LoopbackServer { _ in .json("{}", status: status) }
        let provider = RunflowProvider(
            try Access.of(RunflowProvider.self, server, key: "rf_live_secret"))
        #expect(
            try await provider.upload(Self.media(limit: 2)) == "data:image/png;base64,AQI=")
        for media in [
            Self.media(limit: 1), Self.media(limit: 0), Self.media("video/mp4", limit: 2),
        ] {
            await #expect(throws: ProviderFailure.self) { try await provider.upload(media) }
        }
    }

    /// An upload endpoint that fails for the moment is asked again.
    @Test func aFailedUploadToRunflowIsRetryable() async throws {
        let server = try LoopbackServer { _ in .json("{}", status: 500) }
        let provider = RunflowProvider(
            try Access.of(RunflowProvider.self, server, key: "rf_live_secret"))
        do {
            _ = try await provider.upload(Self.media(limit: 2))
            Issue.record("the upload succeeded")
        } catch let failure as ProviderFailure {
            #expect(failure.kind == .retryable)
        }
    }

    private static let falEndpoint = "fal-ai/kling-video/v3/pro/text-to-video"

    /// fal's queue at a closed port, with a backup host.
    private func falBehindClosedPort(_ backup: LoopbackServer) throws -> FalProvider {
        let closed = "http://127.0.0.1:1"
        var access = try ProviderAccess(
            FalProvider.identity,
            environment: ["FAL_KEY": "id:secret", "FAL_QUEUE_RUN_HOST": closed],
            client: HTTPClient())
        access.backups = [closed: backup.baseURL]
        return FalProvider(access)
    }

    /// A connection failure means that nothing was sent: the next submit goes to the backup host.
    @Test func theNextSubmitGoesToTheBackupHost() async throws {
        let backup = try LoopbackServer { request in
            request.method == "POST"
                ? .json("{\"request_id\":\"q1\"}") : .json("{\"status\":\"IN_PROGRESS\"}")
        }
        let provider = try falBehindClosedPort(backup)
        let failure = try await #require(throws: ProviderFailure.self) {
            try await provider.submit(request(Self.falEndpoint))
        }
        #expect(failure.kind == .unreachable)
        #expect(backup.requests.isEmpty)
        let report = try await provider.submit(request(Self.falEndpoint))
        #expect(report.run.id == "q1")
        #expect(try await provider.report(on: report.run).state == .running)
        let sent = backup.requests
        #expect(sent.map(\.method) == ["POST", "GET"])
        #expect(sent.allSatisfy { $0.headers["authorization"] == "Key id:secret" })
    }

    /// A query may be repeated at once.
    @Test func aQueryIsAnsweredByTheBackupHost() async throws {
        let backup = try LoopbackServer { _ in .json("{\"status\":\"IN_PROGRESS\"}") }
        let provider = try falBehindClosedPort(backup)
        let run = provider.remoteRun(id: "q1", endpoint: Self.falEndpoint)
        #expect(try await provider.report(on: run).state == .running)
        #expect(backup.requests.count == 1)
    }

    /// After the backup host has become unreachable too, the main host is asked again.
    @Test func theMainHostIsAskedAgainAfterTheBackupHost() {
        let hosts = BackupHosts(["https://a.example": "https://b.example"])
        #expect(hosts.preferred("https://a.example/x") == "https://a.example/x")
        hosts.markUnreachable("https://a.example/x")
        #expect(hosts.preferred("https://a.example/x") == "https://b.example/x")
        #expect(hosts.preferred("https://b.example/x") == "https://b.example/x")
        hosts.markUnreachable("https://b.example/x")
        #expect(hosts.preferred("https://a.example/x") == "https://a.example/x")
        #expect(hosts.preferred("https://b.example/x") == "https://a.example/x")
        #expect(hosts.preferred("https://c.example/x") == "https://c.example/x")
    }

    /// Once a connection was made, the request may have been accepted, at either host.
    @Test func aLostAnswerIsNeverAskedForElsewhere() async throws {
        let server = try LoopbackServer { _ in LoopbackServer.Reply(hangsUp: true) }
        let backup = try LoopbackServer { _ in .json("{\"request_id\":\"q2\"}") }
        var access = try Access.of(FalProvider.self, server, key: "id:secret")
        access.backups = [server.baseURL: backup.baseURL]
        let failure = try await FalProvider(access).failure(
            ofSubmitting: request(Self.falEndpoint), to: server)
        #expect(failure.kind == .unknown)
        #expect(backup.requests.isEmpty)

        // The same at the backup host: `server` is that here.
        let before = server.requests.count
        let provider = try falBehindClosedPort(server)
        for kind in [FailureKind.unreachable, .unknown] {
            let failure = try await #require(throws: ProviderFailure.self) {
                try await provider.submit(request(Self.falEndpoint))
            }
            #expect(failure.kind == kind)
        }
        #expect(server.requests.count == before + 1)
    }

    /// A user's own address has no backup host of fal's.
    @Test func anOverriddenAddressHasNoBackupHost() throws {
        let access = try ProviderAccess(
            FalProvider.identity,
            environment: ["FAL_KEY": "id:secret", "FAL_QUEUE_RUN_HOST": "https://gateway.example"],
            client: HTTPClient())
        #expect(access.backups.isEmpty)
        let plain = try ProviderAccess(
            FalProvider.identity, environment: ["FAL_KEY": "id:secret"], client: HTTPClient())
        #expect(plain.backups.count == 1)
    }
}

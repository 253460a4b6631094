import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesTestSupport
import Foundation
import Testing

/// What authenticates requests to Kling: an API key, or tokens that a key pair signs.
@Suite struct KlingCredentialTests {
    private let request = GenerationRequest(
        endpoint: "v1/videos/text2video", input: ["prompt": "a"], clientReference: "dailies-1",
        metadata: [:])

    /// The example of RFC 7515, A.1.
    @Test func tokensAreSignedAsInTheStandard() throws {
        let header = Data("{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}".utf8)
        let claims = Data(
            "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"
                .utf8)
        let key = try #require(
            Data(
                base64Encoded:
                    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ+EstJQLr/T+1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1"
                    + "Z9CAow=="))
        #expect(
            JSONWebToken(header: header, claims: claims).signed(with: key)
                == "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4"
                + "MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27"
                + "uhbUJU1p1r_wW1gFWFOEjXk")
    }

    private func access(_ keys: [String: String], _ server: LoopbackServer) throws -> ProviderAccess
    {
        try ProviderAccess(
            KlingV1Provider.identity,
            environment: keys.merging(["KLING_BASE_URL": server.baseURL]) { $1 },
            client: HTTPClient())
    }

    /// The expected token was made with Python's hmac and base64 modules.
    @Test func aKeyPairSignsATokenForEachRequest() async throws {
        let server = try LoopbackServer { _ in .json(#"{"code": 0, "data": {"task_id": "7"}}"#) }
        let pair = ["KLING_ACCESS_KEY": "ak-1", "KLING_SECRET_KEY": "sk-1\n"]
        let credential = try #require(KlingCredential(access(pair, server)))
        let now = Date(timeIntervalSince1970: 1_781_080_778.9)
        #expect(
            credential.headers(at: now) == [
                "Authorization":
                    "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjE3ODEwODI1NzgsImlzcyI6I"
                    + "mFrLTEiLCJuYmYiOjE3ODEwODA3NzN9.tchBQD0mq-upyPQEnWrv8uMi5wdmyRU5qwHk_XT9K9w"
            ])
        // 40 minutes later the first token would have expired.
        #expect(credential.headers(at: now) != credential.headers(at: now + 2400))
        _ = try await KlingV1Provider(access(pair, server)).submit(
            request)
        let field = try #require(server.requests.first?.headers["authorization"])
        let parts = field.dropFirst("Bearer ".count).split(separator: ".")
        #expect(parts.count == 3)
        let padding = String(repeating: "=", count: (4 - parts[1].count % 4) % 4)
        let claims = try JSONValue(
            parsing: try #require(Data(base64Encoded: parts[1] + padding)))
        let issued = Date().timeIntervalSince1970
        #expect(claims["iss"] == "ak-1")
        #expect(abs(try #require(claims["exp"]?.number) - issued - 1800) < 60)
        #expect(abs(try #require(claims["nbf"]?.number) - issued + 5) < 60)
    }

    @Test func anAPIKeyHasPrecedenceOverAPair() throws {
        let server = try LoopbackServer { _ in .json("{}") }
        let keys = [
            "KLING_API_KEY": "key", "KLING_ACCESS_KEY": "a", "KLING_SECRET_KEY": "s",
        ]
        let credential = try #require(KlingCredential(access(keys, server)))
        #expect(credential.headers(at: Date()) == ["Authorization": "Bearer key"])
        // Half a pair is no key.
        #expect(KlingCredential(try access(["KLING_ACCESS_KEY": "a"], server)) == nil)
    }

    /// Neither the secret key nor a token that a server echoes is shown or stored.
    @Test func secretsAreRedacted() async throws {
        let server = try LoopbackServer { request in
            .json(
                """
                {"code": 1201, "message": "no: \(request.headers["authorization"] ?? "") secret-of-pair"}
                """, status: 400)
        }
        let pair = ["KLING_ACCESS_KEY": "ak-1", "KLING_SECRET_KEY": "secret-of-pair"]
        let failure = try await KlingV1Provider(access(pair, server)).failure(
            ofSubmitting: request, to: server)
        #expect(failure.description == "HTTP 400 1201: no: Bearer [key] [key]")
    }
}

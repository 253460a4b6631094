import DailiesGeneration
import DailiesHTTP
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// Webhooks as Replicate signs them, which is the scheme of Standard Webhooks.
@Suite struct ReplicateCallbackTests {
    private static let body = #"{"id":"p","status":"succeeded"}"#
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    // HMAC-SHA256 of "msg_1.1614265330.BODY" by Python's hmac, with the bytes behind `whsec_`.
    private static let signature = "qnrzdwTQkQjznTRfRzdBU7Nvd4BNZi/rDS6NUbHo+kc="

    private func verify(
        _ body: String = body, secrets: String = secret, signature: String? = "v1,\(signature)",
        id: String? = "msg_1", time: String? = "1614265330", at seconds: Double = 1_614_265_330
    ) async throws -> VerifiedCallback {
        let server = try LoopbackServer { _ in .init(status: 500) }
        let provider = ReplicateProvider(
            try Access.of(ReplicateProvider.self, server, key: "key", callbackSecrets: secrets))
        var headers: [String: String] = [:]
        headers["webhook-id"] = id
        headers["webhook-timestamp"] = time
        headers["webhook-signature"] = signature
        return try await provider.verify(
            CallbackDelivery(
                headers: headers, body: Data(body.utf8),
                receivedAt: Date(timeIntervalSince1970: seconds), secret: ""))
    }

    @Test func aGenuineWebhookNamesTheRun() async throws {
        let callback = try await verify()
        #expect(callback.runID == "p" && callback.messageID == "msg_1")
    }

    /// The vector that the libraries of Standard Webhooks publish; its body names no prediction.
    @Test func thePublishedVectorIsVerified() async throws {
        await #expect(throws: CallbackRejection.malformed) {
            try await verify(
                #"{"test": 2432232314}"#,
                signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                id: "msg_p5jXN8AQM9LWM0D4loKWxJek")
        }
        await #expect(throws: CallbackRejection.invalidSignature) {
            try await verify(
                #"{"test": 2432232315}"#,
                signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                id: "msg_p5jXN8AQM9LWM0D4loKWxJek")
        }
    }

    @Test func oneOfSeveralSignaturesAndSecretsSuffices() async throws {
        _ = try await verify(
            signature: "v1,bm9wZQ== v1a,x v2,\(Self.signature) v1,\(Self.signature)")
        _ = try await verify(secrets: "whsec_bm9wZQ==,\(Self.secret)")
    }

    @Test(arguments: [nil, "", "v1", "v1,", "v2,\(signature)", signature, "v1,bm9wZQ==", "v1,%%%"])
    func otherSignaturesAreRefused(_ signature: String?) async throws {
        await #expect(throws: CallbackRejection.invalidSignature) {
            try await verify(signature: signature)
        }
    }

    @Test func allPartsAreSigned() async throws {
        await #expect(throws: CallbackRejection.invalidSignature) { try await verify(id: "msg_2") }
        await #expect(throws: CallbackRejection.invalidSignature) { try await verify(id: nil) }
        await #expect(throws: CallbackRejection.invalidSignature) {
            try await verify(time: "1614265331")
        }
        await #expect(throws: CallbackRejection.invalidSignature) { try await verify("{}") }
    }

    @Test(arguments: [("1614265330", 301.0), ("1614265330", -301), ("soon", 0), ("", 0)])
    func oldAndFutureTimestampsAreRefused(_ time: String, _ age: Double) async throws {
        await #expect(throws: CallbackRejection.expired) {
            try await verify(time: time, at: 1_614_265_330 + age)
        }
    }

    /// An empty key is one that everybody has.
    @Test(arguments: ["whsec_", " "])
    func anEmptySecretIsNone(_ secret: String) async throws {
        // HMAC-SHA256 with an empty key, by Python's hmac.
        let forged = "wldP2VQoZcMUGZkl/GflszvHWg4oz9ibLuvE4jdl0wg="
        await #expect(throws: CallbackRejection.self) {
            try await verify(secrets: secret, signature: "v1,\(forged)")
        }
    }

    /// Without a configured secret the account's is fetched once, and again if it was changed.
    @Test func theSecretIsFetchedAndFollowed() async throws {
        let secret = Mutex("whsec_bm9wZQ==")
        let server = try LoopbackServer { _ in
            .json("{\"key\":\"\(secret.withLock { $0 })\"}")
        }
        let provider = ReplicateProvider(
            try Access.of(ReplicateProvider.self, server, key: "key"))
        func verify(at seconds: Double) async throws {
            _ = try await provider.verify(
                CallbackDelivery(
                    headers: [
                        "webhook-id": "msg_1", "webhook-timestamp": "1614265330",
                        "webhook-signature": "v1,\(Self.signature)",
                    ], body: Data(Self.body.utf8),
                    receivedAt: Date(timeIntervalSince1970: 1_614_265_330 + seconds), secret: ""))
        }
        await #expect(throws: CallbackRejection.invalidSignature) { try await verify(at: 0) }
        secret.withLock { $0 = Self.secret }
        await #expect(throws: CallbackRejection.invalidSignature) { try await verify(at: 1) }
        try await verify(at: 62)
        try await verify(at: 63)
        #expect(
            server.requests.map(\.path) == Array(repeating: "/v1/webhooks/default/secret", count: 2)
        )
        #expect(server.requests[0].headers["authorization"] == "Bearer key")
    }
}

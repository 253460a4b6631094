import DailiesGeneration
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// The cache of fal's published keys, with callbacks that are signed with one of them.
@Suite struct FalKeysTests {
    private static let published = LoopbackServer.Reply.json(
        "{\"keys\":[{\"kty\":\"OKP\",\"x\":\"A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg\"}]}")

    private enum Day: Int {
        case first = 1788256800
        /// More than a day later.
        case second = 1788346800

        var signature: String {
            switch self {
            case .first:
                "8d8fafff42aca8c47c65ea3fb01cbd3dbb178509c8af698f355f1eb4a091cdf0"
                    + "105997d45600c2a0900891e6920f8b28fd4581b8d5e26568531f5d2738a91406"
            case .second:
                "cef030c928ba7424094c76666585b15304fe4498d32b8a2495a61adab43016a5"
                    + "996fdec9040a3e0ef70f7a0fbcbdb455130a550f05aaaf631f097b399e83950b"
            }
        }
    }

    private func callback(_ day: Day, signature: String? = nil) -> CallbackDelivery {
        CallbackDelivery(
            headers: [
                "x-fal-webhook-request-id": "r", "x-fal-webhook-user-id": "user",
                "x-fal-webhook-timestamp": String(day.rawValue),
                "x-fal-webhook-signature": signature ?? day.signature,
            ],
            body: Data("{\"request_id\":\"r\"}".utf8),
            receivedAt: Date(timeIntervalSince1970: Double(day.rawValue)), secret: "")
    }

    private func provider(_ server: LoopbackServer) throws -> FalProvider {
        try FalProvider(Access.of(FalProvider.self, server, key: "id:secret"))
    }

    @Test(.timeLimit(.minutes(1))) func concurrentCallbacksShareOneFetch() async throws {
        let gate = DispatchSemaphore(value: 0)
        let server = try LoopbackServer { _ in
            gate.wait()
            return Self.published
        }
        let provider = try provider(server)
        let first = Task { try await provider.verify(callback(.first)) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        let second = Task { try await provider.verify(callback(.first)) }
        for _ in 0..<1000 { await Task.yield() }
        gate.signal()
        #expect(try await first.value.runID == "r")
        #expect(try await second.value.runID == "r")
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [
        LoopbackServer.Reply(status: 503), .json("<html>"), .json("{\"keys\":[]}"),
    ])
    func cachedKeysAreUsedIfTheFetchFails(_ reply: LoopbackServer.Reply) async throws {
        let isDown = Mutex(false)
        let server = try LoopbackServer { _ in isDown.withLock { $0 } ? reply : Self.published }
        let provider = try provider(server)
        #expect(try await provider.verify(callback(.first)).runID == "r")
        isDown.withLock { $0 = true }
        #expect(try await provider.verify(callback(.second)).runID == "r")
        #expect(server.requests.count == 2)
        // A signature that they don't verify may be from a newer key.
        let other = callback(.second, signature: Day.first.signature)
        let rejection = await #expect(throws: CallbackRejection.self) {
            try await provider.verify(other)
        }
        guard case .unverifiable = rejection else {
            Issue.record("expected .unverifiable, not \(String(describing: rejection))")
            return
        }
    }
}

import DailiesCallbacks
import DailiesDigest
import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// Real requests to a real receiver: only genuine, recent and new callbacks are recorded.
@Suite struct CallbackReceiverTests {
    @Test(arguments: Sender.allCases)
    func genuineCallbacksAreRecordedOnce(_ sender: Sender) async throws {
        let stage = try Stage(sender)
        #expect(try await stage.post() == 200)
        #expect(try await stage.post() == 200)
        #expect(stage.recorded == ["r1"])
        #expect(
            stage.outcomes == [
                .accepted(provider: sender.name, runID: "r1"),
                .duplicate(provider: sender.name, runID: "r1"),
            ])
    }

    @Test(arguments: Sender.allCases)
    func guessedAddressesAreNotFound(_ sender: Sender) async throws {
        let stage = try Stage(sender)
        let parts = stage.address.url.split(separator: "/").map(String.init)
        let token = try #require(parts.last)
        let guessed = String(token.dropLast()) + (token.hasSuffix("0") ? "1" : "0")
        for path in [
            "/\(sender.name)/dailies-1/\(guessed)", "/\(sender.name)/dailies-2/\(token)",
            "/fal/nobody", "/", "/_stand-in/stats", "/\(sender.name)/dailies-1/",
        ] {
            #expect(try await stage.post(to: path) == 404)
        }
        #expect(stage.recorded.isEmpty)
    }

    /// All senders but Kling, whose callbacks have no signature.
    @Test(arguments: Sender.allCases.filter { $0 != .kling })
    func forgedCallbacksAreRefused(_ sender: Sender) async throws {
        let stage = try Stage(sender)
        for forgery in Forgery.allCases {
            #expect(try await stage.post(forgery: forgery) == 401, "\(forgery)")
        }
        #expect(stage.recorded.isEmpty)
        #expect(try await stage.post() == 200)
    }

    /// The limit is five minutes; the margins allow for a slow machine.
    @Test(arguments: [-400, 400], [Sender.fal, .eachlabs, .replicate])
    func staleSignaturesAreRefused(_ seconds: Int, _ sender: Sender) async throws {
        let stage = try Stage(sender)
        #expect(try await stage.post(age: seconds) == 401)
        #expect(try await stage.post(age: seconds < 0 ? -200 : 200) == 200)
    }

    @Test func aSignatureIsNotValidForAnotherRun() async throws {
        let stage = try Stage(.fal)
        // The headers are signed for r1, but the body names another run.
        #expect(try await stage.post(bodyRun: "r2") == 400)
        #expect(stage.recorded.isEmpty)
    }

    @Test(arguments: [Sender.fal, .replicate])
    func keysAreNotFetchedAgainForForgeries(_ sender: Sender) async throws {
        let stage = try Stage(sender)
        for _ in 0..<5 { _ = try await stage.post(forgery: .wrongProof) }
        // A text that is no Base64 is no signature of Replicate's, whatever the key.
        #expect(stage.keyRequests == (sender == .replicate ? 0 : 1))
    }

    @Test(arguments: [Sender.fal, .replicate])
    func withoutKeysCallbacksAreRefusedTemporarily(_ sender: Sender) async throws {
        let stage = try Stage(sender, hasKeys: false)
        #expect(try await stage.post() == 503)
        #expect(stage.recorded.isEmpty)
    }

    @Test(arguments: Sender.allCases)
    func invalidRequestsAreRefused(_ sender: Sender) async throws {
        let stage = try Stage(sender)
        let huge = Data(repeating: 0x20, count: 2 << 20)
        #expect(try await stage.post(body: huge) == 413)
        #expect(try await stage.post(body: Data("not JSON".utf8)) == 400)
        #expect(try await stage.post(body: Data("{}".utf8)) == 400)
        #expect(try await stage.get() == 405)
        #expect(try await stage.post() == 200)
    }

    @Test func severalSecretsAreValidDuringRotation() async throws {
        let stage = try Stage(.runflow, secrets: "whsec_new,whsec_old")
        #expect(try await stage.post() == 200)
        let prefixed = try Stage(.runflow, secrets: "whsec_old")
        #expect(try await prefixed.post(prefix: "sha256=") == 200)
    }

    @Test func anUnsignedCallbackWithTheSecretIsAccepted() async throws {
        let stage = try Stage(.eachlabs, isUnsigned: true)
        #expect(try await stage.post(forgery: .wrongProof) == 401)
        #expect(try await stage.post() == 200)
    }

    @Test func withoutASecretTheAddressIsSufficient() async throws {
        let stage = try Stage(.runflow, secrets: "")
        #expect(try await stage.post(forgery: .noProof) == 200)
    }
}

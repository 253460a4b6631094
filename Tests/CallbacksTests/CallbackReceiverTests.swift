import DailiesCallbacks
import DailiesDigest
import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesTestSupport
import Foundation
import Synchronization
import Testing

/// Real posts to a real receiver: only genuine, fresh, new callbacks are heard, and only as "ask".
@Suite struct CallbackReceiverTests {
    @Test(arguments: Sender.allCases)
    func aGenuineCallbackIsHeardOnce(_ sender: Sender) async throws {
        let stage = try Stage(sender)
        #expect(try await stage.post() == 200)
        #expect(try await stage.post() == 200)
        #expect(stage.heard == ["r1"])
        #expect(
            stage.told == [
                .heard(provider: sender.name, runID: "r1"),
                .repeated(provider: sender.name, runID: "r1"),
            ])
    }

    @Test(arguments: Sender.allCases)
    func aGuessedAddressIsNothingToAnybody(_ sender: Sender) async throws {
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
        #expect(stage.heard.isEmpty)
    }

    @Test(arguments: Sender.allCases)
    func aForgedCallbackIsRefused(_ sender: Sender) async throws {
        let stage = try Stage(sender)
        for forgery in Forgery.allCases {
            #expect(try await stage.post(forgery: forgery) == 401, "\(forgery)")
        }
        #expect(stage.heard.isEmpty)
        #expect(try await stage.post() == 200)
    }

    /// Five minutes are the limit; a callback may be under way for a while beside that.
    @Test(arguments: [-400, 400], [Sender.fal, .eachlabs])
    func aStaleSignatureIsRefused(_ seconds: Int, _ sender: Sender) async throws {
        let stage = try Stage(sender)
        #expect(try await stage.post(age: seconds) == 401)
        #expect(try await stage.post(age: seconds < 0 ? -200 : 200) == 200)
    }

    @Test func aCallbackOfOneRunSaysNothingForAnother() async throws {
        let stage = try Stage(.fal)
        // The headers are signed for r1, and the body names another.
        #expect(try await stage.post(bodyRun: "r2") == 400)
        #expect(stage.heard.isEmpty)
    }

    @Test func keysAreFetchedOnceAndNotForEveryForgery() async throws {
        let stage = try Stage(.fal)
        for _ in 0..<5 { _ = try await stage.post(forgery: .wrongProof) }
        #expect(stage.keyRequests == 1)
    }

    @Test func withoutKeysNothingIsBelievedAndTheSenderComesAgain() async throws {
        let stage = try Stage(.fal, hasKeys: false)
        #expect(try await stage.post() == 503)
        #expect(stage.heard.isEmpty)
    }

    @Test(arguments: Sender.allCases)
    func rubbishIsRefusedAndStopsNothing(_ sender: Sender) async throws {
        let stage = try Stage(sender)
        let huge = Data(repeating: 0x20, count: 2 << 20)
        #expect(try await stage.post(body: huge) == 413)
        #expect(try await stage.post(body: Data("not JSON".utf8)) == 400)
        #expect(try await stage.post(body: Data("{}".utf8)) == 400)
        #expect(try await stage.get() == 405)
        #expect(try await stage.post() == 200)
    }

    @Test func twoSecretsAreGoodWhileTheyAreExchanged() async throws {
        let stage = try Stage(.runflow, secrets: "whsec_new,whsec_old")
        #expect(try await stage.post() == 200)
        let prefixed = try Stage(.runflow, secrets: "whsec_old")
        #expect(try await prefixed.post(prefix: "sha256=") == 200)
    }

    @Test func aSecretThatComesBackUnsignedIsEnoughToAsk() async throws {
        let stage = try Stage(.eachlabs, isUnsigned: true)
        #expect(try await stage.post(forgery: .wrongProof) == 401)
        #expect(try await stage.post() == 200)
    }

    @Test func withoutASecretTheAddressAloneMustDo() async throws {
        let stage = try Stage(.runflow, secrets: "")
        #expect(try await stage.post(forgery: .noProof) == 200)
    }
}

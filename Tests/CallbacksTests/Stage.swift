import DailiesCallbacks
import DailiesDigest
import DailiesGeneration
import DailiesHTTP
import DailiesJSON
import DailiesTestSupport
import Foundation
import Synchronization

/// A provider that sends callbacks.
enum Sender: String, CaseIterable, Sendable {
    case runflow, fal, eachlabs, kling, replicate

    var name: String { rawValue }

    var provider: any Provider.Type {
        switch self {
        case .runflow: RunflowProvider.self
        case .fal: FalProvider.self
        case .eachlabs: EachlabsProvider.self
        case .kling: KlingProvider.self
        case .replicate: ReplicateProvider.self
        }
    }
}

/// How a callback's signature or secret is invalid.
enum Forgery: CaseIterable, Sendable {
    case noProof, wrongProof, garbledProof
}

/// Records accepted callbacks and all outcomes of a receiver.
final class Recorder: Sendable {
    private let state = Mutex(
        (runs: [String](), messages: Set<String>(), outcomes: [CallbackReceiver.Outcome]()))

    var runs: [String] { state.withLock { $0.runs } }
    var outcomes: [CallbackReceiver.Outcome] { state.withLock { $0.outcomes } }

    func record(_ callback: VerifiedCallback) -> Bool {
        state.withLock { state in
            guard state.messages.insert(callback.messageID).inserted else { return false }
            state.runs.append(callback.runID)
            return true
        }
    }

    func report(_ outcome: CallbackReceiver.Outcome) {
        state.withLock { $0.outcomes.append(outcome) }
    }
}

/// A receiver, a server for keys, and a sender that signs as documented by the providers.
final class Stage: Sendable {
    let sender: Sender
    let address: CallbackAddress
    private let receiver: CallbackReceiver
    private let keyServer: LoopbackServer
    private let keys: Ed25519.KeyPair
    private let recorder = Recorder()
    private let client = HTTPClient()

    var recorded: [String] { recorder.runs }
    var outcomes: [CallbackReceiver.Outcome] { recorder.outcomes }
    var keyRequests: Int { keyServer.requests.count }

    private static let replicateKey = Data("the account's key".utf8)

    /// Whether eachlabs returns the secret without a signature, as in its older documentation.
    private let isUnsigned: Bool

    init(
        _ sender: Sender, secrets: String = "whsec_old", hasKeys: Bool = true,
        isUnsigned: Bool = false
    ) throws {
        self.sender = sender
        self.isUnsigned = isUnsigned
        let keys = Ed25519.KeyPair()
        self.keys = keys
        keyServer = try LoopbackServer { request in
            guard hasKeys else { return .init(status: 503) }
            if request.path == "/v1/webhooks/default/secret" {
                return .json("{\"key\":\"whsec_\(Self.replicateKey.base64EncodedString())\"}")
            }
            guard request.path == "/.well-known/jwks.json" else { return .init(status: 503) }
            return .json(
                """
                {"keys":[{"kty":"OKP","crv":"Ed25519","x":"\(Data(count: 32).base64URL)"},
                {"kty":"OKP","crv":"Ed25519","x":"\(keys.publicKey.base64URL)"}]}
                """)
        }
        var environment = ["RUNFLOW_CALLBACK_SECRET": secrets]
        for place in sender.provider.identity.addresses {
            environment[place.variable] = keyServer.baseURL
        }
        let provider = sender.provider.init(
            try ProviderAccess(
                sender.provider.identity, environment: environment, client: client))
        let addresses = CallbackAddresses(
            publicURL: "", key: Data("a production's own key".utf8))
        address = addresses.address(provider: sender.name, reference: "dailies-1")
        var options = CallbackReceiver.Options()
        // Other tests may block the threads that a response needs.
        options.responseTimeout = .seconds(120)
        receiver = CallbackReceiver(
            options, addresses: addresses, providers: [sender.name: provider],
            record: { [recorder] in recorder.record($0) },
            report: { [recorder] in recorder.report($0) })
        try receiver.start()
    }

    deinit { receiver.stop() }

    /// Posts a callback and returns the status of the response.
    func post(
        to path: String? = nil, body: Data? = nil, bodyRun: String = "r1", age: Int = 0,
        forgery: Forgery? = nil, prefix: String = ""
    ) async throws -> Int {
        let body = body ?? message(bodyRun)
        let response = try await client.send(
            HTTPRequest(
                .post, receiver.baseURL + (path ?? address.url),
                headers: proof(of: body, age: age, forgery, prefix: prefix), body: body))
        return response.status
    }

    func get() async throws -> Int {
        try await client.send(HTTPRequest(.get, receiver.baseURL + address.url)).status
    }

    private func message(_ run: String) -> Data {
        let text =
            switch sender {
            case .runflow: "{\"event\":\"run.completed\",\"run_id\":\"\(run)\",\"output\":null}"
            case .fal: "{\"request_id\":\"\(run)\",\"status\":\"OK\",\"payload\":{}}"
            case .eachlabs: "{\"exec_id\":\"\(run)\",\"status\":\"succeeded\",\"output\":\"\"}"
            case .kling: "{\"id\":\"\(run)\",\"status\":\"succeeded\",\"outputs\":[]}"
            case .replicate: "{\"id\":\"\(run)\",\"status\":\"succeeded\",\"output\":null}"
            }
        return Data(text.utf8)
    }

    private func proof(
        of body: Data, age: Int, _ forgery: Forgery?, prefix: String
    ) -> [String: String] {
        func shown(_ value: String) -> String {
            switch forgery {
            case nil: prefix + value
            case .noProof: ""
            case .wrongProof: String(value.reversed())
            case .garbledProof: "zz" + value.dropFirst(2)
            }
        }
        switch sender {
        case .runflow:
            let signature = HMACSHA256(key: Data("whsec_old".utf8), data: body).hex
            return forgery == .noProof ? [:] : ["Runflow-Signature": shown(signature)]
        case .kling: return [:]
        case .eachlabs where isUnsigned:
            return forgery == .noProof ? [:] : ["X-Webhook-Secret": shown(address.secret)]
        case .eachlabs:
            let time = String(Int(Date().timeIntervalSince1970) + age)
            let signed = Data("\(time).".utf8) + body
            let signature = HMACSHA256(key: Data(address.secret.utf8), data: signed).hex
            var headers = [
                "X-Webhook-Timestamp": time, "X-Webhook-Signature": "sha256=" + shown(signature),
            ]
            if forgery != .noProof { headers["X-Webhook-Secret"] = address.secret }
            return headers
        case .replicate:
            let time = String(Int(Date().timeIntervalSince1970) + age)
            let signed = Data("msg_1.\(time).".utf8) + body
            let code = Data(HMACSHA256(key: Self.replicateKey, data: signed).bytes)
            var headers = ["webhook-id": "msg_1", "webhook-timestamp": time]
            if forgery != .noProof {
                headers["webhook-signature"] = "v1,\(shown(code.base64EncodedString()))"
            }
            return headers
        case .fal:
            let time = String(Int(Date().timeIntervalSince1970) + age)
            let lines = ["r1", "user", time, SHA256Digest(of: body).hex].joined(separator: "\n")
            let signature = hexadecimal(keys.signature(of: Data(lines.utf8)))
            var headers = [
                "X-Fal-Webhook-Request-Id": "r1", "X-Fal-Webhook-User-Id": "user",
                "X-Fal-Webhook-Timestamp": time,
            ]
            if forgery != .noProof { headers["X-Fal-Webhook-Signature"] = shown(signature) }
            return headers
        }
    }
}

extension Data {
    fileprivate var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}

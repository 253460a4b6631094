import DailiesDigest
import DailiesHTTP
import DailiesJSON
import Foundation

/// Tells fal's callbacks from forged ones.
///
/// Source: fal.ai, *Webhooks*: Ed25519 over four lines, request id, user id, timestamp and the
/// body's SHA-256 in hexadecimal, with any of the keys in fal's published set.
struct FalCallbacks {
    let keys: FalKeys

    /// Seconds that a signature may be old, or in the future.
    private static let window = 300.0

    func check(_ callback: CallbackDelivery) async throws -> CallbackNews {
        func field(_ name: String) throws(CallbackRefusal) -> String {
            guard let value = callback.headers["x-fal-webhook-\(name)"] else { throw .forged }
            return value
        }
        let request = try field("request-id")
        let user = try field("user-id")
        let timestamp = try field("timestamp")
        guard let signature = bytes(ofHexadecimal: try field("signature"))
        else { throw CallbackRefusal.forged }
        guard let signedAt = Int(timestamp),
            abs(callback.receivedAt.timeIntervalSince1970 - Double(signedAt)) <= Self.window
        else { throw CallbackRefusal.stale }
        let digest = SHA256Digest(of: callback.body).hex
        let message = Data([request, user, timestamp, digest].joined(separator: "\n").utf8)
        guard try await keys.anyVerifies(signature: signature, message: message) else {
            throw CallbackRefusal.forged
        }
        guard let json = try? JSONValue(parsing: callback.body), json["request_id"]?.text == request
        else { throw CallbackRefusal.malformed }
        return CallbackNews(runID: request, message: "\(request) \(json["status"]?.text ?? "")")
    }
}

/// fal's published keys, kept for a day, and fetched anew where none fits.
actor FalKeys {
    private let address: String
    private let api: ProviderAPI
    private var keys: [Data] = []
    private var fetchedAt: ContinuousClock.Instant?
    private var triedAt: ContinuousClock.Instant?

    /// Forged callbacks must not make us ask for keys all the time.
    private static let shortestPause = Duration.seconds(60)
    private static let retryPause = Duration.seconds(5)
    private static let longestLife = Duration.seconds(86_400)

    init(address: String, api: ProviderAPI) {
        self.address = address
        self.api = api
    }

    func anyVerifies(signature: Data, message: Data) async throws -> Bool {
        let age = fetchedAt.map { $0.duration(to: .now) }
        if age.map({ $0 > Self.longestLife }) ?? true { try await fetch() }
        if verifies(signature, message) { return true }
        guard let age, age > Self.shortestPause else { return false }
        try await fetch()
        return verifies(signature, message)
    }

    private func verifies(_ signature: Data, _ message: Data) -> Bool {
        keys.contains { Ed25519.verify(signature: signature, message: message, publicKey: $0) }
    }

    private func fetch() async throws {
        if let triedAt, triedAt.duration(to: .now) < Self.retryPause {
            throw CallbackRefusal.unproven(reason: "fal's keys could not be had a moment ago")
        }
        triedAt = .now
        do {
            let response = try await api.ask(.get, address)
            guard response.isSuccess else { throw ProviderFailure.notFound }
            keys = try api.json(response)["keys"]?.elements?.compactMap(Self.key) ?? []
            fetchedAt = .now
            triedAt = nil
        } catch let failure as ProviderFailure {
            throw CallbackRefusal.unproven(reason: failure.description)
        }
    }

    /// The 32 bytes of an Ed25519 key (RFC 8037).
    private static func key(_ json: JSONValue) -> Data? {
        guard let text = json["x"]?.text else { return nil }
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.count % 4) % 4)
        return Data(base64Encoded: base64).flatMap {
            $0.count == Ed25519.publicKeyLength ? $0 : nil
        }
    }
}

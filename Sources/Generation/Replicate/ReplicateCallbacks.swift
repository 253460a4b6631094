import DailiesDigest
import DailiesHTTP
import DailiesJSON
import Foundation

/// Verifies Replicate's webhooks.
///
/// Source: replicate.com/docs, *Verify webhooks*, which is the scheme of Standard Webhooks: HMAC-SHA256
/// of id, timestamp and body, joined by full stops, with the bytes behind `whsec_` in Base64;
/// `webhook-signature` has one or several of `v1,` and the code in Base64, separated by spaces.
struct ReplicateCallbacks {
    let secrets: ReplicateSecrets

    /// Seconds that a signature's timestamp may differ from the time of receipt.
    private static let window = 300.0

    func verify(_ callback: CallbackDelivery) async throws -> VerifiedCallback {
        guard let id = callback.headers["webhook-id"], !id.isEmpty,
            let timestamp = callback.headers["webhook-timestamp"],
            let signatures = callback.headers["webhook-signature"]
        else { throw CallbackRejection.invalidSignature }
        guard let signedAt = Int(timestamp),
            abs(callback.receivedAt.timeIntervalSince1970 - Double(signedAt)) <= Self.window
        else { throw CallbackRejection.expired }
        let claims = signatures.split(separator: " ").compactMap { signature -> Data? in
            let parts = signature.split(separator: ",", maxSplits: 1)
            guard parts.count == 2, parts[0] == "v1" else { return nil }
            return Data(base64Encoded: String(parts[1]))
        }
        // Without a request for the secret, which a forged webhook could cause.
        guard !claims.isEmpty else { throw CallbackRejection.invalidSignature }
        let signed = Data("\(id).\(timestamp).".utf8) + callback.body
        let isGenuine = try await secrets.anyVerifies(at: callback.receivedAt) { key in
            let code = HMACSHA256(key: key, data: signed).bytes
            return claims.contains { isEqualInConstantTime(code, $0) }
        }
        guard isGenuine else { throw CallbackRejection.invalidSignature }
        guard let json = try? JSONValue(parsing: callback.body), let run = json["id"]?.text,
            !run.isEmpty
        else { throw CallbackRejection.malformed }
        return VerifiedCallback(runID: run, messageID: id)
    }
}

/// The secrets that Replicate's webhooks are signed with: the user's, or the account's, which is
/// fetched once and again if it verifies nothing.
actor ReplicateSecrets {
    private let configured: [Data]
    private let address: String
    private let api: ProviderAPI
    private var fetched: Data?
    private var attemptedAt: Date?
    /// The fetch under way, which concurrent callers wait for.
    private var fetchInProgress: Task<Data, any Error>?

    /// Seconds between a fetch and the next: forged webhooks must not cause a request each.
    private static let fetchInterval = 60.0
    /// Seconds between a failed fetch and the next.
    private static let retryInterval = 5.0

    init(configured: [String], address: String, api: ProviderAPI) {
        self.configured = configured.compactMap(Self.key)
        self.address = address
        self.api = api
    }

    /// The bytes of a secret; one that isn't Base64 is its own key.
    ///
    /// `nil` if there are none: anybody can sign with an empty key.
    private static func key(_ secret: String) -> Data? {
        let trimmed = secret.trimmingCharacters(in: .whitespacesAndNewlines)
        let encoded = trimmed.hasPrefix("whsec_") ? String(trimmed.dropFirst(6)) : trimmed
        let key = Data(base64Encoded: encoded) ?? Data(encoded.utf8)
        return key.isEmpty ? nil : key
    }

    /// Whether a signature is that of one of the secrets.
    ///
    /// - Throws: `CallbackRejection.unverifiable` if there is no secret and it can't be fetched.
    func anyVerifies(at now: Date, _ verifies: @Sendable (Data) -> Bool) async throws -> Bool {
        guard configured.isEmpty else { return configured.contains(where: verifies) }
        if let fetched, verifies(fetched) { return true }
        let age = attemptedAt.map { abs(now.timeIntervalSince($0)) } ?? .infinity
        let interval = fetched == nil ? Self.retryInterval : Self.fetchInterval
        guard fetchInProgress != nil || age > interval else {
            guard fetched == nil else { return false }
            throw CallbackRejection.unverifiable(
                reason: "Replicate's webhook secret could not be fetched a moment ago")
        }
        return verifies(try await fetch(at: now))
    }

    private func fetch(at now: Date) async throws -> Data {
        if let fetchInProgress { return try await fetchInProgress.value }
        attemptedAt = now
        let task = Task { try await request() }
        fetchInProgress = task
        defer { fetchInProgress = nil }
        let key = try await task.value
        fetched = key
        return key
    }

    private func request() async throws -> Data {
        do {
            let response = try await api.request(.get, address)
            guard response.isSuccess,
                let key = try api.json(response)["key"]?.text.flatMap(Self.key)
            else {
                throw CallbackRejection.unverifiable(
                    reason: "Replicate's webhook secret could not be fetched: HTTP "
                        + "\(response.status); it may be set in REPLICATE_WEBHOOK_SECRET")
            }
            return key
        } catch let failure as ProviderFailure {
            throw CallbackRejection.unverifiable(reason: failure.description)
        }
    }
}

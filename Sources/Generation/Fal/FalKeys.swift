import DailiesDigest
import DailiesHTTP
import DailiesJSON
import Foundation

/// fal's published keys, cached for a day and fetched again if none verifies a signature.
actor FalKeys {
    private let address: String
    private let api: ProviderAPI
    private var keys: [Data] = []
    private var fetchedAt: Date?
    private var attemptedAt: Date?
    /// The fetch under way, which concurrent callers wait for.
    private var fetchInProgress: Task<Void, any Error>?

    /// Seconds between successful fetches: forged callbacks must not cause a request each.
    private static let minimumRefetchInterval = 60.0
    /// Seconds between a failed fetch and the next.
    private static let retryInterval = 5.0
    /// Seconds that fetched keys are used without a new fetch.
    private static let maximumAge = 86_400.0

    init(address: String, api: ProviderAPI) {
        self.address = address
        self.api = api
    }

    /// Whether one of the keys verifies the signature of a message received at `now`.
    ///
    /// - Throws: `CallbackRejection.unverifiable` if the keys can't be fetched.
    func anyVerifies(signature: Data, message: Data, at now: Date) async throws -> Bool {
        if seconds(from: fetchedAt, to: now) > Self.maximumAge {
            do {
                try await fetch(at: now)
            } catch {
                // The cached keys are most probably still valid; a signature that they don't verify
                // leads to another fetch below.
                guard !keys.isEmpty else { throw error }
            }
        }
        if verifies(signature, message) { return true }
        guard seconds(from: fetchedAt, to: now) > Self.minimumRefetchInterval else { return false }
        try await fetch(at: now)
        return verifies(signature, message)
    }

    /// The absolute difference, since the system clock may be set back.
    private func seconds(from instant: Date?, to now: Date) -> Double {
        instant.map { abs(now.timeIntervalSince($0)) } ?? .infinity
    }

    private func verifies(_ signature: Data, _ message: Data) -> Bool {
        keys.contains { Ed25519.verify(signature: signature, message: message, publicKey: $0) }
    }

    private func fetch(at now: Date) async throws {
        if let fetchInProgress { return try await fetchInProgress.value }
        guard seconds(from: attemptedAt, to: now) >= Self.retryInterval else {
            throw CallbackRejection.unverifiable(
                reason: "fal's keys could not be fetched a moment ago")
        }
        attemptedAt = now
        let task = Task { try await requestKeys(at: now) }
        fetchInProgress = task
        defer { fetchInProgress = nil }
        try await task.value
    }

    private func requestKeys(at now: Date) async throws {
        do {
            let response = try await api.request(.get, address)
            guard response.isSuccess else {
                throw CallbackRejection.unverifiable(
                    reason: "fal's keys could not be fetched: HTTP \(response.status)")
            }
            let published = try api.json(response)["keys"]?.elements?.compactMap(Self.key) ?? []
            guard !published.isEmpty else {
                throw CallbackRejection.unverifiable(
                    reason: "fal's key list contains no usable key")
            }
            keys = published
            fetchedAt = now
            attemptedAt = nil
        } catch let failure as ProviderFailure {
            throw CallbackRejection.unverifiable(reason: failure.description)
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

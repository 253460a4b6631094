import DailiesDigest
import DailiesHTTP
import DailiesJSON
import Foundation

/// fal's published keys, kept for a day, and fetched anew where none fits.
actor FalKeys {
    private let address: String
    private let api: ProviderAPI
    private var keys: [Data] = []
    private var fetchedAt: Date?
    private var triedAt: Date?
    /// The question that is under way, for everybody who comes meanwhile.
    private var running: Task<Void, any Error>?

    /// In seconds, as the others: forged callbacks must not make us ask for keys all the time.
    private static let shortestPause = 60.0
    private static let retryPause = 5.0
    private static let longestLife = 86_400.0

    init(address: String, api: ProviderAPI) {
        self.address = address
        self.api = api
    }

    /// Whether a message that came at `now` bears a signature made with one of the keys.
    ///
    /// - Throws: `CallbackRefusal.unproven` where the keys can't be had.
    func anyVerifies(signature: Data, message: Data, at now: Date) async throws -> Bool {
        if seconds(from: fetchedAt, to: now) > Self.longestLife {
            do {
                try await fetch(at: now)
            } catch {
                // Yesterday's keys are most probably today's; what they don't fit stays unproven.
                guard !keys.isEmpty else { throw error }
            }
        }
        if verifies(signature, message) { return true }
        guard seconds(from: fetchedAt, to: now) > Self.shortestPause else { return false }
        try await fetch(at: now)
        return verifies(signature, message)
    }

    /// Either way, since clocks are put right.
    private func seconds(from instant: Date?, to now: Date) -> Double {
        instant.map { abs(now.timeIntervalSince($0)) } ?? .infinity
    }

    private func verifies(_ signature: Data, _ message: Data) -> Bool {
        keys.contains { Ed25519.verify(signature: signature, message: message, publicKey: $0) }
    }

    private func fetch(at now: Date) async throws {
        if let running { return try await running.value }
        guard seconds(from: triedAt, to: now) >= Self.retryPause else {
            throw CallbackRefusal.unproven(reason: "fal's keys could not be had a moment ago")
        }
        triedAt = now
        let task = Task { try await take(at: now) }
        running = task
        defer { running = nil }
        try await task.value
    }

    private func take(at now: Date) async throws {
        do {
            let response = try await api.ask(.get, address)
            guard response.isSuccess else {
                throw CallbackRefusal.unproven(
                    reason: "fal's keys could not be had: HTTP \(response.status)")
            }
            let published = try api.json(response)["keys"]?.elements?.compactMap(Self.key) ?? []
            guard !published.isEmpty else {
                throw CallbackRefusal.unproven(reason: "fal's list of keys holds none")
            }
            keys = published
            fetchedAt = now
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

import DailiesDigest
import DailiesHTTPServer
import DailiesJSON
import Foundation
import Synchronization

/// The received requests without any secrets, from which a test learns which requests carried
/// which key.
final class RequestLog: Sendable {
    private let records = Mutex<[JSONValue]>([])

    /// The largest number of entries; when it is exceeded, the older half is dropped.
    private static let limit = 10_000
    private static let secretHeaders: Set = [
        "authorization", "proxy-authorization", "x-api-key", "x-webhook-secret", "cookie",
        "x-fal-key", "api-key",
    ]

    /// Adds a request; a credential is logged only as the first 16 digits of its SHA-256 digest.
    func add(_ request: ServerRequest) {
        let headers = request.headers.map { name, value -> (String, JSONValue) in
            guard Self.secretHeaders.contains(name) else { return (name, ["credential": false]) }
            // Only the key is hashed, without the authentication scheme (such as "Bearer") before it.
            let key = value.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
            let digest = SHA256Digest(of: Data(key.utf8)).hex.prefix(16)
            return (name, ["credential": true, "sha256": .string(String(digest))])
        }
        let record: JSONValue = [
            "method": .string(request.method), "path": .string(request.path),
            "headers": .object(Dictionary(headers, uniquingKeysWith: { first, _ in first })),
        ]
        records.withLock { records in
            records.append(record)
            if records.count > Self.limit { records.removeFirst(Self.limit / 2) }
        }
    }

    /// All entries, oldest first.
    var json: JSONValue { ["requests": .array(records.withLock { $0 })] }
}

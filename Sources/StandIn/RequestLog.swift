import DailiesDigest
import DailiesHTTPServer
import DailiesJSON
import Foundation
import Synchronization

/// What came in, without anything secret: a test reads from it where keys went.
final class RequestLog: Sendable {
    private let records = Mutex<[JSONValue]>([])

    /// Longer logs forget their beginning.
    private static let limit = 10_000
    private static let secretHeaders: Set = [
        "authorization", "proxy-authorization", "x-api-key", "x-webhook-secret", "cookie",
        "x-fal-key", "api-key",
    ]

    /// Notes a request; of a credential a part of its digest only.
    func add(_ request: ServerRequest) {
        let headers = request.headers.map { name, value -> (String, JSONValue) in
            guard Self.secretHeaders.contains(name) else { return (name, ["credential": false]) }
            // The scheme in front of a key is no secret: the digest is of the key alone.
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

    /// All that was noted, the oldest first.
    var json: JSONValue { ["requests": .array(records.withLock { $0 })] }
}

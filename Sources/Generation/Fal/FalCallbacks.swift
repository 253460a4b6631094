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
        guard
            try await keys.anyVerifies(
                signature: signature, message: message, at: callback.receivedAt)
        else {
            throw CallbackRefusal.forged
        }
        guard let json = try? JSONValue(parsing: callback.body), json["request_id"]?.text == request
        else { throw CallbackRefusal.malformed }
        return CallbackNews(runID: request, message: "\(request) \(json["status"]?.text ?? "")")
    }
}

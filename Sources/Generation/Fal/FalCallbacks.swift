import DailiesDigest
import DailiesHTTP
import DailiesJSON
import Foundation

/// Verifies fal's callbacks.
///
/// Source: fal.ai, *Webhooks*: an Ed25519 signature of four lines (request id, user id, timestamp,
/// and the body's SHA-256 in hexadecimal), made with any of the keys in fal's published set.
struct FalCallbacks {
    let keys: FalKeys

    /// Seconds that a signature's timestamp may differ from the time of receipt.
    private static let window = 300.0

    func verify(_ callback: CallbackDelivery) async throws -> VerifiedCallback {
        func field(_ name: String) throws(CallbackRejection) -> String {
            guard let value = callback.headers["x-fal-webhook-\(name)"] else {
                throw .invalidSignature
            }
            return value
        }
        let request = try field("request-id")
        let user = try field("user-id")
        let timestamp = try field("timestamp")
        guard let signature = bytes(ofHexadecimal: try field("signature"))
        else { throw CallbackRejection.invalidSignature }
        guard let signedAt = Int(timestamp),
            abs(callback.receivedAt.timeIntervalSince1970 - Double(signedAt)) <= Self.window
        else { throw CallbackRejection.expired }
        let digest = SHA256Digest(of: callback.body).hex
        let message = Data([request, user, timestamp, digest].joined(separator: "\n").utf8)
        guard
            try await keys.anyVerifies(
                signature: signature, message: message, at: callback.receivedAt)
        else {
            throw CallbackRejection.invalidSignature
        }
        guard let json = try? JSONValue(parsing: callback.body), json["request_id"]?.text == request
        else { throw CallbackRejection.malformed }
        return VerifiedCallback(
            runID: request, messageID: "\(request) \(json["status"]?.text ?? "")")
    }
}

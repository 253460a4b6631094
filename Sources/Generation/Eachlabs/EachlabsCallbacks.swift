import DailiesDigest
import DailiesJSON
import Foundation

/// Verifies eachlabs' callbacks.
///
/// Source: docs.eachlabs.ai, *Webhooks* and *Verifying signatures*: the secret given with the
/// prediction comes back verbatim in `X-Webhook-Secret`, and `X-Webhook-Signature` is the
/// HMAC-SHA256 of the timestamp, a full stop and the body with that secret. The model's page lists
/// neither, so each is checked only if it is present: the callback's address is unguessable, and a
/// callback only makes the run be polled sooner.
struct EachlabsCallbacks {
    /// Seconds that a signature's timestamp may differ from the time of receipt.
    private static let window = 300.0

    func verify(_ callback: CallbackDelivery) throws(CallbackRejection) -> VerifiedCallback {
        if let secret = callback.headers["x-webhook-secret"],
            !isEqualInConstantTime(secret.utf8, callback.secret.utf8)
        {
            throw .invalidSignature
        }
        if let signature = callback.headers["x-webhook-signature"] {
            try checkSignature(signature, of: callback)
        }
        guard let json = try? JSONValue(parsing: callback.body),
            let id = EachlabsPrediction.id(json)
        else { throw .malformed }
        return VerifiedCallback(runID: id, messageID: "\(id) \(json["status"]?.text ?? "")")
    }

    private func checkSignature(
        _ signature: String, of callback: CallbackDelivery
    ) throws(CallbackRejection) {
        guard let timestamp = callback.headers["x-webhook-timestamp"], let time = Double(timestamp)
        else { throw .invalidSignature }
        let signed = Data("\(timestamp).".utf8) + callback.body
        let hex = signature.hasPrefix("sha256=") ? String(signature.dropFirst(7)) : signature
        guard HMACSHA256(key: Data(callback.secret.utf8), data: signed).matches(hex: hex) else {
            throw .invalidSignature
        }
        guard abs(callback.receivedAt.timeIntervalSince1970 - time) <= Self.window else {
            throw .expired
        }
    }
}

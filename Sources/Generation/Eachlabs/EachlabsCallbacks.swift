import DailiesDigest
import DailiesJSON
import Foundation

/// Tells eachlabs' callbacks from forged ones.
///
/// Source: docs.eachlabs.ai, *Webhooks* and *Verifying signatures*: the secret given with the
/// prediction comes back verbatim in `X-Webhook-Secret`, and `X-Webhook-Signature` is the
/// HMAC-SHA256 of the timestamp, a full stop and the body with that secret. The model's page names
/// neither, so both are checked only where they come: nobody guesses the address that was called,
/// and a callback does no more than have the run asked for sooner.
struct EachlabsCallbacks {
    /// Seconds that a signature may be old, or in the future.
    private static let window = 300.0

    func check(_ callback: CallbackDelivery) throws(CallbackRefusal) -> CallbackNews {
        if let given = callback.headers["x-webhook-secret"],
            !isEqualInConstantTime(given.utf8, callback.secret.utf8)
        {
            throw .forged
        }
        if let signature = callback.headers["x-webhook-signature"] {
            try checkSignature(signature, of: callback)
        }
        guard let json = try? JSONValue(parsing: callback.body),
            let id = EachlabsPrediction.id(json)
        else { throw .malformed }
        return CallbackNews(runID: id, message: "\(id) \(json["status"]?.text ?? "")")
    }

    private func checkSignature(
        _ signature: String, of callback: CallbackDelivery
    ) throws(CallbackRefusal) {
        guard let timestamp = callback.headers["x-webhook-timestamp"], let time = Double(timestamp)
        else { throw .forged }
        let signed = Data("\(timestamp).".utf8) + callback.body
        let hex = signature.hasPrefix("sha256=") ? String(signature.dropFirst(7)) : signature
        guard HMACSHA256(key: Data(callback.secret.utf8), data: signed).matches(hex: hex) else {
            throw .forged
        }
        guard abs(callback.receivedAt.timeIntervalSince1970 - time) <= Self.window else {
            throw .stale
        }
    }
}

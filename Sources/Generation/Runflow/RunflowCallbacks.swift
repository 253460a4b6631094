import DailiesDigest
import DailiesJSON
import Foundation

/// Verifies Runflow's callbacks.
///
/// Source: docs.runflow.io, *Callbacks*: `Runflow-Signature` is the lowercase hexadecimal
/// HMAC-SHA256 of the body. It contains no timestamp, so a callback never expires.
struct RunflowCallbacks {
    /// Two during a rotation; empty if the account has none.
    let secrets: [String]

    func verify(_ callback: CallbackDelivery) throws(CallbackRejection) -> VerifiedCallback {
        if !secrets.isEmpty {
            guard let header = callback.headers["runflow-signature"] else {
                throw .invalidSignature
            }
            let signature = header.hasPrefix("sha256=") ? String(header.dropFirst(7)) : header
            let isGenuine = secrets.contains { secret in
                HMACSHA256(key: Data(secret.utf8), data: callback.body).matches(hex: signature)
            }
            guard isGenuine else { throw .invalidSignature }
        }
        guard let json = try? JSONValue(parsing: callback.body),
            let id = (json["run_id"] ?? json["id"])?.text
        else { throw .malformed }
        let event = (json["event"] ?? json["status"])?.text ?? ""
        return VerifiedCallback(runID: id, messageID: "\(id) \(event)")
    }
}

import DailiesDigest
import DailiesJSON
import Foundation

/// Tells Runflow's callbacks from forged ones.
///
/// Source: docs.runflow.io, *Callbacks*: `Runflow-Signature` is the lowercase hexadecimal
/// HMAC-SHA256 of the body; there is no time in it, so nothing is ever stale.
struct RunflowCallbacks {
    /// Two are good while they are exchanged; none where the account has none.
    let secrets: [String]

    func check(_ callback: CallbackDelivery) throws(CallbackRefusal) -> CallbackNews {
        if !secrets.isEmpty {
            guard let header = callback.headers["runflow-signature"] else { throw .forged }
            let given = header.hasPrefix("sha256=") ? String(header.dropFirst(7)) : header
            let isGenuine = secrets.contains { secret in
                HMACSHA256(key: Data(secret.utf8), data: callback.body).matches(hex: given)
            }
            guard isGenuine else { throw .forged }
        }
        guard let json = try? JSONValue(parsing: callback.body),
            let id = (json["run_id"] ?? json["id"])?.text
        else { throw .malformed }
        let event = (json["event"] ?? json["status"])?.text ?? ""
        return CallbackNews(runID: id, message: "\(id) \(event)")
    }
}

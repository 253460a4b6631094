import DailiesDigest
import DailiesJSON

/// Tells eachlabs' callbacks from forged ones.
///
/// Source: docs.eachlabs.ai, *Webhooks*: the secret given with the prediction comes back verbatim
/// in `X-Webhook-Secret`; the body isn't signed, so nothing in it is believed.
struct EachlabsCallbacks {
    func check(_ callback: CallbackDelivery) throws(CallbackRefusal) -> CallbackNews {
        guard let given = callback.headers["x-webhook-secret"],
            isEqualInConstantTime(given.utf8, callback.secret.utf8)
        else { throw .forged }
        guard let json = try? JSONValue(parsing: callback.body),
            let id = EachlabsPrediction.id(json)
        else { throw .malformed }
        return CallbackNews(runID: id, message: "\(id) \(json["status"]?.text ?? "")")
    }
}

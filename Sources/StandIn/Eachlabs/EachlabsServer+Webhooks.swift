import DailiesDigest
import DailiesJSON
import Foundation

extension EachlabsServer {
    func sendCallback(for snapshot: RunSnapshot) {
        guard let url = snapshot.run.body["webhook_url"]?.text, !url.isEmpty,
            let body = prediction(snapshot, InjectedFaults()).webhook
        else { return }
        let secret = snapshot.run.body["webhook_secret"]?.text
        // All attempts of one delivery have the same timestamp.
        let timestamp = String(Int(Date().timeIntervalSince1970))
        context.callbackSender.send(
            CallbackSender.Callback(
                provider: Self.provider, run: snapshot.run.id, url: url,
                headers: { body, isForged in
                    var headers = ["Content-Type": "application/json"]
                    if let secret {
                        let key = isForged ? "guessed" : secret
                        let signed = Data((timestamp + ".").utf8) + body
                        let code = HMACSHA256(key: Data(key.utf8), data: signed)
                        headers["X-Webhook-Secret"] = key
                        headers["X-Webhook-Timestamp"] = timestamp
                        headers["X-Webhook-Signature"] = "sha256=\(code.hex)"
                    }
                    return headers
                },
                body: body.canonicalBytes, retryDelays: [10, 10], isRetried: { _ in true }))
    }

    /// The entry of a webhook in the delivery history; `nil` if the prediction has no webhook.
    func webhookRecord(_ id: String) -> JSONValue? {
        guard let record = context.callbackSender.record(of: id) else { return nil }
        return [
            "execution_id": .string(id), "webhook_url": .string(record.callback.url),
            "status": record.isDelivered ? "delivered" : "pending",
            "attempts": .integer(record.attempts.count),
        ]
    }
}

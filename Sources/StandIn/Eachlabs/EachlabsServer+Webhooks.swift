import DailiesDigest
import DailiesJSON
import Foundation

extension EachlabsServer {
    func announce(_ aged: AgedRun) {
        guard let url = aged.run.body["webhook_url"]?.text, !url.isEmpty,
            let body = prediction(aged, Injected()).webhook
        else { return }
        let secret = aged.run.body["webhook_secret"]?.text
        // All attempts of one delivery are signed for the same instant.
        let timestamp = String(Int(Date().timeIntervalSince1970))
        workshop.courier.deliver(
            Courier.Parcel(
                provider: Self.provider, run: aged.run.id, url: url,
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
                body: body.canonicalBytes, waits: [10, 10], mayRepeat: { _ in true }))
    }

    /// What became of a webhook, as the delivery history tells it.
    func webhookRecord(_ id: String) -> JSONValue? {
        guard let record = workshop.courier.record(of: id) else { return nil }
        return [
            "execution_id": .string(id), "webhook_url": .string(record.parcel.url),
            "status": record.isDelivered ? "delivered" : "pending",
            "attempts": .integer(record.attempts.count),
        ]
    }
}

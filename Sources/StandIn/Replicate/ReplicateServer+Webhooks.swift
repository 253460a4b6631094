import DailiesDigest
import DailiesJSON
import Foundation

extension ReplicateServer {
    /// The delays in seconds between the attempts to send a webhook; that there are "a few" is
    /// documented, their schedule isn't.
    private static let retryDelays = [5.0, 10.0]

    func sendCallback(for snapshot: RunSnapshot) {
        let body = snapshot.run.body
        let events = body["webhook_events_filter"]?.elements?.compactMap(\.text) ?? ["completed"]
        guard let url = body["webhook"]?.text, events.contains("completed") else { return }
        let id = "msg_\(randomHexadecimal())"
        let secret = Data(base64Encoded: String(webhookSecret.dropFirst(6))) ?? Data()
        context.callbackSender.send(
            CallbackSender.Callback(
                provider: Self.provider, run: snapshot.run.id, url: url,
                headers: { body, isForged in
                    // Of each attempt; the id is that of the message.
                    let time = String(Int(Date().timeIntervalSince1970))
                    let key = isForged ? Data("guessed".utf8) : secret
                    let signed = Data("\(id).\(time).".utf8) + body
                    let code = Data(HMACSHA256(key: key, data: signed).bytes)
                    return [
                        "Content-Type": "application/json", "webhook-id": id,
                        "webhook-timestamp": time,
                        "webhook-signature": "v1,\(code.base64EncodedString())",
                    ]
                },
                body: prediction(snapshot, InjectedFaults()).json.canonicalBytes,
                retryDelays: Self.retryDelays, isRetried: { _ in true }))
    }
}

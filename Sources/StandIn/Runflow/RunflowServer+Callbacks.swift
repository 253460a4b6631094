import DailiesDigest
import DailiesHTTPServer
import DailiesJSON
import Foundation

extension RunflowServer {
    /// The delays in seconds between the attempts to send a callback.
    private static let callbackRetryDelays = [1.0, 2.0]

    func sendCallback(for snapshot: RunSnapshot) {
        guard let url = snapshot.run.body["callback_url"]?.text, !url.isEmpty else { return }
        let (requestID, secret) = (snapshot.run.requestID, callbackSecret)
        context.callbackSender.send(
            CallbackSender.Callback(
                provider: Self.provider, run: snapshot.run.id, url: url,
                headers: { body, isForged in
                    var headers = [
                        "Content-Type": "application/json", "Runflow-Request-Id": requestID,
                    ]
                    if let secret {
                        let key = isForged ? randomHexadecimal() : secret
                        headers["Runflow-Signature"] =
                            HMACSHA256(key: Data(key.utf8), data: body).hex
                    }
                    return headers
                },
                body: runObject(snapshot, InjectedFaults()).callback.canonicalBytes,
                retryDelays: Self.callbackRetryDelays,
                // Retried without a response or with a status from 500 on; any other refusal is final.
                isRetried: { $0.map { $0 >= 500 } ?? true }))
    }

    /// The delivery record of a run's callback.
    func callbackRecord(_ id: String) throws(RunflowServerError) -> ServerResponse {
        _ = try find(id)
        guard let record = context.callbackSender.record(of: id) else { throw .noSuchRun }
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let attempts = record.attempts.map { attempt -> JSONValue in
            [
                "attempted_at": .string(attempt.at.formatted(format)),
                "status_code": attempt.status.map { .integer($0) } ?? .null,
            ]
        }
        return .json(
            200,
            [
                "run_id": .string(id), "url": .string(record.callback.url),
                "status": record.isDelivered ? "delivered" : "pending",
                "attempts": .array(attempts), "attempt_count": .integer(attempts.count),
                "max_attempts": .integer(Self.callbackRetryDelays.count + 1),
                "next_attempt_at": record.nextAttempt.map { .string($0.formatted(format)) }
                    ?? .null,
                "payload_bytes": .integer(record.callback.body.count),
                "signing_secret_id": callbackSecret == nil ? nil : "stand-in",
                "failure_reason_code": record.isDelivered ? nil : "NO_SUCCESS_YET",
            ])
    }
}

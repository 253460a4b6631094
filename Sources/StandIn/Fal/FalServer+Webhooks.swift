import DailiesJSON
import Foundation

extension FalServer {
    func sendCallback(for snapshot: RunSnapshot) {
        guard let url = snapshot.run.webhook, !url.isEmpty else { return }
        var body: [String: JSONValue] = [
            "request_id": .string(snapshot.run.id),
            "gateway_request_id": .string(snapshot.run.requestID),
            "status": "OK",
            "payload": nil,
            "error": nil,
        ]
        switch snapshot.progress {
        case .succeeded(_, _, let clip):
            body["payload"] = output(snapshot.run, clip, InjectedFaults())
        case .failed(_, _, let failure):
            let error = failure.falError
            body["status"] = "ERROR"
            body["error"] = .string("Unexpected status code: \(error.status)")
            body["payload"] = ["detail": error.detail]
        case .queued, .running, .cancelled:
            body["status"] = "ERROR"
            body["error"] = "Request was cancelled"
        }
        let (id, signer) = (snapshot.run.id, signer)
        context.callbackSender.send(
            CallbackSender.Callback(
                provider: Self.provider, run: id, url: url,
                headers: { signer.headers(for: $0, request: id, isForged: $1) },
                body: JSONValue.object(body).canonicalBytes,
                // Ten retries in about two hours.
                retryDelays: [15, 30, 60, 120, 240, 480, 960, 1200, 1800, 1800],
                isRetried: { _ in true }))
    }
}

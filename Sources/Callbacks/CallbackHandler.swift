import DailiesGeneration
import DailiesHTTPServer
import Foundation

/// Verifies one request to the receiver and records it if it is a genuine callback.
struct CallbackHandler: Sendable {
    let addresses: CallbackAddresses
    let providers: [String: any Provider]
    /// Records a genuine callback; returns `false` if it was already recorded.
    let record: @Sendable (VerifiedCallback) async throws -> Bool

    func handle(_ request: ServerRequest) async -> CallbackReceiver.Outcome {
        // An invalid address gets no other response than 404, so that guessing reveals nothing.
        let segments = Array(request.segments.suffix(3))
        guard let secret = addresses.secret(for: segments), let provider = providers[segments[0]]
        else {
            return .refused(status: 404, reason: "the address is not a callback address")
        }
        guard request.method == "POST" else {
            return .refused(status: 405, reason: "a callback must be a POST request")
        }
        guard let body = request.body else {
            return .refused(status: 413, reason: "the body is too large")
        }
        do {
            let callback = try await provider.verify(
                CallbackDelivery(
                    headers: request.headers, body: body, receivedAt: Date(), secret: secret))
            let isNew = try await record(callback)
            return isNew
                ? .accepted(provider: segments[0], runID: callback.runID)
                : .duplicate(provider: segments[0], runID: callback.runID)
        } catch let rejection as CallbackRejection {
            return .refused(status: rejection.status, reason: rejection.message)
        } catch {
            return .refused(status: 503, reason: "it could not be recorded: \(error)")
        }
    }
}

extension CallbackRejection {
    fileprivate var status: Int {
        switch self {
        case .malformed: 400
        case .invalidSignature, .expired: 401
        case .unverifiable: 503
        }
    }

    fileprivate var message: String {
        switch self {
        case .malformed: "it is not a callback of this provider"
        case .invalidSignature: "its signature or secret is wrong or missing"
        case .expired: "its signature is too old, or dated in the future"
        case .unverifiable(let reason): "it can't be verified at the moment: \(reason)"
        }
    }
}

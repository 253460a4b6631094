import DailiesGeneration
import DailiesHTTPServer
import Foundation

/// Decides what one request to the receiver is worth.
struct CallbackDesk: Sendable {
    let book: CallbackBook
    let providers: [String: any Provider]
    let hear: @Sendable (CallbackNews) async throws -> Bool

    func receive(_ request: ServerRequest) async -> CallbackReceiver.Reception {
        // A guessed address tells nothing, not even that there is a receiver.
        let segments = Array(request.segments.suffix(3))
        guard let secret = book.secret(for: segments), let provider = providers[segments[0]] else {
            return .refused(status: 404, reason: "the address is none that was given out")
        }
        guard request.method == "POST" else {
            return .refused(status: 405, reason: "a callback is a POST")
        }
        guard let body = request.body else {
            return .refused(status: 413, reason: "the body is too large")
        }
        do {
            let news = try await provider.check(
                CallbackDelivery(
                    headers: request.headers, body: body, receivedAt: Date(), secret: secret))
            let isNew = try await hear(news)
            return isNew
                ? .heard(provider: segments[0], runID: news.runID)
                : .repeated(provider: segments[0], runID: news.runID)
        } catch let refusal as CallbackRefusal {
            return .refused(status: refusal.status, reason: refusal.words)
        } catch {
            return .refused(status: 503, reason: "it could not be written down: \(error)")
        }
    }
}

extension CallbackRefusal {
    fileprivate var status: Int {
        switch self {
        case .malformed: 400
        case .forged, .stale: 401
        case .unproven: 503
        }
    }

    fileprivate var words: String {
        switch self {
        case .malformed: "it is no callback of this provider's"
        case .forged: "its signature or secret is wrong or missing"
        case .stale: "it was signed too long ago, or in the future"
        case .unproven(let reason): "it can't be verified now: \(reason)"
        }
    }
}

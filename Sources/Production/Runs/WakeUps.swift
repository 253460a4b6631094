import Synchronization

/// Ends waits early: the wait before the next poll of a run when a callback arrives, and the waits
/// before submits when the session is to end.
///
/// A callback proves nothing: it only has the provider polled sooner.
final class WakeUps: Sendable {
    private let state = Mutex(State())

    private struct State {
        /// The waits by key, such as the provider's id of a run; several if runs share an id.
        var waits: [String: [Wait]] = [:]
        /// The keys that were woken before a wait for them began.
        var wokenBefore: Set<String> = []
        /// The number of the last wait.
        var last = 0
    }

    private struct Wait {
        let number: Int
        let continuation: CheckedContinuation<Void, Never>
        let timer: Task<Void, Never>

        func end() {
            timer.cancel()
            continuation.resume()
        }
    }

    /// Ends the waits for a key; if there is none, the next wait for it ends at once.
    func wake(_ key: String) {
        let waits = state.withLock { state -> [Wait] in
            if let waits = state.waits.removeValue(forKey: key) { return waits }
            state.wokenBefore.insert(key)
            return []
        }
        for wait in waits { wait.end() }
    }

    /// Waits until the key is woken, or until `pause` has ended.
    ///
    /// - Throws: `CancellationError`.
    func wait(for key: String, pause: @escaping @Sendable () async throws -> Void) async throws {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    // The cancellation handler may have run before there was a wait to end.
                    guard state.wokenBefore.remove(key) == nil, !Task.isCancelled else {
                        return false
                    }
                    // Started under the lock, so that the wait is stored before the timer can end.
                    let timer = Task {
                        guard (try? await pause()) != nil else { return }
                        end(number, key)
                    }
                    state.waits[key, default: []].append(
                        Wait(number: number, continuation: continuation, timer: timer))
                    return true
                }
                if !isWaiting { continuation.resume() }
            }
        } onCancel: {
            end(number, key)
        }
        try Task.checkCancellation()
    }

    /// Ends one wait; unlike a wake-up, the end isn't kept for the next wait.
    private func end(_ number: Int, _ key: String) {
        let wait = state.withLock { state -> Wait? in
            guard let index = state.waits[key]?.firstIndex(where: { $0.number == number })
            else { return nil }
            let wait = state.waits[key]?.remove(at: index)
            if state.waits[key]?.isEmpty == true { state.waits[key] = nil }
            return wait
        }
        wait?.end()
    }
}

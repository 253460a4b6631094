import Synchronization

/// Ends the wait before the next poll of a run early, when a callback arrives.
///
/// A callback proves nothing: it only has the provider polled sooner.
final class PollWakeUps: Sendable {
    private let state = Mutex(State())

    private struct State {
        /// The waits by the provider's id of their run; several if runs share an id.
        var waits: [String: [Wait]] = [:]
        /// The runs that were woken before a wait for them began.
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

    /// Ends the waits for a run; if there is none, the next wait for it ends at once.
    func wake(_ remoteID: String) {
        let waits = state.withLock { state -> [Wait] in
            if let waits = state.waits.removeValue(forKey: remoteID) { return waits }
            state.wokenBefore.insert(remoteID)
            return []
        }
        for wait in waits { wait.end() }
    }

    /// Waits until the run is woken, or until `pause` has ended.
    ///
    /// - Throws: `CancellationError`.
    func wait(for remoteID: String, pause: @escaping @Sendable () async throws -> Void) async throws
    {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    // The cancellation handler may have run before there was a wait to end.
                    guard state.wokenBefore.remove(remoteID) == nil, !Task.isCancelled else {
                        return false
                    }
                    // Started under the lock, so that the wait is stored before the timer can end.
                    let timer = Task {
                        guard (try? await pause()) != nil else { return }
                        end(number, remoteID)
                    }
                    state.waits[remoteID, default: []].append(
                        Wait(number: number, continuation: continuation, timer: timer))
                    return true
                }
                if !isWaiting { continuation.resume() }
            }
        } onCancel: {
            end(number, remoteID)
        }
        try Task.checkCancellation()
    }

    /// Ends one wait; unlike a wake-up, the end isn't kept for the next wait.
    private func end(_ number: Int, _ remoteID: String) {
        let wait = state.withLock { state -> Wait? in
            guard let index = state.waits[remoteID]?.firstIndex(where: { $0.number == number })
            else { return nil }
            let wait = state.waits[remoteID]?.remove(at: index)
            if state.waits[remoteID]?.isEmpty == true { state.waits[remoteID] = nil }
            return wait
        }
        wait?.end()
    }
}

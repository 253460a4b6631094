import Synchronization

/// Ends the wait before the next poll of a run early, when a callback arrives.
///
/// A callback proves nothing: it only has the provider polled sooner.
final class PollWakeUps: Sendable {
    private let state = Mutex(State())

    private struct State {
        var entries: [String: Entry] = [:]
        /// How many waits have begun: the number of the last one.
        var waits = 0
    }

    /// The waiting poll of a run, or a wake-up that came before the wait.
    private enum Entry {
        case waiting(Waiter)
        case wokenBefore
    }

    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<Void, Never>
        let timer: Task<Void, Never>

        func resume() {
            timer.cancel()
            continuation.resume()
        }
    }

    /// Ends the wait for a run; if there is none, the next wait for it ends at once.
    func wake(_ remoteID: String) {
        let waiter = state.withLock { state -> Waiter? in
            if case .waiting(let waiter) = state.entries[remoteID] {
                state.entries[remoteID] = nil
                return waiter
            }
            state.entries[remoteID] = .wokenBefore
            return nil
        }
        waiter?.resume()
    }

    /// Waits until the run is woken, or until `pause` has ended.
    ///
    /// - Throws: `CancellationError`.
    func wait(for remoteID: String, pause: @escaping @Sendable () async throws -> Void) async throws
    {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    if case .wokenBefore = state.entries.removeValue(forKey: remoteID) {
                        return false
                    }
                    state.waits += 1
                    let number = state.waits
                    // Started under the lock, so that the waiter is stored before the timer can end.
                    let timer = Task {
                        guard (try? await pause()) != nil else { return }
                        end(number, remoteID)
                    }
                    state.entries[remoteID] = .waiting(
                        Waiter(number: number, continuation: continuation, timer: timer))
                    return true
                }
                if !isWaiting { continuation.resume() }
            }
        } onCancel: {
            wake(remoteID)
        }
        try Task.checkCancellation()
    }

    /// Ends the wait with this number; unlike a wake-up, the end isn't kept for the next wait.
    private func end(_ number: Int, _ remoteID: String) {
        let waiter = state.withLock { state -> Waiter? in
            guard case .waiting(let waiter) = state.entries[remoteID], waiter.number == number
            else { return nil }
            state.entries[remoteID] = nil
            return waiter
        }
        waiter?.resume()
    }
}

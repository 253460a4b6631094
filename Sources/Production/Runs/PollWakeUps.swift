import Synchronization

/// Lets those who wait for a run be woken before their time: by a callback, which proves nothing
/// and only has the provider asked sooner.
final class WakeBoard: Sendable {
    private let state = Mutex(State())

    private struct State {
        var sleepers: [String: Sleeper] = [:]
        /// How many waits have begun: each has a number of its own.
        var waits = 0
    }

    /// Who waits for a run, or that somebody called before anybody waited.
    private enum Sleeper {
        case waiting(Waiter)
        case calledBefore
    }

    private struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<Void, Never>
        let alarm: Task<Void, Never>

        func wake() {
            alarm.cancel()
            continuation.resume()
        }
    }

    /// Wakes whoever waits for a run; heard also by who only begins to wait.
    func wake(_ remoteID: String) {
        let waiter = state.withLock { state -> Waiter? in
            if case .waiting(let waiter) = state.sleepers[remoteID] {
                state.sleepers[remoteID] = nil
                return waiter
            }
            state.sleepers[remoteID] = .calledBefore
            return nil
        }
        waiter?.wake()
    }

    /// Waits for a run until it is called for, or until `pause` has ended.
    ///
    /// - Throws: `CancellationError`.
    func wait(for remoteID: String, pause: @escaping @Sendable () async throws -> Void) async throws
    {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    if case .calledBefore = state.sleepers.removeValue(forKey: remoteID) {
                        return false
                    }
                    state.waits += 1
                    let number = state.waits
                    // Set only now that there is somebody to wake, however short the pause is.
                    let alarm = Task {
                        guard (try? await pause()) != nil else { return }
                        end(number, remoteID)
                    }
                    state.sleepers[remoteID] = .waiting(
                        Waiter(number: number, continuation: continuation, alarm: alarm))
                    return true
                }
                if !isWaiting { continuation.resume() }
            }
        } onCancel: {
            wake(remoteID)
        }
        try Task.checkCancellation()
    }

    /// The time of one wait is over: unlike a call, that isn't kept for later.
    private func end(_ number: Int, _ remoteID: String) {
        let waiter = state.withLock { state -> Waiter? in
            guard case .waiting(let waiter) = state.sleepers[remoteID], waiter.number == number
            else { return nil }
            state.sleepers[remoteID] = nil
            return waiter
        }
        waiter?.wake()
    }
}

import Synchronization

/// Lets those who wait for a run be woken before their time: by a callback, which proves nothing
/// and only has the provider asked sooner.
final class WakeBoard: Sendable {
    private let state = Mutex<[String: Sleeper]>([:])

    /// Who waits for a run, or that somebody called before anybody waited.
    private enum Sleeper {
        case waiting(CheckedContinuation<Void, Never>)
        case calledBefore
    }

    /// Wakes whoever waits for a run; heard also by who only begins to wait.
    func wake(_ remoteID: String) {
        let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if case .waiting(let continuation) = state[remoteID] {
                state[remoteID] = nil
                return continuation
            }
            state[remoteID] = .calledBefore
            return nil
        }
        sleeper?.resume()
    }

    /// Waits for a run until it is called for, or until `pause` has ended.
    ///
    /// - Throws: `CancellationError`.
    func wait(for remoteID: String, pause: @escaping @Sendable () async throws -> Void) async throws
    {
        let alarm = Task {
            // An alarm that is switched off wakes nobody.
            guard (try? await pause()) != nil else { return }
            end(remoteID)
        }
        defer { alarm.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCalled = state.withLock { state in
                    if case .calledBefore = state[remoteID] {
                        state[remoteID] = nil
                        return true
                    }
                    state[remoteID] = .waiting(continuation)
                    return false
                }
                if isCalled { continuation.resume() }
            }
        } onCancel: {
            wake(remoteID)
        }
        try Task.checkCancellation()
    }

    /// The time is over: unlike a call, it isn't kept for later.
    private func end(_ remoteID: String) {
        let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard case .waiting(let continuation) = state[remoteID] else { return nil }
            state[remoteID] = nil
            return continuation
        }
        sleeper?.resume()
    }
}

import Dispatch
import Foundation
import Synchronization

/// The work was stopped by a signal.
struct Interrupted: Error {
    let signal: Int32
}

/// Runs work that SIGINT (Ctrl-C) and SIGTERM cancel; a second signal ends the process at once.
///
/// - Throws: `Interrupted` where a signal came and the work ended with an error.
func withInterrupts<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let received = Mutex<Int32?>(nil)
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            let isSecond = received.withLock { received in
                defer { received = number }
                return received != nil
            }
            if isSecond { _exit(128 + number) }
            task.cancel()
        }
        source.resume()
        return source
    }
    defer {
        for source in sources { source.cancel() }
        signal(SIGINT, SIG_DFL)
        signal(SIGTERM, SIG_DFL)
    }
    do {
        return try await task.value
    } catch {
        if let number = received.withLock({ $0 }) { throw Interrupted(signal: number) }
        throw error
    }
}

/// Waits until a signal comes, which is how a server ends.
func waitForInterrupt() async throws {
    do {
        try await withInterrupts {
            while true { try await Task.sleep(for: .seconds(3600)) }
        }
    } catch is Interrupted {
        return
    }
}

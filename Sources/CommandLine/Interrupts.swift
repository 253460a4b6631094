import DailiesProduction
import Dispatch
import Foundation
import Synchronization

/// The work was stopped by a signal.
struct Interrupted: Error {
    let signal: Int32
    /// What the user is told.
    var message = resumable

    /// The message of work that the same command continues.
    static let resumable = "stopped; nothing is lost: the same command goes on from here"
}

/// The signals that stop a command: SIGINT (Ctrl-C), SIGTERM, and SIGHUP (the terminal was closed).
///
/// The first signal asks a session to end, or cancels other work; a second one ends the process at
/// once, except a second SIGHUP, which is ignored. A signal that the process was started to ignore,
/// such as SIGHUP under `nohup`, stays ignored.
final class Interrupts: Sendable {
    private let received = Mutex<Int32?>(nil)
    /// Whether a second signal has come.
    private let isEnding = Atomic(false)

    /// The first signal that came; `nil` if none did.
    var signal: Int32? { received.withLock { $0 } }

    /// Runs work until it ends or a signal stops it.
    ///
    /// - Parameters:
    ///   - drain: is asked for the end of the session at the first signal; `nil` if the work is
    ///     cancelled instead.
    ///   - message: what the user is told after a signal.
    ///   - grace: how long the work may take to end after a signal before the process ends without
    ///     it; `nil` for any time.
    ///   - beforeEnding: is called before a second signal ends the process, which waits for it for two
    ///     seconds at most; a third signal ends the process at once.
    /// - Throws: `Interrupted` where a signal came and the work ended with an error.
    func stop<Value: Sendable>(
        draining drain: Drain? = nil, message: String = Interrupted.resumable,
        grace: DispatchTimeInterval? = nil, beforeEnding: @escaping @Sendable () async -> Void = {},
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let numbers = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }
        let (registrations, registered) = AsyncStream.makeStream(of: Void.self)
        // The work starts once every signal has its handler; before that a signal ends the process.
        let task = Task {
            for await _ in registrations.prefix(numbers.count) {}
            return try await work()
        }
        let sources = numbers.map { number in
            // Its registration sets the handler. A signal that is ignored until then would be lost.
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setRegistrationHandler { registered.yield() }
            source.setEventHandler { [self] in
                let isSecond = received.withLock { received in
                    defer { received = received ?? number }
                    return received != nil
                }
                // A closed terminal may send SIGHUP twice, without anybody asking to end at once.
                if isSecond, number != SIGHUP {
                    // A third signal ends the process without waiting for `beforeEnding`.
                    guard !isEnding.exchange(true, ordering: .relaxed) else { _exit(128 + number) }
                    Self.end(number, after: .seconds(2))
                    Task {
                        await beforeEnding()
                        _exit(128 + number)
                    }
                    return
                }
                if let drain { drain.request() } else { task.cancel() }
                if let grace { Self.end(number, after: grace) }
            }
            source.resume()
            return source
        }
        defer {
            for source in sources { source.cancel() }
            for number in numbers { Glibc.signal(number, SIG_DFL) }
        }
        do {
            return try await task.value
        } catch {
            if let signal { throw Interrupted(signal: signal, message: message) }
            throw error
        }
    }

    /// Ends the process as a signal does, after some time, whatever it is doing then.
    private static func end(_ number: Int32, after time: DispatchTimeInterval) {
        DispatchQueue.global().asyncAfter(deadline: .now() + time) { _exit(128 + number) }
    }
}

/// Runs work that a signal cancels.
///
/// - Parameters: as those of `Interrupts.stop`.
/// - Throws: `Interrupted` where a signal came and the work ended with an error.
func withInterrupts<Value: Sendable>(
    message: String = Interrupted.resumable, grace: DispatchTimeInterval? = nil,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await Interrupts().stop(message: message, grace: grace, work)
}

/// Whether the process ignores a signal.
private func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    // A C function pointer that is compared by its value.
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        == unsafeBitCast(SIG_IGN, to: Int.self)
}

/// Serves until a signal comes, which is how a server ends.
///
/// - Parameter ready: is called once signals are waited for.
func waitForInterrupt(_ ready: @escaping @Sendable () -> Void) async throws {
    do {
        try await withInterrupts {
            ready()
            while true { try await Task.sleep(for: .seconds(3600)) }
        }
    } catch is Interrupted {
        return
    }
}

import DailiesCallbacks
import DailiesGeneration
import DailiesLedger
import DailiesThreads

/// Receives callbacks during a session, and reads the ledger for those that other processes received
/// for the same production.
///
/// A callback, whether lost, repeated, forged or late, only has a run polled sooner.
struct CallbackService: Sendable {
    let settings: SessionSettings
    let ledger: Ledger
    let providers: [any Provider]
    let wakeUps: WakeUps

    /// How often the ledger is read for callbacks that other processes received.
    private static let ledgerInterval = Duration.milliseconds(500)

    /// Runs `work` while callbacks are received.
    ///
    /// - Parameter work: gets the addresses for callbacks; `nil` if there are none.
    func whileReceiving<Value: Sendable>(
        _ work: (CallbackAddresses?) async throws -> Value
    ) async throws -> Value {
        guard settings.callbackURL != nil || settings.callbackListener != nil else {
            return try await work(nil)
        }
        let key = try CallbackKey.read(settings.folder)
        let lastBefore = try await ledger.callbacks(after: 0).last
        let watch = Task { try await wakeRuns(after: lastBefore) }
        defer { watch.cancel() }
        guard let options = settings.callbackListener else {
            return try await work(
                CallbackAddresses(publicURL: settings.callbackURL ?? "", key: key))
        }
        let named = providers.map { (type(of: $0).identity.name, $0) }
        let receiver = CallbackReceiver(
            options, addresses: CallbackAddresses(publicURL: "", key: key),
            providers: Dictionary(named, uniquingKeysWith: { first, _ in first }),
            record: { [ledger] in try await ledger.hear($0.messageID, of: $0.runID) })
        try receiver.start()
        let url = settings.callbackURL ?? receiver.baseURL
        do {
            let value = try await work(CallbackAddresses(publicURL: url, key: key))
            await stop(receiver)
            return value
        } catch {
            await stop(receiver)
            throw error
        }
    }

    /// Stops the receiver after the responses that it is sending.
    private func stop(_ receiver: CallbackReceiver) async {
        try? await onOwnThread(named: "stop listening") { receiver.stop() }
    }

    /// Ends the waits of runs that the ledger has new callbacks for, until the task is cancelled.
    private func wakeRuns(after number: Int64) async throws {
        var last = number
        while !Task.isCancelled {
            try await Task.sleep(for: Self.ledgerInterval)
            // A ledger that is locked at the moment is read again after the next interval.
            guard let new = try? await ledger.callbacks(after: last) else { continue }
            last = new.last
            for remoteID in new.remoteIDs { wakeUps.wake(remoteID) }
        }
    }
}

import DailiesCallbacks
import DailiesGeneration
import DailiesLedger
import DailiesThreads

/// What a session does about callbacks: it may listen itself, and it hears what other processes
/// that listen for the same production have written down.
///
/// Lost, doubled, forged, late: a callback only has a provider asked sooner.
struct CallbackService: Sendable {
    let settings: SessionSettings
    let ledger: Ledger
    let provider: any Provider
    let wakeUps: PollWakeUps

    /// How often the ledger is looked at for what other processes heard.
    private static let glance = Duration.milliseconds(500)

    /// Does `work` while callbacks are listened to.
    ///
    /// - Parameter work: is given the addresses to hand out; `nil` where there are none.
    func during<Value: Sendable>(
        _ work: (CallbackAddresses?) async throws -> Value
    ) async throws -> Value {
        guard settings.callbackURL != nil || settings.callbackListener != nil else {
            return try await work(nil)
        }
        let key = try CallbackKey.read(settings.folder)
        let heardBefore = try await ledger.callbacks(after: 0).last
        let watch = Task { try await wake(after: heardBefore) }
        defer { watch.cancel() }
        guard let options = settings.callbackListener else {
            return try await work(
                CallbackAddresses(publicURL: settings.callbackURL ?? "", key: key))
        }
        let name = type(of: provider).identity.name
        let receiver = CallbackReceiver(
            options, addresses: CallbackAddresses(publicURL: "", key: key),
            providers: [name: provider],
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

    /// Stopping waits for answers that are being given.
    private func stop(_ receiver: CallbackReceiver) async {
        try? await onOwnThread(named: "stop listening") { receiver.stop() }
    }

    private func wake(after number: Int64) async throws {
        var last = number
        while !Task.isCancelled {
            try await Task.sleep(for: Self.glance)
            // A ledger that is read by somebody else right now is asked again at the next glance.
            guard let heard = try? await ledger.callbacks(after: last) else { continue }
            last = heard.last
            for remoteID in heard.remoteIDs { wakeUps.wake(remoteID) }
        }
    }
}

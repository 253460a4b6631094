import DailiesJSON

extension KlingServer {
    /// Sends the task as a query returns it; without a signature, which accounts without a secret
    /// don't get.
    ///
    /// Kling documents no retries: it is sent once more after 10 s.
    ///
    /// Source: Kling, *Callback protocol*.
    func sendCallback(for snapshot: RunSnapshot) {
        guard let url = snapshot.run.webhook else { return }
        let task = task(snapshot, InjectedFaults())
        context.callbackSender.send(
            CallbackSender.Callback(
                provider: Self.provider, run: snapshot.run.id, url: url,
                headers: { _, _ in ["Content-Type": "application/json"] },
                body: (task.isV1 ? task.v1 : task.json).canonicalBytes, retryDelays: [10],
                isRetried: { _ in true }))
    }
}

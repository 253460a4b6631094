/// The state that the servers of all providers share.
struct ServerContext: Sendable {
    let runs: RunStore
    let clips: ClipStore
    let uploads: UploadStore
    let callbackSender: CallbackSender
    let faultInjector: FaultInjector
    let statistics: Statistics
    /// The models that have files.
    let models: ModelFiles
    /// The extra features that are on.
    let extraFeatures: Set<ExtraFeature>
    /// How long Replicate keeps a run's data and file after its end.
    let replicateDataLifetime: Duration

    /// Whether a run's data and file were removed, as Replicate does an hour after its end.
    func isRemoved(_ snapshot: RunSnapshot) -> Bool {
        guard snapshot.run.provider == .replicate else { return false }
        let end: Duration
        switch snapshot.progress {
        case .succeeded(_, let completed, _), .failed(_, let completed, _): end = completed
        case .cancelled(let at): end = at
        case .queued, .running: return false
        }
        return snapshot.age - end > replicateDataLifetime
    }

    /// Creates and counts a run with the faults that apply to it, and registers those that its
    /// submission requested for later.
    func accept(_ newRun: RunStore.NewRun) -> Run {
        var newRun = newRun
        newRun.injected = faultInjector.faultsOfRun(newRun.injected)
        let run = runs.create(newRun)
        faultInjector.attach(newRun.injected.deferred, to: run.id)
        statistics.count(.submission(provider: newRun.provider))
        return run
    }

    /// A link to a clip; expired, or with another host or a closed port, if a fault asks for it.
    func link(to clip: Run.DeliveredClip, at baseURL: String, _ injected: InjectedFaults) -> String
    {
        if injected[.closedPort] != nil { return "http://127.0.0.1:1\(clip.path)" }
        if let foreign = injected[.foreignURL] {
            return "https://\(foreign["host"] ?? "elsewhere.invalid")\(clip.path)"
        }
        return clips.link(to: clip.path, at: baseURL, isExpired: injected[.expired] != nil)
    }

    /// The size in bytes that a result states for a clip; 1000 bytes too many with `wrongLength`.
    func claimedSize(of clip: Run.DeliveredClip, _ injected: InjectedFaults) -> Int {
        Int(clip.byteCount) + (injected[.wrongLength] == nil ? 0 : 1000)
    }
}

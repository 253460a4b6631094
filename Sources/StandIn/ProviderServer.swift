import DailiesHTTPServer

/// One provider's protocol.
protocol ProviderServer: Sendable {
    /// Whose it is.
    static var provider: SimulatedProvider { get }

    /// Whether a request belongs to it.
    func handles(_ request: ServerRequest) -> Bool

    /// What a request is about.
    func faultContext(of request: ServerRequest) -> FaultContext

    /// Does what a request asks for.
    func response(to request: ServerRequest, _ injected: InjectedFaults) -> ServerResponse

    /// The provider's words for a fault that takes the place of an answer.
    func errorResponse(for fault: Fault, _ status: Int) -> ServerResponse

    /// Tells whoever wants to know that a run has ended.
    func sendCallback(for snapshot: RunSnapshot)
}

/// What all protocols work with.
struct ServerContext: Sendable {
    let runs: RunStore
    let clips: ClipStore
    let uploads: UploadStore
    let callbackSender: CallbackSender
    let faultInjector: FaultInjector
    let statistics: Statistics
    /// What it offers beyond the pages of the models.
    let extraFeatures: Set<ExtraFeature>

    /// Accepts a run, and has the faults that were asked for strike it later.
    func accept(_ newRun: RunStore.NewRun) -> Run {
        let run = runs.create(newRun)
        faultInjector.attach(newRun.injected.deferred, to: run.id)
        statistics.count(.submission(provider: newRun.provider))
        return run
    }

    /// A link to a clip, spoilt where a fault says so.
    func link(to clip: Run.DeliveredClip, at baseURL: String, _ injected: InjectedFaults) -> String
    {
        if injected[.closedPort] != nil { return "http://127.0.0.1:1\(clip.path)" }
        if let foreign = injected[.foreignURL] {
            return "https://\(foreign["host"] ?? "elsewhere.invalid")\(clip.path)"
        }
        return clips.link(to: clip.path, at: baseURL, isExpired: injected[.expired] != nil)
    }

    /// The size that a result claims for a clip.
    func claimedSize(of clip: Run.DeliveredClip, _ injected: InjectedFaults) -> Int {
        Int(clip.byteCount) + (injected[.wrongLength] == nil ? 0 : 1000)
    }
}

import DailiesHTTPServer

/// One provider's protocol.
protocol ProviderServer: Sendable {
    /// Whose it is.
    static var provider: SimulatedProvider { get }

    /// Whether a request belongs to it.
    func owns(_ request: ServerRequest) -> Bool

    /// What a request is about.
    func occasion(of request: ServerRequest) -> Occasion

    /// Does what a request asks for.
    func answer(_ request: ServerRequest, _ injected: Injected) -> ServerResponse

    /// The provider's words for a fault that takes the place of an answer.
    func refusal(_ fault: Fault, _ status: Int) -> ServerResponse

    /// Tells whoever wants to know that a run has ended.
    func announce(_ aged: AgedRun)
}

/// What all protocols work with.
struct Workshop: Sendable {
    let book: RunBook
    let files: ClipFiles
    let uploads: UploadStore
    let courier: Courier
    let faults: FaultPlan
    let statistics: Statistics
    /// What it offers beyond the pages of the models.
    let beyondPages: Set<BeyondPages>

    /// Accepts a run, and has the faults that were asked for strike it later.
    func accept(_ draft: RunBook.Draft) -> Run {
        let run = book.create(draft)
        faults.attach(draft.injected.later, to: run.id)
        statistics.count(.submission(provider: draft.provider))
        return run
    }

    /// A link to a clip, spoilt where a fault says so.
    func link(to clip: Run.DeliveredClip, at baseURL: String, _ injected: Injected) -> String {
        if injected[.closedPort] != nil { return "http://127.0.0.1:1\(clip.path)" }
        if let foreign = injected[.foreignURL] {
            return "https://\(foreign["host"] ?? "elsewhere.invalid")\(clip.path)"
        }
        return files.link(to: clip.path, at: baseURL, isExpired: injected[.expired] != nil)
    }

    /// The size that a result claims for a clip.
    func claimedSize(of clip: Run.DeliveredClip, _ injected: Injected) -> Int {
        Int(clip.byteCount) + (injected[.wrongLength] == nil ? 0 : 1000)
    }
}

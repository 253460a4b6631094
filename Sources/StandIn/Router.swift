import DailiesHTTPServer
import DailiesJSON

/// Routes each request by its path and injects the faults that apply to it.
struct Router: Sendable {
    /// The first one that handles a request gets it; the last one handles every path.
    private let providers: [any ProviderServer]
    private let context: ServerContext
    private let requestLog = RequestLog()

    private static let faultHeader = "x-dailies-fault"

    init(_ providers: [any ProviderServer], _ context: ServerContext) {
        self.providers = providers
        self.context = context
    }

    /// The largest body in bytes: 100 MiB for uploads, 32 MiB for requests that may contain pictures
    /// as data URLs, 140 MiB for those of Kling's own API, 1 MiB for all others.
    static func bodyLimit(_ path: String) -> Int {
        if [UploadStore.root, "/files/upload", "/v1/files"].contains(where: path.hasPrefix) {
            return 100 << 20
        }
        // Two pictures of 50 MB as base64.
        let takesLargePictures = ["/image-to-video/", "/omni-video/", "/v1/videos/"]
        if takesLargePictures.contains(where: path.hasPrefix) { return 140 << 20 }
        let takesPictures = ["/fal-ai/", "/fal-run/", "/v1/models/", "/v1/run/", "/v1/prediction"]
        return takesPictures.contains(where: path.hasPrefix) ? 32 << 20 : 1 << 20
    }

    /// Handles a request, unless a fault replaces the response.
    func response(to request: ServerRequest) -> ServerResponse {
        guard request.segments.first != "_stand-in" else { return standInResponse(to: request) }
        requestLog.add(request)
        guard let provider = providers.first(where: { $0.handles(request) }) else {
            return .json(404, ["error": "Not found."])
        }
        let handler = Handler(request)
        let faultContext =
            switch handler {
            case .clips: clipFaultContext(request)
            case .uploads: FaultContext(points: [.upload])
            case .provider: provider.faultContext(of: request)
            }
        let requested: [FaultRule]
        do {
            requested = try request.headers[Self.faultHeader].map(FaultRule.parse) ?? []
        } catch {
            return .json(400, ["error": .string("\(error)")])
        }
        let injected = context.faultInjector.faults(
            for: faultContext, requested: requested, isReused: request.numberOnConnection > 1)
        let response = injected.replacementResponse { fault, status in
            handler == .provider
                ? provider.errorResponse(for: fault, status)
                : .storageError(status, "Refused", fault.name.summary)
        }
        return response ?? handle(request, handler, provider, injected)
    }

    private func handle(
        _ request: ServerRequest,
        _ handler: Handler,
        _ provider: any ProviderServer,
        _ injected: InjectedFaults
    ) -> ServerResponse {
        let response =
            switch handler {
            case .clips:
                isRemoved(request)
                    ? .storageError(404, "NoSuchKey", "The specified key does not exist.")
                    : context.clips.response(to: request, injected)
            case .uploads: context.uploads.response(to: request)
            case .provider: provider.response(to: request, injected)
            }
        if let refusal = injected[.refuse] {
            request.refuseConnections(refusal.duration("seconds") ?? .seconds(1))
        }
        return injected.applied(to: response)
    }

    /// The run of a clip is the second segment of its path.
    private func snapshot(_ request: ServerRequest) -> RunSnapshot? {
        request.segments.dropFirst().first.flatMap { context.runs.find($0) }
    }

    private func isRemoved(_ request: ServerRequest) -> Bool {
        snapshot(request).map(context.isRemoved) ?? false
    }

    private func clipFaultContext(_ request: ServerRequest) -> FaultContext {
        let run = snapshot(request)?.run
        return FaultContext(points: [.file], provider: run?.provider, run: run?.id)
    }

    private func standInResponse(to request: ServerRequest) -> ServerResponse {
        switch request.path {
        case "/_stand-in/stats" where request.isRead: .json(200, context.statistics.json)
        case "/_stand-in/requests" where request.isRead: .json(200, requestLog.json)
        default: .json(404, ["error": "Not found."])
        }
    }

    /// Sends the callback for a run that has ended, in its provider's protocol.
    func sendCallback(for snapshot: RunSnapshot) {
        providers.first { type(of: $0).provider == snapshot.run.provider }?.sendCallback(
            for: snapshot)
    }
}

/// The part of the stand-in that handles a request.
private enum Handler {
    case clips
    case uploads
    case provider

    init(_ request: ServerRequest) {
        let isUpload = request.path.hasPrefix(UploadStore.root)
        let isClip =
            request.segments.first == ClipStore.openRoot
            || request.segments.first == ClipStore.signedRoot
                && request.segments.dropFirst().first != "upload"
        if isUpload, !FalServerStorage.isMultipartPath(request.segments) {
            self = .uploads
        } else {
            self = isClip ? .clips : .provider
        }
    }
}

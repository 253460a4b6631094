import DailiesHTTPServer
import DailiesJSON

/// Hands every request to the part of the stand-in that its path belongs to, with the faults that
/// strike it.
struct Router: Sendable {
    /// The last one owns what nobody else does.
    private let providers: [any ProviderServer]
    private let workshop: Workshop
    private let traffic = TrafficLog()

    private static let faultHeader = "x-dailies-fault"

    init(_ providers: [any ProviderServer], _ workshop: Workshop) {
        self.providers = providers
        self.workshop = workshop
    }

    /// How large a body may be: pictures come as uploads, and inside of requests.
    static func bodyLimit(_ path: String) -> Int {
        if path.hasPrefix(UploadStore.root) || path.hasPrefix("/files/upload") { return 100 << 20 }
        let takesPictures = ["/fal-ai/", "/fal-run/", "/v1/models/", "/v1/run/", "/v1/prediction"]
        return takesPictures.contains(where: path.hasPrefix) ? 32 << 20 : 1 << 20
    }

    /// Answers a request.
    func answer(_ request: ServerRequest) -> ServerResponse {
        guard request.segments.first != "_stand-in" else { return answerAboutItself(request) }
        traffic.note(request)
        guard let provider = providers.first(where: { $0.owns(request) }) else {
            return .json(404, ["error": "Nothing is here."])
        }
        let place = Place(request)
        let occasion =
            switch place {
            case .clips: clipOccasion(request)
            case .uploads: Occasion(points: [.upload])
            case .provider: provider.occasion(of: request)
            }
        let asked: [FaultRule]
        do {
            asked = try request.headers[Self.faultHeader].map(FaultRule.reading) ?? []
        } catch {
            return .json(400, ["error": .string("\(error)")])
        }
        let injected = workshop.faults.draw(
            occasion, asked: asked, isReused: request.numberOnConnection > 1)
        let response = injected.inPlaceOfAnswer { fault, status in
            place == .provider
                ? provider.refusal(fault, status) : .refusal(status, "Refused", fault.name.summary)
        }
        return response ?? fulfil(request, place, provider, injected)
    }

    private func fulfil(
        _ request: ServerRequest,
        _ place: Place,
        _ provider: any ProviderServer,
        _ injected: Injected
    ) -> ServerResponse {
        let response =
            switch place {
            case .clips: workshop.files.answer(request, injected)
            case .uploads: workshop.uploads.answer(request)
            case .provider: provider.answer(request, injected)
            }
        if let refusal = injected[.refuse] {
            request.refuseConnections(refusal.duration("seconds") ?? .seconds(1))
        }
        return injected.spoiling(response)
    }

    /// A clip is about the run that its path names.
    private func clipOccasion(_ request: ServerRequest) -> Occasion {
        let run = request.segments.dropFirst().first.flatMap { workshop.book.find($0)?.run }
        return Occasion(points: [.file], provider: run?.provider, run: run?.id)
    }

    private func answerAboutItself(_ request: ServerRequest) -> ServerResponse {
        switch request.path {
        case "/_stand-in/stats" where request.isRead: .json(200, workshop.statistics.json)
        case "/_stand-in/requests" where request.isRead: .json(200, traffic.json)
        default: .json(404, ["error": "Nothing is here."])
        }
    }

    /// Tells whoever a run's provider tells that it has ended.
    func announce(_ aged: AgedRun) {
        providers.first { type(of: $0).provider == aged.run.provider }?.announce(aged)
    }
}

/// Who answers a request.
private enum Place {
    case clips
    case uploads
    case provider

    init(_ request: ServerRequest) {
        let isUpload = request.path.hasPrefix(UploadStore.root)
        let isClip =
            request.segments.first == ClipFiles.openRoot
            || request.segments.first == ClipFiles.signedRoot
                && request.segments.dropFirst().first != "upload"
        if isUpload, !FalServerStorage.isPart(request.segments) {
            self = .uploads
        } else {
            self = isClip ? .clips : .provider
        }
    }
}
